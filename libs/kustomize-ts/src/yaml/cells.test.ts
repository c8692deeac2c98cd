import { expect, test } from 'vitest';
import { holdingCells, replacing, writeThrough } from './cells.ts';
import { get, type Mapping, mapping, type Node, scalar, sequence, set } from './node.ts';

function object(entries: Readonly<Record<string, Node>>): Mapping {
  return mapping(Object.entries(entries).map(([key, value]) => ({ key: scalar(key), value })));
}

const shared = { ...scalar('old'), cell: {} };
const before = holdingCells(
  object({ a: object({ x: shared }), b: object({ x: shared }), c: sequence([object({ x: shared })]) }),
);

function texts(node: Node | undefined): unknown {
  if (node?.kind === 'mapping')
    return Object.fromEntries(node.entries.map(({ key, value }) => [key.value, texts(value)]));
  return node?.kind === 'sequence' ? node.items.map(texts) : node?.value;
}

test('a write to one place is a write to all, as often as one comes', () => {
  const once = writeThrough(before, set(before, 'a', object({ x: scalar('new') })));
  expect(texts(once)).toEqual({ a: { x: 'new' }, b: { x: 'new' }, c: [{ x: 'new' }] });
  const twice = writeThrough(
    once,
    set(once, 'c', sequence([object({ x: scalar('added') }), object({ x: scalar('newer') })])),
  );
  expect(texts(twice)).toEqual({ a: { x: 'newer' }, b: { x: 'newer' }, c: [{ x: 'added' }, { x: 'newer' }] });
});

test('the last of several writes wins, be it of what was there', () => {
  const after = set(set(before, 'a', object({ x: scalar('new') })), 'b', object({ x: scalar('old') }));
  expect(texts(writeThrough(before, after))).toEqual({ a: { x: 'old' }, b: { x: 'old' }, c: [{ x: 'old' }] });
});

test('a place that goes away or is put in anew changes no other', () => {
  for (const made of [object({}), replacing(object({ x: scalar('fresh') }))]) {
    const after = set(before, 'a', made);
    expect(writeThrough(before, after)).toBe(after);
    expect(texts(get(after, 'b'))).toEqual({ x: 'old' });
  }
});

test('objects without cells are left alone', () => {
  const [plain, edited] = [object({ x: shared }), object({ x: scalar('new') })];
  expect(writeThrough(plain, edited)).toBe(edited);
});
