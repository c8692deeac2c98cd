import { goSort } from '../sort/go-sort.ts';
import { compareText } from '../text/order.ts';

const letter = /\p{L}/u;
const digit = /\p{Nd}/u;

/** Whether a key stands before another in what go-yaml makes of a map that has no order of its own. */
export type IsBefore = (a: string, b: string) => boolean;

/**
 * Whether `a` stands before `b` in what go-yaml v2 writes (`keyList.Less`): as people order them, letters last, numbers inside of text by their size. Not
 * transitive: `10` < `1x` < `9` < `10`.
 */
export function isBeforeV2(a: string, b: string): boolean {
  return isBefore(a, b, false);
}

/** Whether `a` stands before `b` in what go-yaml v3 writes: as with v2, but a letter right behind digits comes first. */
export function isBeforeV3(a: string, b: string): boolean {
  return isBefore(a, b, true);
}

function isBefore(a: string, b: string, lettersFirst: boolean): boolean {
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index += 1;
  if (index === length) return a.length < b.length;
  const [unitA, unitB] = [a.charCodeAt(index), b.charCodeAt(index)];
  if (isLower(unitA) && isLower(unitB)) return unitA < unitB;
  if (isLowHalf(a, index) || isLowHalf(b, index)) index -= 1;
  return isBeforeAt(a, b, index, lettersFirst);
}

function isLower(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

/** The first characters that differ stand at `index`. */
function isBeforeAt(a: string, b: string, index: number, lettersFirst: boolean): boolean {
  const [p = 0, q = 0] = [a.codePointAt(index), b.codePointAt(index)];
  const [isLetterP, isLetterQ] = [isLetter(p), isLetter(q)];
  if (isLetterP && isLetterQ) return p < q;
  if (isLetterP || isLetterQ) return lettersFirst && endsWithDigit(a, index) ? isLetterP : isLetterQ;
  return isDigit(p) || isDigit(q) ? isNumberBefore(a, b, index) : p < q;
}

/** The second half of what takes two code units. */
function isLowHalf(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc_00 && unit < 0xe0_00 && index > 0;
}

/** What stands at `index` is a digit in at least one of the two, and a letter in none. */
function isNumberBefore(a: string, b: string, index: number): boolean {
  const [p = 0, q = 0] = [a.codePointAt(index), b.codePointAt(index)];
  const start = p === 0x30 || q === 0x30 ? carried(a, index) : 0n;
  const [one, two] = [numberAt(a, index, start), numberAt(b, index, start)];
  if (one.value !== two.value) return one.value < two.value;
  return one.digits === two.digits ? p < q : one.digits < two.digits;
}

/** 1 when digits other than 0 stand right before `index`, so that zeros count. */
function carried(text: string, index: number): bigint {
  const digits = lastDigits.exec(text.slice(0, index))?.[0] ?? '';
  return /[^0]/u.test(digits) ? 1n : 0n;
}

const lastDigits = /\p{Nd}+$/u;

// Integers of Go go round when they get too large.
function numberAt(text: string, from: number, start: bigint): { value: bigint; digits: number } {
  let [value, digits] = [start, 0];
  for (const character of text.slice(from)) {
    const code = character.codePointAt(0) ?? 0;
    if (!isDigit(code)) break;
    value = BigInt.asIntN(64, value * 10n + BigInt(code - 0x30));
    digits += 1;
  }
  return { value, digits };
}

function endsWithDigit(text: string, index: number): boolean {
  return lastDigits.test(text.slice(0, index));
}

function isLetter(code: number): boolean {
  if (code < 0x80) return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
  return letter.test(String.fromCodePoint(code));
}

function isDigit(code: number): boolean {
  if (code < 0x80) return code >= 0x30 && code <= 0x39;
  return digit.test(String.fromCodePoint(code));
}

const asciiDigit = /[0-9]/;

/**
 * Things in the order of their keys, each of which is there once; the same list when it is in order. Where numbers make the order contradict itself, go-yaml
 * sorts what a map of Go gives it at random: this is what comes of the order in JSON, most often the outcome.
 */
export function sortByKey<T>(things: readonly T[], keyOf: (thing: T) => string, before: IsBefore): readonly T[] {
  const isLess = (a: T, b: T): boolean => before(keyOf(a), keyOf(b));
  if (things.some((thing) => asciiDigit.test(keyOf(thing)))) {
    const asInJson = things.toSorted((a, b) => compareText(keyOf(a), keyOf(b)));
    return goSort(asInJson, isLess);
  }
  return isSorted(things, isLess) ? things : things.toSorted((a, b) => (isLess(a, b) ? -1 : 1));
}

function isSorted<T>(things: readonly T[], isLess: (a: T, b: T) => boolean): boolean {
  let last: T | undefined;
  for (const thing of things) {
    if (last !== undefined && !isLess(last, thing)) return false;
    last = thing;
  }
  return true;
}
