import { warning } from '@fleetwright/diagnostics';
import { placedAt, placeIn } from '../place.ts';
import { fixNameReferences } from '../references/name-reference.ts';
import { resolveVars } from '../references/vars.ts';
import { removeBuildAnnotations } from '../resource/changes.ts';
import { removeOrigins, removeTransformations } from '../resource/origin.ts';
import type { Resource } from '../resource/resource.ts';
import { editAll, unique } from '../resource/resources.ts';
import { hashTransformer } from '../transformers/hash.ts';
import { labelTransformer } from '../transformers/labels.ts';
import { sortOrderTransformer } from '../transformers/sort-order.ts';
import { requireMetadata } from '../yaml/meta.ts';
import type { Accumulated } from './accumulated.ts';
import type { Target } from './target.ts';

export interface FinishOptions {
  readonly reorder: 'unspecified' | 'legacy' | 'none';
  readonly managedByLabel: boolean;
}

/** What is done once, at the root: hashes, references to names, variables, order, and what the build remembered taken away. As api/krusty/kustomizer.go. */
export function finish(
  target: Target,
  { resources, config, vars }: Accumulated,
  options: FinishOptions,
): readonly Resource[] {
  const named = fixNameReferences(config)(hashTransformer()(resources));
  const { file, node } = target.source;
  const resolved = placedAt(
    () => placeIn(file, node, 'vars'),
    file,
    () => resolveVars(named, vars, config),
  );
  target.run.warnings.push(...resolved.warnings);
  const { buildMetadata } = target.source.kustomization;
  let finished = inOrder(target, withoutLocal(resolved.resources), options.reorder);
  if (options.managedByLabel || buildMetadata.includes('managedByLabel')) finished = managedBy(finished);
  const keepsOrigins = buildMetadata.includes('originAnnotations');
  const keepsTransformations = buildMetadata.includes('transformerAnnotations');
  return editAll(finished, (resource) => stripped(resource, keepsOrigins, keepsTransformations));
}

type Memory = WeakMap<Resource, Resource>;

const memory = (): Memory => new WeakMap();

/** What was made of resources before, by what is kept: overlays share most resources with their base. */
const known = { nothing: memory(), origins: memory(), transformations: memory(), both: memory() };

/** A resource without what the build remembered of it. */
function stripped(resource: Resource, keepsOrigins: boolean, keepsTransformations: boolean): Resource {
  const alone = keepsOrigins ? known.origins : known.nothing;
  const before = keepsTransformations ? (keepsOrigins ? known.both : known.transformations) : alone;
  let found = before.get(resource);
  if (found === undefined) {
    let made: readonly Resource[] = [removeBuildAnnotations(resource)];
    if (!keepsOrigins) made = removeOrigins(made);
    if (!keepsTransformations) made = removeTransformations(made);
    found = made[0] ?? resource;
    before.set(resource, found);
  }
  return found;
}

/** Without the resources that are for tools only. All others must still be objects, each with an id of its own. */
function withoutLocal(resources: readonly Resource[]): readonly Resource[] {
  const kept = editAll(resources, (resource) => {
    requireMetadata(resource.node, resource.file ?? '');
    const local = resource.annotation('config.kubernetes.io/local-config');
    return local === undefined || local === 'false' ? resource : undefined;
  });
  // kustomize panics here over two with one id, whatever the order is to be.
  return unique(kept);
}

/** What the kustomization says of the order goes before what the caller says. */
function inOrder(
  target: Target,
  resources: readonly Resource[],
  reorder: FinishOptions['reorder'],
): readonly Resource[] {
  const { file, kustomization } = target.source;
  const { sortOptions } = kustomization;
  if (sortOptions !== undefined) {
    const at = placeIn(file, sortOptions.from);
    if (reorder !== 'unspecified')
      target.run.warnings.push(warning('FW5015', orderSetTwice, 'leave one of them out', at));
    return placedAt(
      () => at,
      file,
      () => sortOrderTransformer({ sortOptions })(resources),
    );
  }
  if (reorder === 'none') return resources;
  return sortOrderTransformer({ sortOptions: { order: 'legacy', legacySortOptions: undefined } })(resources);
}

/** As kustomize logs it. */
const orderSetTwice =
  "Warning: Sorting order is set both in 'kustomization.yaml' ('sortOptions') and in a CLI flag ('--reorder'). Using the kustomization file over the CLI flag.";

/** The version that this library is bug for bug with. */
const managedByLabel = new Map([['app.kubernetes.io/managed-by', 'kustomize-v5.8.1']]);

function managedBy(resources: readonly Resource[]): readonly Resource[] {
  const fieldSpecs = [{ group: '', version: '', kind: '', path: 'metadata/labels', create: true }];
  return labelTransformer({ labels: managedByLabel, fieldSpecs })(resources);
}
