import { late } from './opaque.ts';

/** Data as JSON has it; late values are objects with the single key `$fact` or `$text`. */
export type Encoded = null | boolean | number | string | readonly Encoded[] | { readonly [key: string]: Encoded };

/** What in a definition is not data, and where. */
export interface NotData {
  readonly path: readonly (string | number)[];
  /** What stands there, in words: `a function`. */
  readonly what: string;
}

/**
 * A definition's input as plain data, with everything in it that is not data. Keys with the value `undefined` are left
 * out. Objects deeper than 100 levels (or cyclic) are not data.
 */
export function encode(input: unknown): { readonly value: Encoded; readonly problems: readonly NotData[] } {
  const problems: NotData[] = [];
  const value = encodeAt(input, [], problems);
  return { value, problems };
}

type Path = readonly (string | number)[];
const maxDepth = 100;
const reserved = new Set(['$fact', '$text', '__proto__', 'constructor', 'prototype']);

function encodeAt(value: unknown, path: Path, problems: NotData[]): Encoded {
  const bad = (what: string): null => {
    problems.push({ path, what });
    return null;
  };
  if (path.length > maxDepth) return bad(`something nested deeper than ${maxDepth} levels`);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : bad(String(value));
  if (typeof value !== 'object') return bad(`a value of type ${typeof value}`);
  const lateValue = late(value);
  if (lateValue) return '$fact' in lateValue ? { $fact: lateValue.$fact } : { $text: { ...lateValue.$text } };
  if (Array.isArray(value)) return value.map((item, index) => encodeAt(item, [...path, index], problems));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return bad('an instance of a class');
  return encodeObject(value, path, problems);
}

function encodeObject(value: object, path: Path, problems: NotData[]): Encoded {
  const entries: [string, Encoded][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    if (reserved.has(key)) problems.push({ path: [...path, key], what: `the reserved name "${key}"` });
    else entries.push([key, encodeAt(item, [...path, key], problems)]);
  }
  return Object.fromEntries(entries);
}
