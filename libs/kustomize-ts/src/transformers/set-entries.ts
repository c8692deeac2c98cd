import { editFields } from '../fields/edit-field.ts';
import { entrySetTo } from '../fields/setters.ts';
import type { FieldSpec, StringMap } from '../kustomization/types.ts';
import { mapResources } from '../resource/map-resources.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { newText } from '../resource/set-field.ts';
import { compareText } from '../text/order.ts';
import { holdingCells } from '../yaml/cells.ts';
import { type Entry, type Node, type Scalar, scalar } from '../yaml/node.ts';

const create = { kind: 'mapping', tag: '!!map' } as const;

/**
 * Sets these entries in every mapping that the field specifications lead to, for labels and annotations (api/filters/labels and annotations). What is added
 * to several mappings of an object is one node there, so that later writes to one of them are seen in all.
 */
export function entriesTransformer(map: StringMap, fieldSpecs: readonly FieldSpec[]): Transformer {
  if (map.size === 0) return (resources) => resources;
  const entries = [...map]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, value]) => ({ key: scalar(key, ''), value: { ...newText(value, '!!str'), cell: {} } }));
  return (resources) => mapResources(resources, (resource) => withEntries(resource, entries, fieldSpecs));
}

function withEntries(
  resource: Resource,
  entries: readonly (Entry & { readonly value: Scalar })[],
  fieldSpecs: readonly FieldSpec[],
): Resource {
  const added = new Set<Entry>();
  let isShared = false;
  const edit = (node: Node): Node => {
    let edited = node;
    for (const entry of entries) {
      edited = entrySetTo(edited, entry, () => {
        isShared ||= added.has(entry);
        added.add(entry);
      });
    }
    return edited;
  };
  const node = editFields(resource.node, fieldSpecs, edit, { create, file: resource.file });
  return resource.with(isShared ? holdingCells(node) : node);
}
