import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { type KubernetesVersion, kubernetesVersions, validateObject } from '@fleetwright/schemas';
import { build, type Cache, type FileTree, nest, type Resource } from 'kustomize-ts';
import type { Documents } from '../deploy/documents.ts';
import { factsFiles, overlayFile } from '../deploy/overlays.ts';
import { type Placed, place } from '../deploy/place.ts';
import { readStages } from '../deploy/read-stages.ts';
import { overlayFolder, variantFolder } from '../deploy/reads.ts';

/** Which overlays are built. */
export interface CheckBuiltOptions {
  /**
   * `all`: that of every cluster. `alike`: of the clusters that run one variant of a release on one version of Kubernetes, the first: facts are
   * opaque, so the others differ in values alone.
   */
  readonly overlays: 'all' | 'alike';
  /** Only those of these entries, as `<stage>/<entry>`; all of a stage whose `fleet` is among them. Default: every one. */
  readonly of?: ReadonlySet<string>;
  /** Called before each. */
  readonly progress?: (done: number, total: number) => void;
}

/**
 * Builds overlays of what the stages hold, as Argo CD will, and looks at what it would sync. `stages` has paths from `clusters/stages`; where
 * `deploy` does not accept them it says why, and nothing is built. Errors: what the builder says (FW60xx), FW3009 for a placeholder that is left,
 * for nothing built or for a patch or a replacement that changes nothing, FW2001 and FW2002 for objects that the cluster's version of Kubernetes does not take. Each once, however many
 * overlays show it.
 */
export function checkBuilt(stages: FileTree, documents: Documents, options: CheckBuiltOptions): readonly Diagnostic[] {
  const read = readStages(stages, documents);
  const { placed, errors } = place(read.stages);
  if (read.errors.length + errors.length > 0) return [];
  const clusters = new Map(read.stages.flatMap(({ fleet }) => Object.entries(fleet.clusters)));
  const versionOf = ({ cluster }: Placed): string => clusters.get(cluster)?.kubernetes ?? '';
  const { of } = options;
  const wanted = of
    ? placed.filter(({ stage, entry }) => of.has(`${stage}/${entry}`) || of.has(`${stage}/fleet`))
    : placed;
  const overlays = options.overlays === 'all' ? wanted : firstOfEach(wanted, versionOf);
  // What a build reads of g's files; hubs are most of the work of g, and nothing of them is built.
  const derived = new Map([...factsFiles(read.stages), ...overlays.map(overlayFile)]);
  const tree: FileTree = new Map([...nest(stages, 'clusters/stages'), ...nest(derived, 'clusters')]);
  const found = new Map<string, Diagnostic>();
  for (const [index, placement] of overlays.entries()) {
    options.progress?.(index, overlays.length);
    for (const diagnostic of problemsOf(tree, placement, versionOf(placement), documents.builds)) {
      const key = JSON.stringify([diagnostic.code, diagnostic.message, diagnostic.at, placement.stage, placement.app]);
      if (!found.has(key)) found.set(key, diagnostic);
    }
  }
  return [...found.values()];
}

function firstOfEach(placed: readonly Placed[], versionOf: (placement: Placed) => string): readonly Placed[] {
  const first = new Map<string, Placed>();
  for (const placement of placed) {
    const { stage, entry, variant } = placement;
    const key = JSON.stringify([stage, entry, variant, versionOf(placement)]);
    if (!first.has(key)) first.set(key, placement);
  }
  return [...first.values()];
}

function problemsOf(tree: FileTree, placement: Placed, version: string, cache: Cache): readonly Diagnostic[] {
  const folder = `clusters/${overlayFolder(placement)}`;
  const at = { file: `clusters/${variantFolder(placement)}/kustomization.yaml` };
  const built = build(tree, folder, { cache });
  if (!built.ok) return built.errors.filter(({ severity }) => severity === 'error');
  const { objects, resources, misses } = built.value;
  const where = `${placement.app} on ${placement.cluster}`;
  if (objects.length === 0) return [error('FW3009', `the overlay of ${where} builds nothing`, emptyHint, at)];
  const problems = objects.flatMap((object, index) => leftIn(object, resources[index], placement, at.file));
  // Images may be spare: those of a release may be newer than its config.
  const missed = misses.filter(({ of }) => of !== 'image');
  problems.push(
    ...missed.map((miss) => error('FW3009', miss.message, `${where} has nothing like it: ${missHint}`, miss.at)),
  );
  return [...problems, ...objects.flatMap((object) => issuesOf(object, version, where, at.file))];
}

const emptyHint = 'a release has at least one object; `fleetwright render` and a promotion write it anew';
const leftHint =
  'no replacement fills it in: the files of the release do not belong together; `fleetwright render` and a promotion write them anew';

const missHint =
  'the files of the release do not belong together; `fleetwright render` and a promotion write them anew';

// What an object was right for one overlay is right for all; most are the same object, since the builder's cache shares them.
const right = new WeakMap<object, Set<string>>();

function issuesOf(object: object, version: string, where: string, file: string): readonly Diagnostic[] {
  const known = kubernetesVersions.find((one): one is KubernetesVersion => one === version);
  if (known === undefined || right.get(object)?.has(known)) return [];
  const issues = validateObject(object, known);
  if (issues.length === 0) right.set(object, (right.get(object) ?? new Set()).add(known));
  return issues.map(({ problem, message, hint }) =>
    error(problem === 'unknown-field' ? 'FW2001' : 'FW2002', `${where}, built: ${message}`, hint, { file }),
  );
}

/** Text that stands for a fact or an image until a build fills it in. A variable may well be called IMAGE_URL. */
const placeholder = /FACT_[a-z]|^IMAGE_[a-z0-9-]+(?:[:@]|$)/;

/** For placeholders in an object. They say nothing of the cluster, so that those of a variant are the same for all of them. */
function leftIn(
  object: object,
  resource: Resource | undefined,
  { app, variant }: Placed,
  variantFile: string,
): readonly Diagnostic[] {
  const texts = [...new Set(placeholders(object))];
  return texts.map((text) => {
    const name = resource === undefined ? '' : ` in ${resource.kind} ${resource.name}`;
    const message = `${app}, variant ${variant}: ${JSON.stringify(text)}${name} is still there when the overlay is built`;
    return error('FW3009', message, leftHint, { file: resource?.file ?? variantFile });
  });
}

function placeholders(value: unknown): readonly string[] {
  if (typeof value === 'string') return placeholder.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(placeholders);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [...placeholders(key), ...placeholders(item)]);
}
