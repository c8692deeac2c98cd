import { expect, test } from 'vitest';
import type { Node } from './node.ts';
import { readNode } from './read.ts';
import { isSameNode } from './same-node.ts';

function node(text: string): Node {
  const read = readNode(text, 'file');
  if (read === undefined) throw new Error('nothing');
  return read;
}

test('the same text is the same node', () => {
  expect(isSameNode(node('a: [1, {b: c}]'), node('a: [1, {b: c}]'))).toBe(true);
});

test.each([
  'a: [1, {b: d}]',
  'a: [1]',
  'a: [1, {b: c, d: e}]',
  'a:  [1, {b: c}]',
  'a: ["1", {b: c}]',
  'b: [1, {b: c}]',
  '- a',
])('another text is not: %s', (text) => {
  expect(isSameNode(node('a: [1, {b: c}]'), node(text))).toBe(false);
});
