import { parseDigits, parseFloat64, parseInteger } from '../text/go-number.ts';
import { parseTimestamp, type Timestamp } from '../text/go-time.ts';

/** What a plain scalar is to go-yaml v3: its short tag and value. An integer is a bigint, so that it is no float. */
export interface Resolved {
  readonly tag: string;
  readonly value: null | boolean | bigint | number | string | Timestamp;
}

const words = new Map<string, Resolved>();
for (const word of ['true', 'True', 'TRUE']) words.set(word, { tag: '!!bool', value: true });
for (const word of ['false', 'False', 'FALSE']) words.set(word, { tag: '!!bool', value: false });
for (const word of ['', '~', 'null', 'Null', 'NULL']) words.set(word, { tag: '!!null', value: null });
for (const word of ['.nan', '.NaN', '.NAN']) words.set(word, { tag: '!!float', value: Number.NaN });
for (const word of ['.inf', '.Inf', '.INF']) {
  words.set(word, { tag: '!!float', value: Infinity });
  words.set(`+${word}`, { tag: '!!float', value: Infinity });
  words.set(`-${word}`, { tag: '!!float', value: -Infinity });
}

/** As YAML 1.2 has it, with exponents; the underscores are gone. */
const decimalFloat = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
// `strconv.ParseFloat` lets single underscores stand between digits, which nobody takes away behind a leading point.
const pointFloat = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/;

/** What an untagged plain text is: `resolve("", text)` of go-yaml v3. Timestamps only when `withTime`. */
export function resolvePlain(text: string, withTime = true): Resolved {
  const first = text.charCodeAt(0);
  // Letters other than those of the words: text, mostly.
  if (first > 0x39 && first !== 0x7e && !startsWord.has(first)) return { tag: '!!str', value: text };
  const word = words.get(text);
  if (word !== undefined) return word;
  if (first === 0x2e) return pointNumber(text);
  const isNumeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d;
  return (isNumeric ? numeric(text, withTime) : undefined) ?? { tag: '!!str', value: text };
}

const startsWord = new Set(Array.from('nNtTfF', (letter) => letter.charCodeAt(0)));

function pointNumber(text: string): Resolved {
  const number = pointFloat.test(text) ? parseFloat64(text.replaceAll('_', '')) : undefined;
  return number === undefined ? { tag: '!!str', value: text } : { tag: '!!float', value: number };
}

function numeric(text: string, withTime: boolean): Resolved | undefined {
  const timestamp = withTime ? parseTimestamp(text) : undefined;
  if (timestamp !== undefined) return { tag: '!!timestamp', value: timestamp };
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const integer = parseInteger(plain);
  if (integer !== undefined) return { tag: '!!int', value: integer };
  if (decimalFloat.test(plain)) {
    const number = parseFloat64(plain);
    if (number !== undefined) return { tag: '!!float', value: number };
  }
  const odd = oddInteger(plain);
  return odd === undefined ? undefined : { tag: '!!int', value: odd };
}

/** What go-yaml reads on its own: a prefix with a sign before or behind it. */
function oddInteger(plain: string): bigint | undefined {
  const [, sign = '', prefix, rest = ''] = /^(-?)(0b|0o)(.*)$/s.exec(plain) ?? [];
  return prefix === undefined ? undefined : parseDigits(sign + rest, prefix === '0b' ? 2 : 8);
}

const resolvable = new Set(['', '!!str', '!!bool', '!!int', '!!float', '!!null', '!!timestamp']);

/**
 * What a text under a short tag is: `resolve(tag, text)` of go-yaml v3. Texts under tags of one's own stay text. `undefined` where the text is
 * not what the tag says.
 */
export function resolveTagged(tag: string, text: string): Resolved | undefined {
  if (tag === '!!str' || !resolvable.has(tag)) return { tag, value: text };
  const found = resolvePlain(text, tag === '' || tag === '!!timestamp');
  if (tag === '' || found.tag === tag) return found;
  const isSigned = typeof found.value === 'bigint' && found.value < 2n ** 63n;
  return tag === '!!float' && isSigned ? { tag, value: Number(found.value) } : undefined;
}
