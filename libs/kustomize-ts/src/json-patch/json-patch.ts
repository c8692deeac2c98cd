import type { Value } from '../yaml/value.ts';
import { addTo, type Container, find, getIn, JsonPatchError, missing, removeFrom, setIn } from './containers.ts';
import { copyJson, isEqual, isList, isMap, type Json, jsonOf, mapOfJson, textOfLeaf } from './json.ts';

export { JsonPatchError } from './containers.ts';
export { type Json, parseJson, valueOfJson } from './json.ts';

/** The operations of a patch, as they are written. */
export type Operation = ReadonlyMap<string, Json>;

/** The operations of a patch; none for a null. Throws a {@link JsonPatchError} for what is no list of objects. */
export function operationsOf(patch: Json): readonly Operation[] {
  if (patch === null) return [];
  if (!isList(patch)) throw cannotUnmarshal(patch, 'jsonpatch.Patch');
  return patch.items.map((item) => {
    if (item === null) return new Map();
    if (!isMap(item)) throw cannotUnmarshal(item, 'jsonpatch.Operation');
    return item.members;
  });
}

function cannotUnmarshal(json: Json, type: string): JsonPatchError {
  return new JsonPatchError(`json: cannot unmarshal ${kindOf(json)} into Go value of type ${type}`);
}

function kindOf(json: Json): string {
  if (isList(json)) return 'array';
  if (isMap(json)) return 'object';
  const first = json === null ? '' : (textOfLeaf(json)[0] ?? '');
  return first === '"' ? 'string' : first === 't' || first === 'f' ? 'bool' : 'number';
}

/**
 * What a JSON patch (RFC 6902) makes of an object, as json-patch v4.13 for Go does it: a `replace` of a missing key adds it, a `copy` of one gives null,
 * and negative indexes count from the end. Throws a {@link JsonPatchError} for the first operation that cannot be done.
 */
export function patchValue(value: Value, operations: readonly Operation[]): ReadonlyMap<string, Value> {
  const json = jsonOf(value);
  if (!isMap(json) && !isList(json)) throw cannotUnmarshal(json, 'jsonpatch.partialDoc');
  let document: Container = json;
  for (const [index, operation] of operations.entries()) {
    try {
      document = applyOperation(document, operation);
    } catch (problem) {
      throw problem instanceof JsonPatchError ? new JsonPatchError(problem.message, index) : problem;
    }
  }
  if (!isMap(document)) throw cannotUnmarshal(document, 'map[string]interface {}');
  return mapOfJson(document);
}

function applyOperation(document: Container, operation: Operation): Container {
  const kind = kindOfOperation(operation);
  switch (kind) {
    case 'add':
      add(document, operation);
      return document;
    case 'remove':
      remove(document, operation);
      return document;
    case 'replace':
      return replace(document, operation);
    case 'move':
      move(document, operation);
      return document;
    case 'test':
      test(document, operation);
      return document;
    case 'copy':
      copy(document, operation);
      return document;
    default:
      throw new JsonPatchError(`Unexpected kind: ${kind}`);
  }
}

function kindOfOperation(operation: Operation): string {
  const op = operation.get('op') ?? null;
  return op !== null && 'text' in op && op.text.startsWith('"') ? String(JSON.parse(op.text)) : 'unknown';
}

function add(document: Container, operation: Operation): void {
  const path = pointerOf(operation, 'path', () => `add operation failed to decode path: ${missing}`);
  const place = find(document, path);
  if (place === undefined)
    throw new JsonPatchError(`add operation does not apply: doc is missing path: "${path}": ${missing}`);
  within(`error in add for path: '${path}'`, () =>
    addTo(place.container, place.key, valueOfOperation(operation) ?? null),
  );
}

function remove(document: Container, operation: Operation): void {
  const path = pointerOf(operation, 'path', () => `remove operation failed to decode path: ${missing}`);
  const place = find(document, path);
  if (place === undefined) {
    throw new JsonPatchError(`remove operation does not apply: doc is missing path: "${path}": ${missing}`);
  }
  within(`error in remove for path: '${path}'`, () => removeFrom(place.container, place.key));
}

function replace(document: Container, operation: Operation): Container {
  const path = pointerOf(operation, 'path', (problem) => `replace operation failed to decode path: ${problem}`);
  const value = valueOfOperation(operation) ?? null;
  if (path === '') {
    if (isMap(value) || isList(value)) return value;
    throw new JsonPatchError('replace operation value must be object or array: %!w(<nil>)');
  }
  const place = find(document, path);
  if (place === undefined)
    throw new JsonPatchError(`replace operation does not apply: doc is missing path: ${path}: ${missing}`);
  const { container, key } = place;
  const problem = problemOf(() => getIn(container, key));
  if (problem !== undefined)
    throw new JsonPatchError(`replace operation does not apply: doc is missing key: ${path}: ${missing}`);
  setIn(container, key, value);
  return document;
}

function move(document: Container, operation: Operation): void {
  const from = pointerOf(operation, 'from', (problem) => `move operation failed to decode from: ${problem}`);
  const source = find(document, from);
  if (source === undefined) {
    throw new JsonPatchError(`move operation does not apply: doc is missing from path: ${from}: ${missing}`);
  }
  const value = within(`error in move for path: '${source.key}'`, () => {
    const found = getIn(source.container, source.key) ?? null;
    removeFrom(source.container, source.key);
    return found;
  });
  const path = pointerOf(operation, 'path', (problem) => `move operation failed to decode path: ${problem}`);
  const place = find(document, path);
  if (place === undefined) {
    throw new JsonPatchError(`move operation does not apply: doc is missing destination path: ${path}: ${missing}`);
  }
  within(`error in move for path: '${path}'`, () => addTo(place.container, place.key, value));
}

function test(document: Container, operation: Operation): void {
  const path = pointerOf(operation, 'path', (problem) => `test operation failed to decode path: ${problem}`);
  const wanted = valueOfOperation(operation);
  const failed = new JsonPatchError(`testing value ${path} failed: test failed`);
  if (path === '') {
    if (wanted === undefined || !isEqual(document, wanted)) throw failed;
    return;
  }
  const place = find(document, path);
  if (place === undefined)
    throw new JsonPatchError(`test operation does not apply: is missing path: ${path}: ${missing}`);
  const value = within(`error in test for path: '${path}'`, () => getIn(place.container, place.key)) ?? null;
  if (value === null) {
    if (wanted !== undefined && !isOwnNull(wanted)) throw failed;
  } else if (wanted === undefined || !isEqual(value, wanted)) {
    throw failed;
  }
}

function copy(document: Container, operation: Operation): void {
  const from = pointerOf(operation, 'from', (problem) => `copy operation failed to decode from: ${problem}`);
  const source = find(document, from);
  if (source === undefined) {
    throw new JsonPatchError(`copy operation does not apply: doc is missing from path: ${from}: ${missing}`);
  }
  const value = within(`error in copy for from: '${from}'`, () => getIn(source.container, source.key)) ?? null;
  const path = pointerOf(operation, 'path', () => `copy operation failed to decode path: ${missing}`);
  const place = find(document, path);
  if (place === undefined) {
    throw new JsonPatchError(`copy operation does not apply: doc is missing destination path: ${path}: ${missing}`);
  }
  within('error while adding value during copy', () => addTo(place.container, place.key, copyJson(value)));
}

/** The value of an operation; a null in it is told from one in the document. Each time one of its own, as the document changes in place. */
function valueOfOperation(operation: Operation): Json | undefined {
  const value = operation.get('value');
  return value === null ? ownNull : value === undefined ? undefined : copyJson(value);
}

const ownNull: Json = { text: '' };

function isOwnNull(json: Json): boolean {
  return json !== null && 'text' in json && json.text === '';
}

function pointerOf(operation: Operation, field: 'path' | 'from', wrap: (problem: string) => string): string {
  const pointer = operation.get(field) ?? null;
  if (pointer === null) {
    const problem = field === 'path' ? 'operation missing path field' : 'operation, missing from field';
    throw new JsonPatchError(wrap(`${problem}: ${missing}`));
  }
  if (!('text' in pointer) || !pointer.text.startsWith('"')) {
    throw new JsonPatchError(wrap(cannotUnmarshal(pointer, 'string').message));
  }
  return String(JSON.parse(pointer.text));
}

/** Puts words before those of a problem. */
function within<T>(words: string, run: () => T): T {
  try {
    return run();
  } catch (problem) {
    throw problem instanceof JsonPatchError ? new JsonPatchError(`${words}: ${problem.message}`) : problem;
  }
}

function problemOf(run: () => void): JsonPatchError | undefined {
  try {
    run();
    return undefined;
  } catch (problem) {
    if (problem instanceof JsonPatchError) return problem;
    throw problem;
  }
}
