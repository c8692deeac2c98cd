import { compareText } from '../text/order.ts';
import { goJson } from '../yaml/go-json.ts';
import type { Value } from '../yaml/value.ts';

/** JSON with its scalars as they are written, since a `test` compares what is written: `1.0` is not `1`. Containers change in place. */
export type Json = null | Leaf | JsonList | JsonMap;

/**
 * A scalar as it is written (an empty text is a null that an operation gave as its value), or a value of the document, which is written as Go does: a
 * collection too, as long as nobody looked into it.
 */
export type Leaf = { readonly text: string } | { readonly value: Exclude<Value, null> };

/** How a scalar is written. */
export function textOfLeaf(leaf: Leaf): string {
  return 'text' in leaf ? leaf.text : goJson(leaf.value);
}

export interface JsonList {
  items: Json[];
}

export interface JsonMap {
  readonly members: Map<string, Json>;
}

export function isList(json: Json): json is JsonList {
  return json !== null && 'items' in json;
}

export function isMap(json: Json): json is JsonMap {
  return json !== null && 'members' in json;
}

/** The JSON that Go writes for a value. What is in a collection is left as it is until it is {@link opened}. */
export function jsonOf(value: Value): Json {
  return value === null ? null : opened({ value });
}

/** The same; a collection of the document as one that can change in place. */
export function opened(json: Json): Json {
  if (json === null || !('value' in json) || typeof json.value !== 'object') return json;
  const { value } = json;
  if (isValues(value)) return { items: value.map(closed) };
  const members = new Map<string, Json>();
  for (const [key, member] of value) members.set(key, closed(member));
  return { members };
}

function closed(value: Value): Json {
  return value === null ? null : { value };
}

function isValues(value: object): value is readonly Value[] {
  return Array.isArray(value);
}

/** The value as Go reads it from JSON: all numbers are float64, keys in order. */
export function valueOfJson(json: Json): Value {
  if (json === null) return null;
  if (isList(json)) return json.items.map(valueOfJson);
  if (isMap(json)) return mapOfJson(json);
  if ('value' in json) return withFloats(json.value);
  return json.text === '' ? null : scalarOf(json.text);
}

/** The same of an object. */
export function mapOfJson(json: JsonMap): ReadonlyMap<string, Value> {
  const keys = [...json.members.keys()].sort(compareText);
  return new Map(keys.map((key) => [key, valueOfJson(json.members.get(key) ?? null)]));
}

const floats = new WeakMap<object, Value>();

/** A value of a document, read again; each collection once. Its keys are in order. */
function withFloats(value: Value): Value {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  let read = floats.get(value);
  if (read === undefined) {
    read = isValues(value) ? value.map(withFloats) : new Map([...value].map(([key, item]) => [key, withFloats(item)]));
    floats.set(value, read);
  }
  return read;
}

function scalarOf(text: string): string | number | boolean {
  const scalar: unknown = JSON.parse(text);
  if (typeof scalar === 'string') return scalar.toWellFormed();
  return typeof scalar === 'boolean' ? scalar : Number(scalar);
}

/** A copy that shares nothing. */
export function copyJson(json: Json): Json {
  if (isList(json)) return { items: json.items.map(copyJson) };
  if (isMap(json)) return { members: new Map([...json.members].map(([key, member]) => [key, copyJson(member)])) };
  return json;
}

const token = /"(?:[^"\\]|\\.)*"|[-+.\w]+|[{}[\],:]/g;

/** Reads JSON. Throws a SyntaxError. */
export function parseJson(text: string): Json {
  JSON.parse(text);
  // From here on it is JSON, and its tokens are in their places
  const tokens = { all: text.match(token) ?? [], taken: 0 };
  return parseValue(tokens, next(tokens));
}

/** Tokens, and how many of them were taken. */
interface Tokens {
  readonly all: readonly string[];
  taken: number;
}

function next(tokens: Tokens): string {
  tokens.taken += 1;
  return tokens.all[tokens.taken - 1] ?? '';
}

function parseValue(tokens: Tokens, first: string): Json {
  switch (first) {
    case 'null':
      return null;
    case '[':
      return { items: parseItems(tokens) };
    case '{':
      return { members: parseMembers(tokens) };
    default:
      return { text: first };
  }
}

function parseItems(tokens: Tokens): Json[] {
  const items: Json[] = [];
  for (let token = next(tokens); token !== ']'; token = next(tokens)) {
    if (token !== ',') items.push(parseValue(tokens, token));
  }
  return items;
}

function parseMembers(tokens: Tokens): Map<string, Json> {
  const members = new Map<string, Json>();
  for (let token = next(tokens); token !== '}'; token = next(tokens)) {
    if (token === ',') continue;
    next(tokens);
    members.set(String(JSON.parse(token)), parseValue(tokens, next(tokens)));
  }
  return members;
}

/** Whether a document and what it is compared with say the same, scalars in the same words. */
export function isEqual(document: Json, right: Json): boolean {
  const left = opened(document);
  if (left === null || right === null) return left === right;
  if (isMap(left)) {
    if (!isMap(right) || left.members.size !== right.members.size) return false;
    return [...left.members].every(([key, member]) => {
      const other = right.members.get(key);
      return other !== undefined && isEqual(member, other);
    });
  }
  if (isList(left)) {
    if (!isList(right) || left.items.length !== right.items.length) return false;
    return left.items.every((item, index) => isEqual(item, right.items[index] ?? null));
  }
  return !isMap(right) && !isList(right) && textOfLeaf(left) === textOfLeaf(right);
}
