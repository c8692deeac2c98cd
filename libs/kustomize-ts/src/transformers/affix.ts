import { editField, type FieldEdit } from '../fields/edit-field.ts';
import { scalarSetTo } from '../fields/setters.ts';
import type { FieldSpec } from '../kustomization/types.ts';
import { rememberAffix } from '../resource/changes.ts';
import { isSelected } from '../resource/gvk.ts';
import type { Id } from '../resource/res-id.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { editAll } from '../resource/resources.ts';
import { rawText } from '../yaml/node.ts';

/** What is put in front of names, or behind them. */
export interface Affix {
  readonly text: string;
  /** The name with it. */
  readonly added: (name: string) => string;
  readonly where: 'prefixes' | 'suffixes';
}

/** Changes the fields that the specifications say, of every resource but those whose name is a contract with the cluster. */
export function affixTransformer(affix: Affix, fieldSpecs: readonly FieldSpec[]): Transformer {
  const edit: FieldEdit = (node) => scalarSetTo(node, affix.added(rawText(node)));
  return (resources) => editAll(resources, (resource) => affixed(resource, affix, fieldSpecs, edit));
}

function affixed(resource: Resource, affix: Affix, fieldSpecs: readonly FieldSpec[], edit: FieldEdit): Resource {
  const id = resource.originalId;
  if (keepsName(id)) return resource;
  let changed = resource;
  for (const spec of fieldSpecs) {
    if (!isSelected(id, spec)) continue;
    if (spec.path === 'metadata/name' && affix.text !== '') {
      changed = rememberAffix(changed, affix.where, affix.text);
    }
    const options = { create: { kind: 'scalar', tag: '!!str' }, file: changed.file } as const;
    changed = changed.with(editField(changed.node, spec, edit, options));
  }
  return changed;
}

function keepsName(id: Id): boolean {
  if (id.kind === 'CustomResourceDefinition' || id.kind === 'Namespace') return true;
  return id.kind === 'APIService' && id.group === 'apiregistration.k8s.io';
}
