import { expect, test } from 'vitest';
import { formatNode } from './format-node.ts';
import { type Comments, mapping, type Node, nullNode, scalar, sequence } from './node.ts';
import { readNode } from './read.ts';

function formatted(text: string): string {
  return formatNode(readNode(text, 'f.yaml') ?? nullNode);
}

// As String() of kyaml's RNode gives them.
test('styles, tags, flow and order are kept, indents are not', () => {
  const text = `b: 1
a:
    - x
    - 'y'
c: {d: [1, "2"], e: }
l: |-
  one
  two
t: !!str 8080
u: !mine v
n:
- - - deep
  - m: 1
    k: 2
`;
  expect(formatted(text)).toBe(`b: 1
a:
- x
- 'y'
c: {d: [1, "2"], e: ''}
l: |-
  one
  two
t: !!str 8080
u: !mine v
n:
- - - deep
  - m: 1
    k: 2
`);
});

test('folded text has an empty line behind it where it ended with one', () => {
  expect(formatted('s: >\n  folded text\n  goes on\nt: 1\n')).toBe('s: >\n  folded text goes on\n\nt: 1\n');
});

test('a node alone is written too', () => {
  expect([scalar('8080'), scalar('a\nb'), scalar('a: b'), nullNode, sequence([])].map(formatNode)).toEqual([
    '"8080"\n',
    '|-\n  a\n  b\n',
    "'a: b'\n",
    'null\n',
    '[]\n',
  ]);
});

test('keys of many lines or characters stand behind a question mark', () => {
  const key = scalar('a\nb');
  expect(formatNode(mapping([{ key, value: sequence([scalar('c')]) }]))).toBe('? |-\n  a\n  b\n: - c\n');
  const long = scalar('k'.repeat(129));
  expect(formatNode(mapping([{ key: long, value: scalar('c') }]))).toBe(`? ${long.value}\n: c\n`);
});

test('comments stay where they were', () => {
  const commented = <T extends Node>(node: T, comments: Comments): T => ({ ...node, comments });
  const list = sequence([
    commented(scalar('x'), { line: '# of x' }),
    commented(scalar('y'), { head: '# above y', foot: '# below y' }),
  ]);
  const node = mapping([
    { key: commented(scalar('b'), { head: '# head' }), value: commented(scalar('1', '!!int'), { line: '# line' }) },
    { key: commented(scalar('a'), { line: '# of a', foot: '# below a' }), value: list },
    { key: scalar('c'), value: { ...list, flow: true } },
  ]);
  expect(formatNode(node)).toBe(`# head
b: 1 # line
a: # of a
- x # of x
# above y
- y
# below y

# below a

c: [x, # of x
  # above y
  y,
  # below y
]
`);
});
