import { appended } from '../resource/set-field.ts';
import { get, isNull, mapping, type Node, rawText, type Sequence, scalar, sequence } from '../yaml/node.ts';
import type { FieldEdit } from './edit-field.ts';
import { refuseField, wrongKind } from './errors.ts';
import { type PathStep, pathStep } from './field-path.ts';

/**
 * The node with the value at the end of a path edited, what is missing on the way made: mappings, lists before `[key=value]` and numbers, an item that
 * says `key: value`, and in the end an empty scalar. Items are not made for numbers and `-`, and nothing is made below null; then nothing is edited. Refuses (FW6017) a
 * path through the wrong kind of node. As `LookupCreate(ScalarNode, …)` of kyaml/yaml/fns.go.
 */
export function editAtPath(node: Node, path: readonly string[], edit: FieldEdit): Node {
  const steps = path.map(pathStep).filter(({ kind }) => kind !== 'self');
  return editFrom(node, steps, 0, edit);
}

function editFrom(node: Node, steps: readonly PathStep[], index: number, edit: FieldEdit): Node {
  const step = steps[index];
  if (step === undefined) return edit(node);
  const inner = (child: Node): Node => editFrom(child, steps, index + 1, edit);
  if (step.kind === 'self') return inner(node);
  if (step.kind === 'problem') return refuseField(step.message, node);
  if (step.kind === 'index') return editItem(node, step.index, inner);
  if (step.kind === 'item') return editMatching(node, step, inner);
  return editKey(node, step.key, made(steps[index + 1], index + 1 === steps.length), inner);
}

/** What is made under a key, by what comes after it. */
function made(next: PathStep | undefined, isLast: boolean): Node {
  if (isLast) return scalar('', '');
  const isList = next?.kind === 'item' || (next?.kind === 'index' && next.index >= 0);
  return isList ? sequence([]) : mapping([]);
}

function editKey(node: Node, key: string, missing: Node, inner: FieldEdit): Node {
  if (isNull(node)) return node;
  if (node.kind !== 'mapping') return wrongKind('mapping', node);
  const index = node.entries.findIndex((entry) => entry.key.value === key);
  const entry = node.entries[index];
  if (entry === undefined) return appended(node, key, inner(missing));
  const value = inner(entry.value);
  if (value === entry.value) return node;
  return { ...node, entries: node.entries.with(index, { key: entry.key, value }) };
}

function editItem(node: Node, index: number, inner: FieldEdit): Node {
  if (isNull(node)) return node;
  if (node.kind !== 'sequence') return wrongKind('sequence', node);
  const item = node.items.at(index);
  if (item === undefined) return node;
  return withItem(node, index, item, inner(item));
}

function withItem(node: Sequence, index: number, old: Node, item: Node): Sequence {
  return item === old ? node : { ...node, items: node.items.with(index, item) };
}

function editMatching(
  node: Node,
  { key, value }: { readonly key: string; readonly value: string },
  inner: FieldEdit,
): Node {
  if (isNull(node)) return node;
  if (node.kind !== 'sequence') return wrongKind('sequence', node);
  const index = node.items.findIndex((item) => says(item, key, value));
  const item = node.items[index];
  if (item !== undefined) return withItem(node, index, item, inner(item));
  const added = key === '' ? scalar(value, '') : mapping([{ key: scalar(key, ''), value: scalar(value, '') }]);
  return { ...node, items: [...node.items, inner(added)] };
}

function says(item: Node, key: string, value: string): boolean {
  if (key === '') return rawText(item) === value;
  const found = get(item, key);
  return found !== undefined && rawText(found) === value;
}
