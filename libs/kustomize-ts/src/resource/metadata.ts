import type { StringMap } from '../kustomization/types.ts';
import { compareText } from '../text/order.ts';
import {
  type Entry,
  get,
  isEmpty,
  type Mapping,
  mapping,
  type Node,
  rawText,
  type Scalar,
  scalar,
  textOf,
} from '../yaml/node.ts';
import { appended, newText, removeFirst, setText, within } from './set-field.ts';

/*
 * Metadata of objects, read and written as kyaml/yaml/rnode.go does.
 */

function metadataOf(node: Mapping): Mapping | undefined {
  const metadata = get(node, 'metadata');
  return metadata?.kind === 'mapping' ? metadata : undefined;
}

/** The text of a field of the metadata; empty when it is not there, null, or no scalar. */
export function metadataText(node: Mapping, key: 'name' | 'namespace'): string {
  return textOf(get(metadataOf(node), key)) ?? '';
}

/** Labels or annotations. Values that are no scalars are empty texts. */
export function metadataMap(node: Mapping, field: 'labels' | 'annotations'): StringMap {
  const found = new Map<string, string>();
  const map = get(metadataOf(node), field);
  if (map?.kind === 'mapping') for (const { key, value } of map.entries) found.set(key.value, rawText(value));
  return found;
}

/** One annotation; `undefined` when it is not there. */
export function annotationOf(node: Mapping, key: string): string | undefined {
  const value = get(get(metadataOf(node), 'annotations'), key);
  return value === undefined ? undefined : rawText(value);
}

/** The object with this name. */
export function withName(node: Mapping, name: string): Mapping {
  return within(node, 'metadata', (metadata) => setText(metadata, 'name', name));
}

/** The object with this namespace; without one when it is empty. */
export function withNamespace(node: Mapping, namespace: string): Mapping {
  if (namespace === '' && get(node, 'metadata') === undefined) return node;
  return within(node, 'metadata', (metadata) =>
    namespace === '' ? removeFirst(metadata, 'namespace') : setText(metadata, 'namespace', namespace),
  );
}

/** The object with exactly these labels or annotations, sorted, at the end of the metadata; without the field when there are none. */
export function withMetadataMap(node: Mapping, field: 'labels' | 'annotations', map: StringMap): Mapping {
  return within(node, 'metadata', (metadata) => {
    const cleared = removeFirst(metadata, field);
    if (map.size === 0) return cleared;
    const entries = textEntries(map);
    if (get(cleared, field) === undefined) return appended(cleared, field, mapping(entries));
    // The field was there twice, and what is under the second one stays.
    return within(cleared, field, (inner) => {
      let filled = inner;
      for (const { key, value } of entries) filled = setText(filled, key.value, value.value, '!!str');
      return filled;
    });
  });
}

/** Texts by their keys, sorted, as the setters of kyaml make them where there were none. */
export function textEntries(map: StringMap): readonly (Entry & { readonly value: Scalar })[] {
  return [...map]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, value]) => ({ key: scalar(key, ''), value: newText(value, '!!str') }));
}

/** The object with these annotations set, others untouched. As `SetAnnotation` of kyaml/yaml/kfns.go, one after the other, does. */
export function withAnnotations(node: Mapping, annotations: readonly (readonly [string, string])[]): Mapping {
  // Each clears one empty field: where there are two of a name, the empty one goes.
  const times = annotations.length;
  return within(withoutEmpty(node, 'metadata', times), 'metadata', (metadata) => {
    return within(withoutEmpty(metadata, 'annotations', times), 'annotations', (inner) => {
      let filled = inner;
      for (const [key, value] of annotations) filled = annotated(filled, key, value);
      return filled;
    });
  });
}

/** The mapping without entries of this key that have nothing in them, as scalars have not; so many at most. As `FieldClearer` with `IfEmpty` does. */
function withoutEmpty(node: Mapping, key: string, most: number): Mapping {
  const empty = node.entries.filter((entry) => entry.key.value === key && !hasContent(entry.value)).slice(0, most);
  return empty.length === 0 ? node : { ...node, entries: node.entries.filter((entry) => !empty.includes(entry)) };
}

function hasContent(node: Node): boolean {
  return node.kind !== 'scalar' && !isEmpty(node);
}

function annotated(node: Mapping, key: string, value: string): Mapping {
  if (get(node, key) !== undefined) return setText(node, key, value, '!!str');
  return appended(node, key, scalar(value, '!!str', 'single'));
}
