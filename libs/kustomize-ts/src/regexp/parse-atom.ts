import { type ClassItem, classTest, perlClasses, posixClasses, type Range, unicodeClass } from './classes.ts';
import { problem } from './problem.ts';
import type { Source } from './source.ts';
import { type CharTest, char, type Tree } from './tree.ts';

/** A character that stands for itself, with `fold` in whatever case it is. */
export function literal(codePoint: number, fold: boolean): Tree {
  if (!fold) return char((found) => found === codePoint, codePoint);
  return char(classTest([{ ranges: [[codePoint, codePoint]], negated: false }], true, false));
}

/** Reads `[…]`. As `parseClass` of regexp/syntax/parse.go does. */
export function bracketed(source: Source, fold: boolean): CharTest {
  const whole = source.rest;
  source.skip(1);
  const negated = source.peek() === '^';
  if (negated) source.skip(1);
  const items: ClassItem[] = [];
  const ranges: Range[] = [];
  let first = true;
  while (first || source.peek() !== ']') {
    first = false;
    const item = posixClass(source) ?? classEscape(source);
    if (item === undefined) ranges.push(range(source, whole));
    else items.push(item);
  }
  source.skip(1);
  items.push({ ranges, negated: false });
  return classTest(items.filter(isNotEmpty), fold, negated);
}

function isNotEmpty(item: ClassItem): boolean {
  return item.ranges.length > 0 || item.property !== undefined;
}

function range(source: Source, whole: string): Range {
  const start = source.position;
  const low = classChar(source, whole);
  const next = source.peek(1);
  if (source.peek() !== '-' || next === '' || next === ']') return [low, low];
  source.skip(1);
  const high = classChar(source, whole);
  return high < low ? problem('invalid character class range', source.since(start), source.at) : [low, high];
}

function classChar(source: Source, whole: string): number {
  if (source.atEnd) problem('missing closing ]', whole, source.at);
  return source.peek() === '\\' ? escapedChar(source) : source.next();
}

/** `[:alpha:]`; `undefined` when there is no such thing here. */
function posixClass(source: Source): ClassItem | undefined {
  const { rest } = source;
  if (!rest.startsWith('[:')) return undefined;
  const end = rest.indexOf(':]', 2);
  if (end < 0) return undefined;
  const negated = rest[2] === '^';
  const name = rest.slice(negated ? 3 : 2, end);
  const ranges = Object.hasOwn(posixClasses, name) ? posixClasses[name] : undefined;
  if (ranges === undefined) return problem('invalid character class range', rest.slice(0, end + 2), source.at);
  source.skip(end + 2);
  return { ranges, negated };
}

/** Reads `\d`, `\pL` and the like; `undefined` when there is no such thing here. */
export function escapedClass(source: Source, fold: boolean): CharTest | undefined {
  const item = classEscape(source);
  return item === undefined ? undefined : classTest([item], fold, false);
}

function classEscape(source: Source): ClassItem | undefined {
  const letter = source.peek(1);
  if (source.peek() !== '\\' || letter === '') return undefined;
  if (letter === 'p' || letter === 'P') return propertyEscape(source, letter === 'P');
  const lower = letter.toLowerCase();
  const ranges = Object.hasOwn(perlClasses, lower) ? perlClasses[lower] : undefined;
  if (ranges === undefined) return undefined;
  source.skip(2);
  return { ranges, negated: lower !== letter };
}

/** `\pL`, `\p{Greek}`, `\p{^Greek}`. */
function propertyEscape(source: Source, capital: boolean): ClassItem | undefined {
  const { rest } = source;
  const start = source.position;
  source.skip(2);
  let name = source.atEnd ? '' : String.fromCodePoint(source.next());
  if (name === '{') {
    const end = rest.indexOf('}');
    if (end < 0) return problem('invalid character class range', rest, source.at);
    name = rest.slice(3, end);
    source.skip(end + 1 - 3);
  }
  const flipped = name.startsWith('^');
  const item = unicodeClass(flipped ? name.slice(1) : name);
  if (item === undefined) return problem('invalid character class range', source.since(start), source.at);
  return { ...item, negated: item.negated !== (capital !== flipped) };
}

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** Reads an escape that stands for one character. As `parseEscape` of regexp/syntax/parse.go does. */
export function escapedChar(source: Source): number {
  const start = source.position;
  source.skip(1);
  if (source.atEnd) problem('trailing backslash at end of expression', '', source.at);
  const codePoint = source.next();
  const letter = String.fromCodePoint(codePoint);
  if (codePoint < 128 && !/[A-Za-z0-9]/.test(letter)) return codePoint;
  const found = letter === 'x' ? hexadecimal(source) : (octal(source, letter) ?? controls[letter]);
  return found ?? problem('invalid escape sequence', source.since(start), source.at);
}

function octal(source: Source, first: string): number | undefined {
  const more = /^[0-7]{0,2}/.exec(source.rest)?.[0] ?? '';
  const isOctal = first === '0' || (/[1-7]/.test(first) && more !== '');
  if (!isOctal) return undefined;
  source.skip(more.length);
  return Number.parseInt(first + more, 8);
}

/** What stands behind `\x`; reads as far as Go does when it is not hexadecimal, since messages show that. */
function hexadecimal(source: Source): number | undefined {
  if (source.atEnd) return undefined;
  const first = source.next();
  if (first === 0x7b) return braced(source);
  if (source.atEnd) return undefined;
  const value = hexDigit(first) * 16 + hexDigit(source.next());
  return Number.isNaN(value) ? undefined : value;
}

function braced(source: Source): number | undefined {
  let value = 0;
  let count = 0;
  while (!source.atEnd) {
    const next = source.next();
    if (next === 0x7d) return count > 0 ? value : undefined;
    value = value * 16 + hexDigit(next);
    if (!(value <= 0x10ffff)) return undefined;
    count++;
  }
  return undefined;
}

function hexDigit(codePoint: number): number {
  const digit = String.fromCodePoint(codePoint);
  return /^[0-9A-Fa-f]$/.test(digit) ? Number.parseInt(digit, 16) : Number.NaN;
}
