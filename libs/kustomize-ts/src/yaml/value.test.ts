import { expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { fromValue } from './from-value.ts';
import { goJson } from './go-json.ts';
import { isBeforeV2, isBeforeV3, sortByKey } from './key-order.ts';
import { mapping, type Node, nullNode, type Scalar, scalar } from './node.ts';
import { readNode } from './read.ts';
import { type Value, valueOf } from './value.ts';

function json(text: string): string {
  return goJson(valueOf(readNode(text, 'f.yaml') ?? nullNode, 'f.yaml'));
}

/** The refusal, with its place. */
function refusal(text: string): string {
  try {
    return json(text);
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    return problem.diagnostics.map(({ code, message, at }) => `${code} ${at?.line}:${at?.column} ${message}`).join();
  }
}

test('plain text is what it looks like, anything in quotes is text', () => {
  expect(json('[3.0, 1e3, 0777, 08, 1_000, +1, .5, yes, ~, True, 1e400, 0o-7, "1", \'true\']')).toBe(
    '[3,1000,511,8,1000,1,0.5,"yes",null,true,"1e400",-7,"1","true"]',
  );
  expect(json('[18446744073709551615, 9007199254740993, 18446744073709551616, 1e-7, -0.0]')).toBe(
    '[18446744073709551615,9007199254740993,18446744073709552000,1e-7,-0]',
  );
  expect(json('a: 2001-01-01\nb: [2001-01-01, 2001-01-01 1:2:3]\n')).toBe(
    '{"a":"2001-01-01T00:00:00Z","b":["2001-01-01T00:00:00Z","2001-01-01 1:2:3"]}',
  );
});

test('tags say what text is', () => {
  expect(json('[!!str 80, !!int "80", !!float 80, !mine 80, !!binary aGVsbG8=, !!binary gA==]')).toBe(
    '["80",80,80,"80","hello","\ufffd"]',
  );
  const quoted: Scalar = scalar('80', '!!int', 'double');
  expect(valueOf(quoted)).toBe('80');
  expect(valueOf({ ...quoted, tagged: true })).toBe(80);
  expect(valueOf(scalar('80', ''))).toBe(80);
});

test('nothing in a flow collection is empty text', () => {
  expect(json('a: {b: , c: [~, ]}\nd:\n')).toBe('{"a":{"b":"","c":[null]},"d":null}');
});

test('the outermost keys are text, whatever they look like; nulls go', () => {
  expect(json('1: a\ntrue: b\n~: c\n2001-01-01: d\n')).toBe('{"1":"a","2001-01-01":"d","true":"b"}');
});

test('no key is special to us', () => {
  expect(json('__proto__: {constructor: 1}\ntoString: 2\n')).toBe('{"__proto__":{"constructor":1},"toString":2}');
});

test('merge keys fill up what is not there', () => {
  const node = readNode('<<: [{a: 1, b: 1}, {b: 2, c: 2}]\nc: 3\n', 'f.yaml') ?? nullNode;
  expect(goJson(valueOf(node))).toBe('{"a":1,"b":1,"c":3}');
});

test('what cannot be read or be JSON is refused, with its place', () => {
  expect(refusal('a: !!int abc\n')).toBe('FW6020 1:4 yaml: cannot decode !!str `abc` as a !!int');
  expect(refusal('a: 1\nb:\n- .inf\n')).toBe('FW6020 3:3 json: unsupported value: +Inf');
  expect(refusal('a: {1: b}\n')).toBe('FW6020 1:5 json: unsupported type: map[interface {}]interface {}');
  expect(refusal('b:\n  a: 1\n  c: 1\n  a: 2\n')).toBe('FW6020 4:3 mapping key "a" already defined at line 2');
  expect(refusal('a: !!binary "?"\n')).toBe('FW6020 1:4 yaml: !!binary value contains invalid base64 data');
  expect(refusal('a: |2\n  \tx\n  y\n')).toMatch(/^FW6020 1:4 .*found a tab character where an indentation space/);
  expect(refusal('a: 2001-01-01T1:1:1+24:00\n')).toMatch(/timezone hour outside of range/);
});

test('folded text changes where go-yaml v3 loses a line break', () => {
  expect(json('a: >\n  x\n\n  y\n')).toBe('{"a":"x\\ny\\n"}');
  expect(json('a: >2\n   x\n\n  y\n\n  z\n')).toBe('{"a":" x\\n\\ny z\\n"}');
});

test('JSON is that of Go', () => {
  const value: Value = new Map<string, Value>([
    ['\u{10000}', '<&>\u2028'],
    ['\uffff', '\u0001\b\u007f'],
    ['a', [null, true, 1e21, 2n ** 63n]],
  ]);
  expect(goJson(value)).toBe(
    '{"a":[null,true,1e+21,9223372036854775808],"\uffff":"\\u0001\\b\u007f","\u{10000}":"\\u003c\\u0026\\u003e\\u2028"}',
  );
});

test('nodes of a value have the tags, styles and order that go-yaml v3 gives them', () => {
  const value: Value = new Map<string, Value>([
    ['b', [1_000_000, 0.5, 2n ** 63n, null, false]],
    ['a10', 'yes'],
    ['a2', 'x\ny'],
    ['1a', ' x'],
    ['1-', new Map()],
  ]);
  const { entries } = asMapping(fromValue(value));
  expect(entries.map(({ key }) => key.value)).toEqual(['1a', '1-', 'a2', 'a10', 'b']);
  expect(entries.map(({ value: node }) => (node.kind === 'scalar' ? node.style : node.flow))).toEqual([
    'single',
    true,
    'literal',
    'double',
    false,
  ]);
  const list = entries[4]?.value;
  expect(
    list?.kind === 'sequence' && list.items.map((item) => item.kind === 'scalar' && [item.tag, item.value]),
  ).toEqual([
    ['!!float', '1e+06'],
    ['!!float', '0.5'],
    ['!!float', '9.223372036854776e+18'],
    ['!!null', 'null'],
    ['!!bool', 'false'],
  ]);
});

function asMapping(node: Node): ReturnType<typeof mapping> {
  return node.kind === 'mapping' ? node : mapping([]);
}

test('keys stand in the order of go-yaml, numbers by their size', () => {
  const order = ['', '=', '_', '1', '1.5', '01', '8080', '10000', 'A', 'a-b', 'a.b', 'a1', 'a2', 'a010', 'ab', 'é'];
  const shuffled = order.toReversed();
  expect(sortByKey(shuffled, (key) => key, isBeforeV2)).toEqual(order);
  // Each of the three stands before the next one in a circle; kustomize prints them so three times in four.
  for (const contradiction of [
    ['1x', '10', '9'],
    ['9', '10', '1x'],
  ]) {
    expect(sortByKey(contradiction, (key) => key, isBeforeV2)).toEqual(['10', '1x', '9']);
  }
  expect([isBeforeV2('1a', '1-'), isBeforeV3('1a', '1-'), isBeforeV2('\u{1d7d8}', '\uff10')]).toEqual([
    false,
    true,
    false,
  ]);
});
