import { concerns, editField, editFields } from '../fields/edit-field.ts';
import { refuseField } from '../fields/errors.ts';
import type { FieldSpec } from '../kustomization/types.ts';
import { mapResources } from '../resource/map-resources.ts';
import type { Resource } from '../resource/resource.ts';
import { holdsCells } from '../yaml/cells.ts';
import type { Entry, Mapping, Node, Scalar } from '../yaml/node.ts';
import { expandVars, type VarValue } from './expand.ts';

type ValueOf = (name: string) => VarValue | undefined;

/**
 * Replaces `$(NAME)` in the fields specified: in a text, in the texts of a mapping, in the items of a list. Refuses (FW6017) mappings with keys and lists with items that
 * are no text. As api/filters/refvar of kustomize does.
 */
export function replaceVars(
  resources: readonly Resource[],
  fieldSpecs: readonly FieldSpec[],
  valueOf: ValueOf,
): readonly Resource[] {
  const edit = (node: Node): Node => replaced(node, valueOf);
  return mapResources(resources, (resource) => {
    if (!concerns(fieldSpecs, resource.kind)) return resource;
    const { node, file } = resource;
    if (!holdsCells(node)) return resource.with(editFields(node, fieldSpecs, edit, { file }));
    // What stands in several places changes in all of them before the next specification looks.
    let edited = resource;
    for (const spec of fieldSpecs) edited = edited.with(editField(edited.node, spec, edit, { file }));
    return edited;
  });
}

function replaced(node: Node, valueOf: ValueOf): Node {
  if (node.kind === 'scalar') return isText(node) ? expanded(node, valueOf) : node;
  return node.kind === 'mapping' ? inMapping(node, valueOf) : inList(node, valueOf);
}

function isText(node: Node): node is Scalar {
  return node.kind === 'scalar' && isTextTag(node.tag);
}

function isTextTag(tag: string): boolean {
  return tag === '!!str' || tag === '';
}

/** Even where nothing is replaced, what it is becomes certain: a text, when nobody said so far. */
function expanded(node: Scalar, valueOf: ValueOf): Scalar {
  const { type, text } = expandVars(node.value, valueOf);
  const tag = type === 'string' ? '!!str' : `!!${type}`;
  return text === node.value && tag === node.tag ? node : { ...node, value: text, tag, style: 'plain' };
}

function inMapping(node: Mapping, valueOf: ValueOf): Mapping {
  let entries: Entry[] | undefined;
  for (const [index, entry] of node.entries.entries()) {
    const { key, value } = entry;
    if (!isTextTag(key.tag)) refuseField(`invalid map key: value='${key.value}', tag='${key.tag}'`, key);
    const edited = isText(value) ? expanded(value, valueOf) : value;
    if (edited === value) continue;
    entries ??= [...node.entries];
    entries[index] = { key, value: edited };
  }
  return entries === undefined ? node : { ...node, entries };
}

function inList(node: Node & { readonly kind: 'sequence' }, valueOf: ValueOf): Node {
  const items = node.items.map((item) => {
    return isText(item) ? expanded(item, valueOf) : refuseField('invalid value type expect a string', item);
  });
  return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
}
