import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clusters, parseClusters, type StageCluster } from '@fleetwright/model/engine';
import { type Documents, deploy, openDocuments } from '@fleetwright/render';
import { type FileTree, subtree } from 'kustomize-ts';
import { formatYaml, readYaml } from 'kustomize-ts/yaml';
import { makeFleet } from '../../../bench/src/fleet.ts';
import type { KubeObject } from '../kube.ts';

/** What a hub of the synthetic fleet is like. */
export interface HubSize {
  readonly clusters: number;
  /** ApplicationSets of each app. */
  readonly buckets: number;
}

/** The one stage that the clusters of the hub are in. */
const stage = 'prod-eu';
const hub = 'europe';
const clustersFile = `${stage}/fleet/clusters.yaml`;

/**
 * What the stage `prod-eu` of `npm run bench`'s fleet holds of its apps, and a dozen clusters that differ in labels; paths from `clusters/stages`. The fleet
 * is made in a temporary folder, by the command itself, and taken away again.
 * @param apps how many, the platform app among them
 */
export async function makeStage(apps: number): Promise<FileTree> {
  const folder = mkdtempSync(join(tmpdir(), 'fleetwright-hub-fleet-'));
  const clean = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  process.once('exit', clean);
  try {
    const fleet = await makeFleet(join(folder, 'fleet'), { apps, clusters: 40 });
    return readTree(join(fleet.folder, 'clusters/stages'), stage);
  } finally {
    clean();
    process.off('exit', clean);
  }
}

/** The text files of a folder below `root`, with paths from `root`. */
export function readTree(root: string, folder: string): FileTree {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [file.slice(root.length + 1), readFileSync(file, 'utf8')]));
}

/** A hub, and what its objects become when its clusters change: always what g makes of a stage. */
export class SyntheticHub {
  readonly size: HubSize;
  readonly #stages: FileTree;
  readonly #documents: Documents = openDocuments();
  #known: Clusters;
  #objects: ReadonlyMap<string, KubeObject>;

  /** @param stages as {@link makeStage} gives them, with enough clusters to be alike to */
  constructor(stages: FileTree, size: HubSize) {
    this.size = size;
    this.#stages = stages;
    this.#known = widened(stages, size);
    this.#objects = this.#deployed();
  }

  /** The objects of the hub, as its root Application would apply them; by file. */
  get objects(): readonly KubeObject[] {
    return [...this.#objects.values()];
  }

  /** Name of a cluster, by its number from 0. */
  cluster(index: number): string {
    return nameOf(index);
  }

  /** Changes one cluster, or adds it, and gives the objects that are other than before. */
  change(index: number, to: (cluster: StageCluster) => StageCluster): readonly KubeObject[] {
    const name = nameOf(index);
    const model = this.#known.clusters[name] ?? madeUp(index, Object.values(this.#known.clusters));
    this.#known = { ...this.#known, clusters: { ...this.#known.clusters, [name]: to(model) } };
    const before = this.#objects;
    this.#objects = this.#deployed();
    return [...this.#objects].flatMap(([path, object]) => {
      return JSON.stringify(before.get(path)) === JSON.stringify(object) ? [] : [object];
    });
  }

  #deployed(): ReadonlyMap<string, KubeObject> {
    const stages = new Map(this.#stages).set(clustersFile, formatYaml(this.#known));
    const result = deploy(stages, this.#documents);
    if (!result.ok) throw new Error(result.errors.map(({ code, message }) => `${code} ${message}`).join('\n'));
    const groups = ['projects', 'clusters', 'applicationsets'];
    const files = subtree(result.value, `hubs/${hub}`);
    return new Map(
      groups.flatMap((group) => [...subtree(files, group)].map(([file, text]) => [`${group}/${file}`, objectOf(text)])),
    );
  }
}

/** What the stage knows, with this many clusters on one hub. */
function widened(stages: FileTree, { clusters, buckets }: HubSize): Clusters {
  const parsed = parseClusters(stages.get(clustersFile) ?? '', clustersFile);
  if (!parsed.ok) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
  const known = parsed.value;
  const settings = known.hubs[hub];
  if (!settings) throw new Error(`${clustersFile} has no hub ${hub}`);
  const models = Object.values(known.clusters);
  const made = Array.from({ length: clusters }, (_, index) => [nameOf(index), madeUp(index, models)] as const);
  return { ...known, hubs: { [hub]: { ...settings, buckets } }, clusters: Object.fromEntries(made) };
}

function madeUp(index: number, models: readonly StageCluster[]): StageCluster {
  const model = models[index % models.length];
  if (!model) throw new Error(`${clustersFile} has no clusters`);
  const name = nameOf(index);
  return {
    ...model,
    hub,
    server: `https://api.${name}.example.com:6443`,
    state: 'active',
    facts: { ...model.facts, domain: `${name}.example.com` },
  };
}

function nameOf(index: number): string {
  return `${stage}-${String(index).padStart(4, '0')}`;
}

function objectOf(text: string): KubeObject {
  const read = readYaml(text);
  if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
  const [object] = read.value;
  if (!isObject(object)) throw new TypeError(`not an object of Kubernetes: ${text.slice(0, 200)}`);
  return object;
}

function isObject(value: unknown): value is KubeObject {
  return typeof value === 'object' && value !== null && 'kind' in value && 'metadata' in value;
}
