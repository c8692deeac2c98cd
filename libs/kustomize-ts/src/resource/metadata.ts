import type { StringMap } from '../kustomization/types.ts';
import { compareText } from '../text/order.ts';
import { get, isNull, type Mapping, mapping, type Node, scalar } from '../yaml/node.ts';
import { appended, newText, removeFirst, setText, within } from './set-field.ts';

/*
 * Metadata of objects, read and written as kyaml/yaml/rnode.go does.
 */

/** Whether there is nothing: no node, a null, an empty mapping or list. */
export function isEmptyNode(node: Node | undefined): boolean {
  if (isNull(node)) return true;
  if (node.kind === 'mapping') return node.entries.length === 0;
  return node.kind === 'sequence' && node.items.length === 0;
}

function metadataOf(node: Mapping): Mapping | undefined {
  const metadata = get(node, 'metadata');
  return metadata?.kind === 'mapping' ? metadata : undefined;
}

/** The text of a field of the metadata; empty when it is not there, null, or no scalar. */
export function metadataText(node: Mapping, key: 'name' | 'namespace'): string {
  const value = get(metadataOf(node), key);
  return value?.kind === 'scalar' && value.tag !== '!!null' ? value.value : '';
}

/** Labels or annotations. Values that are no scalars are empty texts. */
export function metadataMap(node: Mapping, field: 'labels' | 'annotations'): StringMap {
  const found = new Map<string, string>();
  const map = get(metadataOf(node), field);
  if (map?.kind === 'mapping') for (const { key, value } of map.entries) found.set(key.value, rawValue(value));
  return found;
}

/** One annotation; `undefined` when it is not there. */
export function annotationOf(node: Mapping, key: string): string | undefined {
  const value = get(get(metadataOf(node), 'annotations'), key);
  return value === undefined ? undefined : rawValue(value);
}

function rawValue(node: Node): string {
  return node.kind === 'scalar' ? node.value : '';
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
    const entries = [...map]
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, value]) => ({ key: scalar(key, ''), value: newText(value, '!!str') }));
    if (get(cleared, field) === undefined) return appended(cleared, field, mapping(entries));
    // The field was there twice, and what is under the second one stays.
    return within(cleared, field, (inner) => {
      let filled = inner;
      for (const { key, value } of entries) filled = setText(filled, key.value, value.value, '!!str');
      return filled;
    });
  });
}

/** The object with these annotations set, others untouched. As `SetAnnotation` of kyaml/yaml/kfns.go, one after the other, does. */
export function withAnnotations(node: Mapping, annotations: Iterable<readonly [string, string]>): Mapping {
  return within(node, 'metadata', (metadata) => {
    const cleared = isEmptyNode(get(metadata, 'annotations')) ? removeFirst(metadata, 'annotations') : metadata;
    return within(cleared, 'annotations', (inner) => {
      let filled = inner;
      for (const [key, value] of annotations) filled = annotated(filled, key, value);
      return filled;
    });
  });
}

function annotated(node: Mapping, key: string, value: string): Mapping {
  if (get(node, key) !== undefined) return setText(node, key, value, '!!str');
  return appended(node, key, scalar(value, '!!str', 'single'));
}
