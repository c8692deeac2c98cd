import { refuse } from '../refusal.ts';
import { goJson } from './go-json.ts';
import { requireMetadata } from './meta.ts';
import { get, isEmpty, type Mapping, type Node, textOf } from './node.ts';
import { resolveTag } from './resolve.ts';
import { isList, isMap, type Value, valueOf } from './value.ts';

/**
 * The objects, each that is a `…List` with items replaced by those, which go behind all others and through JSON on the way, as `inlineAnyEmbeddedLists` of
 * kustomize's resource factory does. Refuses (FW6009) items that are no list or no objects.
 */
export function inlineLists(nodes: readonly Mapping[], file: string): readonly Mapping[] {
  if (!nodes.some(isListKind)) return nodes;
  const result: Mapping[] = [];
  const queue: Mapping[] = [...nodes];
  // The queue grows while it is walked.
  for (const node of queue) {
    const items = isListKind(node) ? itemsOf(node, file) : undefined;
    if (items === undefined) result.push(node);
    else queue.push(...items);
  }
  return result;
}

function isListKind(node: Mapping): boolean {
  return textOf(get(node, 'kind'))?.endsWith('List') ?? false;
}

function itemsOf(node: Mapping, file: string): readonly Mapping[] | undefined {
  const value = valueOf(node, file);
  const items = isMap(value) ? value.get('items') : undefined;
  if (items === undefined) return undefined;
  if (items === null) return [];
  const at = get(node, 'items') ?? node;
  if (!isList(items)) {
    const message = `expected array in ${textOf(get(node, 'kind'))}/items, but found ${typeOf(items)}`;
    refuse('FW6009', message, 'Write a list under items.', { file, line: at.line, column: at.column });
  }
  const places = at.kind === 'sequence' ? at.items : [];
  return items
    .map((item, index) => jsonNode(item, places[index] ?? at))
    .filter((item) => !isEmpty(item))
    .map((item) => requireMetadata(item, file));
}

function typeOf(value: Value): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float64';
  return 'map[string]interface {}';
}

/** The node that JSON reads back as. Each keeps the place of the item it is in. */
function jsonNode(value: Value, at: Node): Node {
  const { line, column } = at;
  if (typeof value === 'string') return { kind: 'scalar', tag: '!!str', value, style: 'double', line, column };
  if (isMap(value)) {
    const entries = [...value].map(([key, item]) => ({
      key: { kind: 'scalar', tag: '!!str', value: key, style: 'double', line, column } as const,
      value: jsonNode(item, at),
    }));
    return { kind: 'mapping', entries, flow: true, line, column };
  }
  if (isList(value)) {
    return { kind: 'sequence', items: value.map((item) => jsonNode(item, at)), flow: true, line, column };
  }
  const json = goJson(value);
  return { kind: 'scalar', tag: resolveTag(json), value: json, style: 'plain', line, column };
}
