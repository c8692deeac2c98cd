import { expect, it } from 'vitest';
import { insertProperty } from './insert.ts';

/** Adds `b` to an inventory whose object is this; gives the object then. */
function added(object: string): string {
  const file = (text: string): string => `// begin\nexport default defineInventory(${text});\n// end\n`;
  const insertion = {
    name: 'b',
    write: ({ step, indent }: { step: string; indent: string }) => `b: {\n${indent}${step}x: 1,\n${indent}}`,
  };
  const inserted = insertProperty('clusters/inventory.ts', file(object), insertion);
  const text = typeof inserted === 'string' ? inserted : inserted.text;
  const parts = file('\0').split('\0');
  return text.startsWith(parts[0] ?? '') && text.endsWith(parts[1] ?? '')
    ? text.slice(parts[0]?.length, -(parts[1]?.length ?? 0))
    : text;
}

it.each([
  ['{}', '{\n  b: {\n    x: 1,\n  },\n}'],
  ['{\n}', '{\n  b: {\n    x: 1,\n  },\n}'],
  ['{\n  a: 1,\n}', '{\n  a: 1,\n  b: {\n    x: 1,\n  },\n}'],
  ['{\n  a: 1\n}', '{\n  a: 1,\n  b: {\n    x: 1,\n  },\n}'],
  ['{\n  a: 1 // why\n  // more\n}', '{\n  a: 1, // why\n  b: {\n    x: 1,\n  },\n  // more\n}'],
  ['{\n  a: 1, // why\n\n  // begins { with\n}', '{\n  a: 1, // why\n  b: {\n    x: 1,\n  },\n\n  // begins { with\n}'],
  ['{\n\ta: 1,\n}', '{\n\ta: 1,\n\tb: {\n\t\tx: 1,\n\t},\n}'],
  ['{ a: 1 }', '{ a: 1,\n  b: {\n    x: 1,\n  },\n}'],
  ['{\r\n  ...old,\r\n}', '{\r\n  ...old,\r\n  b: {\r\n    x: 1,\r\n  },\r\n}'],
  ['{\n  // nobody yet {\n}', '{\n  b: {\n    x: 1,\n  },\n  // nobody yet {\n}'],
])('%j becomes %j', (before, after) => {
  expect(added(before)).toBe(after);
});

it('finds the object behind a constant, and says where it finds none, or the name taken', () => {
  const write = () => 'b: 1';
  const text = "const clusters = {\n    'a-1': 1,\n} satisfies object;\nexport default defineInventory(clusters);\n";
  expect(insertProperty('clusters/inventory.ts', text, { name: 'b', write })).toEqual({
    text: text.replace("'a-1': 1,\n", "'a-1': 1,\n    b: 1,\n"),
  });
  expect(insertProperty('clusters/inventory.ts', text, { name: 'a-1', write })).toBe('taken');
  expect(insertProperty('clusters/inventory.ts', 'export default defineInventory(load());', { name: 'b', write })).toBe(
    'no-literal',
  );
});
