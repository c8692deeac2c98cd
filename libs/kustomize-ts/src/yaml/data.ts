import type { Mapping } from './node.ts';
import { type Value, valueOf } from './value.ts';

/** An object of Kubernetes as JavaScript has data: what `JSON.parse` would give of its JSON. */
export interface PlainObject {
  readonly [key: string]: unknown;
}

const known = new WeakMap<Mapping, PlainObject>();

/**
 * A resource as plain data, the same object for the same node. Keys such as `__proto__` are keys like others; whole numbers beyond 2^53 lose digits, as
 * in any JSON that JavaScript reads. Refuses what JSON cannot hold (FW6020).
 */
export function dataOf(node: Mapping, file?: string): PlainObject {
  const before = known.get(node);
  if (before !== undefined) return before;
  const value = valueOf(node, file);
  const data = value instanceof Map ? plainObject(value) : {};
  known.set(node, data);
  return data;
}

function plain(value: Value): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  return isList(value) ? value.map(plain) : plainObject(value);
}

/** `fromEntries` makes keys of its own, whatever they are called. */
function plainObject(map: ReadonlyMap<string, Value>): PlainObject {
  return Object.fromEntries([...map].map(([key, item]) => [key, plain(item)]));
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
