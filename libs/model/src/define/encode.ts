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
 * out. Objects deeper than 100 levels (or cyclic), more than 250,000 values, whole numbers that are not exact, and text that
 * no file can hold are not data.
 */
export function encode(input: unknown): { readonly value: Encoded; readonly problems: readonly NotData[] } {
  const found: Found = { problems: [], values: 0 };
  const value = encodeAt(input, [], found);
  return { value, problems: found.problems };
}

/** What was come across so far. */
interface Found {
  readonly problems: NotData[];
  values: number;
}

type Path = readonly (string | number)[];
const maxDepth = 100;
// An inventory of 1,500 clusters has some 50,000. Data that refers to itself many times over has no end in practice.
const maxValues = 250_000;
const tooMany = 'one value more than the 250,000 that there may be';
const reserved = new Set(['$fact', '$text', '__proto__', 'constructor', 'prototype']);

function encodeAt(value: unknown, path: Path, found: Found): Encoded {
  const bad = (what: string): null => {
    found.problems.push({ path, what });
    return null;
  };
  found.values += 1;
  if (found.values > maxValues) return bad(tooMany);
  if (path.length > maxDepth) return bad(`something nested deeper than ${maxDepth} levels`);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return isWritable(value) ? value : bad('text with NUL or half a character');
  if (typeof value === 'number') return isExact(value) ? value + 0 : bad(numberText(value)); // minus zero is zero
  if (typeof value !== 'object') return bad(`a value of type ${typeof value}`);
  const lateValue = late(value);
  if (lateValue) return '$fact' in lateValue ? { $fact: lateValue.$fact } : { $text: { ...lateValue.$text } };
  if (Array.isArray(value)) return encodeList(value, path, found);
  return isPlain(value) ? encodeObject(value, path, found) : bad('an instance of a class');
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function encodeList(list: readonly unknown[], path: Path, found: Found): Encoded {
  const items: Encoded[] = [];
  for (const [index, item] of list.entries()) {
    if (found.values > maxValues) break;
    items.push(encodeAt(item, [...path, index], found));
  }
  return items;
}

function encodeObject(value: object, path: Path, found: Found): Encoded {
  const entries: [string, Encoded][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (found.values > maxValues) break;
    if (item === undefined) continue;
    if (!isWritable(key)) found.problems.push({ path, what: 'something with a key that has NUL or half a character' });
    else if (reserved.has(key)) found.problems.push({ path: [...path, key], what: `the reserved name "${key}"` });
    else entries.push([key, encodeAt(item, [...path, key], found)]);
  }
  return Object.fromEntries(entries);
}

/** Half of a surrogate pair has no UTF-8, and what holds NUL no program can be given. */
function isWritable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Whether a number is written as it was meant: beyond 2^53 whole numbers are rounded. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

function numberText(value: number): string {
  return Number.isFinite(value) ? `a whole number beyond 2^53 (${value})` : String(value);
}
