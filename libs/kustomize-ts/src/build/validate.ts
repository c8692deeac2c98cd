import { refuse } from '../refusal.ts';
import { setLabels } from '../resource/changes.ts';
import { idKey, idText } from '../resource/res-id.ts';
import type { Resource } from '../resource/resource.ts';
import { isSameNode } from '../yaml/same-node.ts';
import { pluginTransformers } from './plugins.ts';
import type { Target } from './target.ts';

/** The one label that a validator may add. */
const validatedBy = 'validated-by';

/**
 * Runs the validators of a kustomization: transformers that must leave everything as it was. Refuses (FW6019) when one does not. The label `validated-by`
 * may come, and stays, as in `runValidators` of kustomize; the order of the resources may change, and does not stay.
 */
export function validate(target: Target, before: readonly Resource[]): readonly Resource[] {
  let resources = before;
  for (const { run } of pluginTransformers(target, 'validators')) resources = checked(resources, run(resources));
  return resources;
}

function checked(before: readonly Resource[], after: readonly Resource[]): readonly Resource[] {
  if (after === before) return before;
  if (after.length !== before.length) changed('lists have different number of entries', undefined);
  const found = new Map(after.map((resource) => [idKey(resource.id), resource]));
  return before.map((resource) => {
    const now = found.get(idKey(resource.id));
    if (now === undefined) return changed(`id in self missing from other; id: ${idText(resource.id)}`, resource);
    if (now !== resource && !isSameNode(resource.node, withoutLabel(now).node))
      changed(`nodes unequal: ${idText(resource.id)}`, resource);
    return now;
  });
}

function withoutLabel(resource: Resource): Resource {
  const { labels } = resource;
  return labels.has(validatedBy)
    ? setLabels(resource, new Map([...labels].filter(([key]) => key !== validatedBy)))
    : resource;
}

function changed(what: string, resource: Resource | undefined): never {
  const hint = 'list what changes resources under transformers';
  return refuse('FW6019', `validator shouldn't modify the resource map: ${what}`, hint, resource?.place);
}
