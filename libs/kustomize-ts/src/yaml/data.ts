import { type Mapping, mapping, type Node, nullNode, type Scalar, scalar, sequence } from './node.ts';
import { resolvePlain } from './resolve-value.ts';
import { isMap, type Value, valueOf } from './value.ts';

/** An object of Kubernetes as JavaScript has data: what `JSON.parse` would give of its JSON. */
export interface PlainObject {
  readonly [key: string]: unknown;
}

const known = new WeakMap<Mapping, PlainObject>();

/** The nodes that data was made of. It is frozen, so they say the same for ever. */
const origins = new WeakMap<object, Mapping>();

/**
 * A resource as plain data, the same frozen object for the same node. Keys such as `__proto__` are keys like others; whole numbers beyond 2^53 lose digits, as
 * in any JSON that JavaScript reads. Refuses what JSON cannot hold (FW6020).
 */
export function dataOf(node: Mapping, file?: string): PlainObject {
  const before = known.get(node);
  if (before !== undefined) return before;
  const value = valueOf(node, file);
  const data = isMap(value) ? plainObject(value) : {};
  known.set(node, data);
  origins.set(data, node);
  return data;
}

/** A value as frozen data. */
export function plain(value: Value): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  return isMap(value) ? plainObject(value) : Object.freeze(value.map(plain));
}

/** A map as a frozen object. `fromEntries` makes keys of its own, whatever they are called. */
export function plainObject(map: ReadonlyMap<string, Value>): PlainObject {
  return Object.freeze(Object.fromEntries([...map].map(([key, item]) => [key, plain(item)])));
}

/**
 * The node that an object was made of by {@link dataOf}, which has its numbers with all their digits; else nodes that say the same. Keys that are `undefined` are
 * left out, bigints are whole numbers. A `TypeError` for what JSON cannot hold (functions, NaN, instances of classes): a mistake of the caller's.
 */
export function nodeOf(data: PlainObject): Mapping {
  return origins.get(data) ?? mapping(entriesOf(data));
}

function entriesOf(data: object): Mapping['entries'] {
  const prototype: unknown = Object.getPrototypeOf(data);
  if (prototype !== null && prototype !== Object.prototype) throw new TypeError('not data: an instance of a class');
  return Object.entries(data).flatMap(([key, item]: [string, unknown]) =>
    item === undefined ? [] : [{ key: textNode(key), value: anyNode(item) }],
  );
}

function anyNode(data: unknown): Node {
  if (data === null) return nullNode;
  if (Array.isArray(data)) return sequence(data.map(anyNode));
  if (typeof data === 'object') return mapping(entriesOf(data));
  if (typeof data === 'string') return textNode(data);
  if (typeof data === 'boolean') return scalar(String(data), '!!bool');
  if (typeof data === 'bigint') return numberNode(String(data));
  if (typeof data !== 'number') throw new TypeError(`not data: ${typeof data}`);
  if (!Number.isFinite(data)) throw new TypeError(`not data: ${data}`);
  return numberNode(String(data));
}

function numberNode(text: string): Scalar {
  return scalar(text, resolvePlain(text).tag);
}

function textNode(text: string): Scalar {
  return scalar(text, '!!str', 'double');
}
