import { editField } from '../fields/edit-field.ts';
import { setScalar } from '../fields/setters.ts';
import type { FieldSpec, Replica } from '../kustomization/types.ts';
import { refuse } from '../refusal.ts';
import { gvkText, isSelected } from '../resource/gvk.ts';
import { mapResources } from '../resource/map-resources.ts';
import type { Resource, Transformer } from '../resource/resource.ts';

export interface ReplicaCountArgs {
  readonly replica: Replica;
  readonly fieldSpecs: readonly FieldSpec[];
}

const create = { kind: 'scalar', tag: '!!int' } as const;

/**
 * Sets the number of replicas of the resources with a name, the one they have or had. Refuses (FW6017) when no field specification fits any of them. As
 * ReplicaCountTransformer of kustomize does.
 */
export function replicaCountTransformer({ replica, fieldSpecs }: ReplicaCountArgs): Transformer {
  const edit = setScalar(replica.count, '!!int');
  return (resources) => {
    let edited = resources;
    let isFound = false;
    for (const spec of fieldSpecs) {
      edited = mapResources(edited, (resource) => {
        if (!isMeant(resource, replica.name, spec)) return resource;
        isFound = true;
        return resource.with(editField(resource.node, spec, edit, { create, file: resource.file }));
      });
    }
    if (!isFound) refuseNone(replica.name, fieldSpecs);
    return edited;
  };
}

function isMeant(resource: Resource, name: string, spec: FieldSpec): boolean {
  return [resource.id, ...resource.previousIds].some((id) => id.name === name && isSelected(id, spec));
}

function refuseNone(name: string, fieldSpecs: readonly FieldSpec[]): never {
  const types = fieldSpecs.map(gvkText);
  return refuse(
    'FW6017',
    `resource with name ${name} does not match a config with the following GVK [${types.join(' ')}]`,
    `Check the name under \`replicas\`; other types need a field specification under \`replicas\` of a configuration.`,
    undefined,
  );
}
