import { expect, test } from 'vitest';
import { goJson } from '../yaml/go-json.ts';
import { valueOfJson } from './json.ts';
import { JsonPatchError, operationsOf, parseJson, patchValue } from './json-patch.ts';

const document = '{"a":1,"list":["x","y"],"map":{"b/c":2,"d~e":null},"nothing":null}';

function patched(operations: string, of = document): string {
  return goJson(patchValue(valueOfJson(parseJson(of)), operationsOf(parseJson(operations))));
}

test.for([
  ['add', '[{"op":"add","path":"/new","value":{"z":[1,null]}}]', '{"new":{"z":[1,null]}}'],
  ['add before an item', '[{"op":"add","path":"/list/1","value":0}]', '{"list":["x",0,"y"]}'],
  ['add behind the last', '[{"op":"add","path":"/list/-","value":0}]', '{"list":["x","y",0]}'],
  ['add by an index from the end', '[{"op":"add","path":"/list/-1","value":0}]', '{"list":["x","y",0]}'],
  ['add without a value', '[{"op":"add","path":"/a"}]', '{"a":null}'],
  ['remove', '[{"op":"remove","path":"/list/-1"}]', '{"list":["x"]}'],
  ['replace', '[{"op":"replace","path":"/map/b~1c","value":3}]', '{"map":{"b/c":3,"d~e":null}}'],
  ['replace of what is not there', '[{"op":"replace","path":"/new","value":3}]', '{"new":3}'],
  ['copy of what is not there', '[{"op":"copy","from":"/none","path":"/a"}]', '{"a":null}'],
  ['test', '[{"op":"test","path":"/list","value":["x","y"]},{"op":"test","path":"/none"}]', '{}'],
  ['test of null', '[{"op":"test","path":"/nothing","value":null}]', '{}'],
] as const)('%s', ([, operations, changed]) => {
  const before: unknown = JSON.parse(document);
  const difference: unknown = JSON.parse(changed);
  expect(JSON.parse(patched(operations))).toEqual(Object.assign({}, before, difference));
});

test('what is moved is no longer where it was', () => {
  expect(patched('[{"op":"move","from":"/a","path":"/map/d~0e"}]')).toBe(
    '{"list":["x","y"],"map":{"b/c":2,"d~e":1},"nothing":null}',
  );
});

test('replace of the whole', () => {
  expect(patched('[{"op":"replace","path":"","value":{"q":1}}]')).toBe('{"q":1}');
  expect(() => patched('[{"op":"replace","path":"","value":[]}]')).toThrow(
    'json: cannot unmarshal array into Go value of type map[string]interface {}',
  );
});

test.for([
  [
    '[{"op":"add","path":"/x/y","value":1}]',
    'add operation does not apply: doc is missing path: "/x/y": missing value',
  ],
  [
    '[{"op":"add","path":"/a/y","value":1}]',
    'add operation does not apply: doc is missing path: "/a/y": missing value',
  ],
  [
    '[{"op":"add","path":"/list/3","value":1}]',
    "error in add for path: '/list/3': Unable to access invalid index: 3: invalid index referenced",
  ],
  [
    '[{"op":"add","path":"/list/x","value":1}]',
    "error in add for path: '/list/x': value was not a proper array index: 'x': strconv.Atoi: parsing \"x\": invalid syntax",
  ],
  [
    '[{"op":"remove","path":"/x"}]',
    "error in remove for path: '/x': Unable to remove nonexistent key: x: missing value",
  ],
  [
    '[{"op":"replace","path":"/list/2","value":1}]',
    'replace operation does not apply: doc is missing key: /list/2: missing value',
  ],
  [
    '[{"op":"replace","path":"/x/y","value":1}]',
    'replace operation does not apply: doc is missing path: /x/y: missing value',
  ],
  ['[{"op":"test","path":"/a","value":2}]', 'testing value /a failed: test failed'],
  ['[{"op":"test","path":"/a","value":1.0}]', 'testing value /a failed: test failed'],
  ['[{"op":"test","path":"/a"}]', 'testing value /a failed: test failed'],
  [
    '[{"op":"move","from":"/x","path":"/a"}]',
    "error in move for path: 'x': Unable to remove nonexistent key: x: missing value",
  ],
  ['[{"op":"copy","from":"/a"}]', 'copy operation failed to decode path: missing value'],
  ['[{"op":"spoil","path":"/a"}]', 'Unexpected kind: spoil'],
  ['[{"path":"/a"}]', 'Unexpected kind: unknown'],
  ['[null]', 'Unexpected kind: unknown'],
  ['{"op":"add"}', 'json: cannot unmarshal object into Go value of type jsonpatch.Patch'],
  ['["add"]', 'json: cannot unmarshal string into Go value of type jsonpatch.Operation'],
] as const)('%s fails', ([operations, message]) => {
  const attempt = (): string => patched(operations);
  expect(attempt).toThrow(JsonPatchError);
  expect(attempt).toThrow(message);
});

test('a patch can be applied again', () => {
  const operations = operationsOf(
    parseJson('[{"op":"add","path":"/m","value":{}},{"op":"add","path":"/m/x","value":1}]'),
  );
  const empty = valueOfJson(parseJson('{}'));
  expect(goJson(patchValue(empty, operations))).toBe('{"m":{"x":1}}');
  expect(goJson(patchValue(empty, operations))).toBe('{"m":{"x":1}}');
});

test('numbers become float64, as Go reads them', () => {
  expect(patched('[]', '{"n":12345678901234567890,"x":1e3}')).toBe('{"n":12345678901234567000,"x":1000}');
});
