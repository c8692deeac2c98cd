import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Node, nullNode, scalar } from '../yaml/node.ts';
import { readNode } from '../yaml/read.ts';
import { hashOf } from './hasher.ts';
import { nodeDump } from './node-dump.ts';
import { sha256 } from './sha256.ts';

test('SHA-256 is that of the platform, at every length around its blocks', async () => {
  const lengths = fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 200, maxLength: 200 });
  for (const bytes of fc.sample(lengths, { numRuns: 1, seed: 1 }).flat()) {
    const digest = await crypto.subtle.digest('SHA-256', bytes.slice());
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    expect(sha256(bytes)).toBe(hex);
  }
});

function node(text: string): Node {
  return readNode(text, 'f.yaml') ?? nullNode;
}

// Each of them as hasher.go of kustomize has it.
test('hashes are those of kustomize, for data that is none as well', () => {
  const hashes = ['data: null', 'data: foo', 'data: ""', 'data: []', 'data: {}', 'data: ~', 'metadata: {name: x}'].map(
    (field) => hashOf(node(`kind: ConfigMap\n${field}\n`)),
  );
  expect(hashes).toEqual([
    'g886t7dd28',
    'dbtkmgt2k2',
    '6ct58987ht',
    'dk855m5d49',
    '42745tchd9',
    '2t8tf57kh6',
    '6ct58987ht',
  ]);
});

test('the name does not count, the order of keys does not, the type of a secret does', () => {
  const one = hashOf(node('kind: Secret\nmetadata: {name: a}\ntype: Opaque\ndata: {b: Yg==, a: YQ==}\n'));
  expect(hashOf(node('kind: Secret\nmetadata: {name: b}\ntype: Opaque\ndata: {a: YQ==, b: Yg==}\n'))).toBe(one);
  expect(hashOf(node('kind: Secret\ntype: other\ndata: {a: YQ==, b: Yg==}\n'))).not.toBe(one);
});

test('of other kinds everything counts that Go writes of a node', () => {
  const tagged: Node = {
    ...scalar('a<b', '!!str', 'double'),
    tagged: true,
    line: 2,
    column: 3,
    comments: { head: '# h' },
  };
  expect(nodeDump({ kind: 'sequence', items: [tagged], flow: true, line: 1, column: 1 })).toBe(
    '{"Kind":2,"Style":32,"Tag":"!!seq","Value":"","Anchor":"","Alias":null,"Content":[' +
      '{"Kind":8,"Style":3,"Tag":"!!str","Value":"a\\u003cb","Anchor":"","Alias":null,"Content":null,' +
      '"HeadComment":"# h","LineComment":"","FootComment":"","Line":2,"Column":3}],' +
      '"HeadComment":"","LineComment":"","FootComment":"","Line":1,"Column":1}',
  );
});
