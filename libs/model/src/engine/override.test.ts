import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Encoded } from '../define/encode.ts';
import type { Path } from './origin.ts';
import { find, isObject, lift, type Node, override, plain } from './override.ts';
import { valueAt } from './words.ts';

const definition = { file: 'app.ts', layer: 'definition' } as const;
const prod = { file: 'prod.ts', layer: 'environment prod' } as const;
const rule = { file: 'rule.ts', layer: 'rule large' } as const;

const key = fc.constantFrom('a', 'b', 'type', 'labels', 'env');
const scalar = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant({ $fact: 'domain' }));
const { data } = fc.letrec<{ data: Encoded; fields: { [key: string]: Encoded } }>((tie) => ({
  data: fc.oneof({ maxDepth: 4 }, scalar, fc.array(scalar, { maxLength: 2 }), tie('fields')),
  fields: fc.dictionary(key, tie('data'), { maxKeys: 4 }),
}));
const object = fc.dictionary(key, data, { maxKeys: 4 });
/** A tweak: data in which some fields are null. */
const tweak = fc.dictionary(
  key,
  fc.oneof(data, fc.constant(null), fc.dictionary(key, fc.oneof(data, fc.constant(null)))),
  { maxKeys: 4 },
);

function merged(base: Encoded, ...tweaks: Encoded[]): Encoded {
  let node: Node = lift(base, definition, []);
  for (const said of tweaks) node = override(node, said, prod, []);
  return plain(node);
}

describe('the override law', () => {
  test.each<[string, Encoded, Encoded, Encoded]>([
    [
      'an object without type merges',
      { scale: { type: 'hpa', min: 1, max: 2 } },
      { scale: { max: 3 } },
      { scale: { type: 'hpa', min: 1, max: 3 } },
    ],
    [
      'an object with type replaces',
      { scale: { type: 'fixed', replicas: 2 } },
      { scale: { type: 'hpa', min: 1 } },
      { scale: { type: 'hpa', min: 1 } },
    ],
    ['null deletes', { a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
    ['null deletes below what was not there', {}, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
    ['arrays replace', { args: ['a', 'b'] }, { args: ['c'] }, { args: ['c'] }],
    ['facts replace', { env: { A: 'x' } }, { env: { A: { $fact: 'domain' } } }, { env: { A: { $fact: 'domain' } } }],
    [
      'a label named type does not replace',
      { labels: { type: 'db', tier: '1' } },
      { labels: { type: 'cache' } },
      { labels: { type: 'cache', tier: '1' } },
    ],
    [
      'a process named type merges',
      { processes: { type: { image: 'a', x: 1 } } },
      { processes: { type: { image: 'b' } } },
      { processes: { type: { image: 'b', x: 1 } } },
    ],
  ])('%s', (_name, base, change, expected) => {
    expect(merged(base, change)).toEqual(expected);
  });

  test('an empty tweak changes nothing', () => {
    fc.assert(
      fc.property(object, (base) => {
        expect(merged(base, {})).toEqual(base);
      }),
    );
  });

  test('saying a thing twice is saying it once', () => {
    fc.assert(
      fc.property(object, tweak, (base, change) => {
        expect(merged(base, change, change)).toEqual(merged(base, change));
      }),
    );
  });

  test('whatever is said with a type is what comes out', () => {
    const typed = object.map((fields) => ({ ...fields, type: 'x' }));
    fc.assert(
      fc.property(object, typed, (base, said) => {
        expect(valueAt(merged({ a: base }, { a: said }), ['a'])).toEqual(said);
      }),
    );
  });

  test('tweaks of other fields may come in any order', () => {
    fc.assert(
      fc.property(object, data, data, (base, a, b) => {
        expect(merged(base, { a }, { b })).toEqual(merged(base, { b }, { a }));
      }),
    );
  });

  test('tweaks of one shape, without type and null, may be joined first', () => {
    const shaped = fc.record(
      { a: fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }), b: scalar },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(shaped, shaped, shaped, (a, b, c) => {
        expect(merged(merged(a, b), c)).toEqual(merged(a, merged(b, c)));
      }),
    );
  });

  test('every leaf and every deletion knows who said it last, and where', () => {
    fc.assert(
      fc.property(object, tweak, tweak, (base, first, second) => {
        const sources = new Map<string, Encoded>([
          ['app.ts', base],
          ['prod.ts', first],
          ['rule.ts', second],
        ]);
        const node = override(override(lift(base, definition, []), first, prod, []), second, rule, []);
        for (const path of leaves(node)) {
          const { origin } = find(node, path);
          expect(valueAt(sources.get(origin.file) ?? null, origin.path)).toEqual(valueAt(plain(node), path));
        }
        for (const path of tombstones(node)) {
          const { origin, is } = find(node, path);
          expect(is).toBe('deleted');
          expect(valueAt(sources.get(origin.file) ?? null, origin.path)).toBe(null);
        }
      }),
    );
  });

  test('the last to speak is named, though others said the same', () => {
    const node = override(override(lift({ a: 1 }, definition, []), { a: 1 }, prod, []), { a: 1 }, rule, [
      'rules',
      0,
      'set',
    ]);
    expect(find(node, ['a'])).toEqual({ origin: { ...rule, path: ['rules', 0, 'set', 'a'] }, is: 'there' });
  });
});

function leaves(node: Node, path: Path = []): Path[] {
  if (node.node === 'value') return [path];
  if (node.node === 'list') return node.items.flatMap((item, index) => leaves(item, [...path, index]));
  return [...node.fields].flatMap(([name, field]) => leaves(field, [...path, name]));
}

function tombstones(node: Node, path: Path = []): Path[] {
  if (node.node !== 'object') return [];
  const own = [...node.deleted.keys()].map((name): Path => [...path, name]);
  return [...own, ...[...node.fields].flatMap(([name, field]) => tombstones(field, [...path, name]))];
}

test('objects are told from lists and late values', () => {
  expect([{}, [], { $fact: 'a' }, null].map(isObject)).toEqual([true, false, false, false]);
});
