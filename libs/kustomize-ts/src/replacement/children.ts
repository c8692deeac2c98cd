import { refuse } from '../refusal.ts';
import { formatNode } from '../yaml/format-node.ts';
import { isNull, type Node, type Scalar } from '../yaml/node.ts';

/** A child of a node, and which one it is; `self` stands for the node itself. */
export interface Child {
  readonly index: number | 'self';
  readonly node: Node;
}

/** What a document with nothing in it is to go-yaml: neither of the kinds. */
export type MaybeNode = Node | undefined;

/**
 * The value of a field, as `FieldMatcher` of kyaml finds it: nothing has no fields, and a field without a name is a scalar that is empty. Refuses
 * (FW6013) other kinds of nodes, in the words of kyaml.
 */
export function fieldOf(node: MaybeNode, name: string): Child | undefined {
  if (isNothing(node)) return undefined;
  if (name === '') {
    if (node?.kind !== 'scalar') return wrongKind('scalar', node);
    return node.value === '' ? { index: 'self', node } : undefined;
  }
  if (node?.kind !== 'mapping') return wrongKind('mapping', node);
  const index = node.entries.findIndex((entry) => entry.key.value === name);
  const entry = node.entries[index];
  return entry === undefined ? undefined : { index, node: entry.value };
}

/** The items of a list; nothing has none. Refuses (FW6013) other kinds of nodes, in the words of kyaml. */
export function itemsOf(node: MaybeNode): readonly Node[] {
  if (node?.kind === 'sequence') return node.items;
  return isNothing(node) ? [] : wrongKind('sequence', node);
}

/** Whether this is a null that is there. */
export function isNothing(node: MaybeNode): boolean {
  return node !== undefined && isNull(node);
}

/** The text that go-yaml keeps of a node of any kind. */
export function valueText(node: Node): string {
  return node.kind === 'scalar' ? node.value : '';
}

/** A scalar whose type is decided by whoever writes it, as kyaml makes them. */
export function plainScalar(value: string): Scalar {
  return { kind: 'scalar', tag: '', value, style: 'plain', line: 0, column: 0 };
}

const kindNames = { scalar: 'ScalarNode', sequence: 'SequenceNode', mapping: 'MappingNode' } as const;

function wrongKind(expected: Node['kind'], node: MaybeNode): never {
  const kind = node === undefined ? '' : kindNames[node.kind];
  const content = node === undefined ? 'null\n' : formatNode(node);
  return refusePath(`wrong node kind: expected ${kindNames[expected]} but got ${kind}: node contents:\n${content}`);
}

/** Refuses a path (FW6013), without a place: whoever knows the object adds it. */
export function refusePath(message: string): never {
  return refuse(
    'FW6013',
    message,
    'see what stands at that path in the object as it is when replacements run',
    undefined,
  );
}
