import { type Clusters, parseClusters, parseRelease, type Release } from '@fleetwright/model/engine';
import type { FileTree } from 'kustomize-ts';
import { formatYaml, Quoted } from 'kustomize-ts/yaml';

/** What a kustomization is of: a cluster's app, a hub, or a variant of a release, built with facts of our choice. */
export type Sort = 'overlay' | 'hub' | 'variant';

/** A kustomization that is built. */
export interface Target {
  readonly sort: Sort;
  /** What of the tree it shows; a path. */
  readonly shows: string;
  /** The folder of its kustomization. */
  readonly folder: string;
}

/** A tree with all that is built of it. */
export interface Targets {
  /** The tree that was given, and overlays of our own for variants. */
  readonly tree: FileTree;
  readonly targets: readonly Target[];
  /** What could not be read, in the words of whoever reads it. */
  readonly problems: readonly { readonly shows: string; readonly message: string }[];
}

type FactValues = Clusters['clusters'][string]['facts'];

/**
 * All that a tree can be built to: the overlays of clusters, hubs with their `root.yaml`, and every variant of every release, whether an
 * overlay uses it or not. A variant is built with the facts of the first cluster of its stage or environment, and with made-up
 * ones where there is none, as in goldens.
 */
export function targetsOf(tree: FileTree): Targets {
  const stages = stagesIn(tree);
  const own = new Map<string, string>();
  const targets: Target[] = [];
  const problems: { shows: string; message: string }[] = [];
  const add = (sort: Sort, shows: string, kustomization: (root: string) => Files): void => {
    const folder = `.accept/${targets.length}`;
    for (const [name, text] of Object.entries(kustomization('../..'))) own.set(`${folder}/${name}`, text);
    targets.push({ sort, shows, folder });
  };
  for (const path of tree.keys()) {
    const folder = folderOf(path);
    const sort = sortOf(path);
    if (sort === 'overlay' || sort === 'hub') targets.push({ sort, shows: folder, folder });
    if (sort === 'root')
      add('hub', path, (root) => ({ 'kustomization.yaml': formatYaml({ resources: [`${root}/${path}`] }) }));
    if (sort !== 'release') continue;
    const release = parseRelease(tree.get(path) ?? '', path);
    if (!release.ok) {
      problems.push({ shows: path, message: release.errors.map(({ message }) => message).join('; ') });
      continue;
    }
    const facts = { ...madeUpFacts(release.value), ...factsFor(path, stages) };
    for (const variant of release.value.variants.map((name) => `${folder}/${name}`)) {
      add('variant', variant, (root) => overlay(`${root}/${variant}`, facts));
    }
  }
  return { tree: new Map([...tree, ...own]), targets, problems };
}

/** Name → content, in one folder. */
type Files = { readonly [name: string]: string };

/** What a file is the sign of. Hubs and releases may lie anywhere; overlays only where the stages are that they are of, which a golden leaves out. */
function sortOf(path: string): 'overlay' | 'hub' | 'root' | 'release' | undefined {
  if (/^clusters\/overlays\/[^/]+\/[^/]+\/kustomization\.yaml$/.test(path)) return 'overlay';
  if (/(?:^|\/)hubs\/[^/]+\/kustomization\.yaml$/.test(path)) return 'hub';
  if (/(?:^|\/)hubs\/[^/]+\/root\.yaml$/.test(path)) return 'root';
  return /(?:^|\/)config\/release\.yaml$/.test(path) ? 'release' : undefined;
}

/** As g makes an overlay of a variant and a cluster. */
function overlay(variant: string, facts: FactValues): Files {
  const metadata = { name: 'cluster-facts', annotations: { 'config.kubernetes.io/local-config': 'true' } };
  const data = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, new Quoted(String(value))]));
  return {
    'cluster-facts.yaml': formatYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }),
    'kustomization.yaml': formatYaml({
      resources: ['cluster-facts.yaml', variant],
      components: [`${variant}/facts`],
    }),
  };
}

interface Stage {
  /** Where its clusters are written: of what was promoted, or of what is rendered. */
  readonly of: 'stages' | 'rendered';
  readonly fleet: Clusters;
}

function stagesIn(tree: FileTree): readonly Stage[] {
  const stages: Stage[] = [];
  for (const [path, text] of tree) {
    const of = /^clusters\/(?:(stages)\/[^/]+\/fleet|(rendered)\/[^/]+)\/clusters\.yaml$/.exec(path);
    if (!of) continue;
    const fleet = parseClusters(text, path);
    if (fleet.ok) stages.push({ of: of[1] === undefined ? 'rendered' : 'stages', fleet: fleet.value });
  }
  return stages;
}

/** The facts of the first cluster that may get a release; none where the tree has no such cluster. */
function factsFor(release: string, stages: readonly Stage[]): FactValues {
  const [, stage] = /^clusters\/stages\/([^/]+)\//.exec(release) ?? [];
  const [, environment] = /^apps\/[^/]+\/rendered\/([^/]+)\//.exec(release) ?? [];
  const own = stages.filter(({ of, fleet }) =>
    of === 'stages' ? fleet.stage === stage : fleet.environment === environment,
  );
  const clusters = own.flatMap(({ fleet }) => Object.values(fleet.clusters));
  return clusters.find(({ state }) => state !== 'gone')?.facts ?? {};
}

const madeUp = { text: 'eu.example.com', 'one-of': 'eu', integer: 3, boolean: true } as const;

function madeUpFacts({ facts }: Release): FactValues {
  return Object.fromEntries(Object.entries(facts).map(([name, type]) => [name, madeUp[type]]));
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
