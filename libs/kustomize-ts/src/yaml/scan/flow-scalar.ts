import type { ScalarStyle } from '../node.ts';
import {
  atDocumentIndicator,
  hexOf,
  isBlank,
  isBlankOrEnd,
  isBreak,
  type Mark,
  markOf,
  peek,
  skip,
  skipLine,
  takeLine,
} from './cursor.ts';
import { refuseScan, type Scanner, type Token } from './scanner.ts';

/** Blanks and line breaks between two words of a scalar, before it is known what they come to. */
export interface Gap {
  folded: boolean;
  blanks: string;
  leading: string;
  trailing: string;
}

export function noGap(): Gap {
  return { folded: false, blanks: '', leading: '', trailing: '' };
}

/** What a gap comes to: its blanks, or one space for one line break, or the line breaks after the first. */
export function gapText(gap: Gap): string {
  if (!gap.folded) return gap.blanks;
  if (!gap.leading.startsWith('\n')) return gap.leading + gap.trailing;
  return gap.trailing === '' ? ' ' : gap.trailing;
}

/** Passes one blank or line break and notes it. */
export function takeGap(scanner: Scanner, gap: Gap): void {
  const code = peek(scanner);
  if (isBlank(code)) {
    if (!gap.folded) gap.blanks += String.fromCharCode(code);
    skip(scanner);
  } else if (gap.folded) {
    gap.trailing += takeLine(scanner);
  } else {
    gap.blanks = '';
    gap.leading = takeLine(scanner);
    gap.folded = true;
  }
}

const doubleQuote = 0x22;
const singleQuote = 0x27;
const backslash = 0x5c;

/** A scalar in quotes, from its first quote. */
export function scanFlowScalar(scanner: Scanner): Token {
  const begin = markOf(scanner);
  const quote = peek(scanner);
  skip(scanner);
  let value = '';
  for (;;) {
    if (atDocumentIndicator(scanner)) refuseScan(scanner, begin, 'found unexpected document indicator');
    if (peek(scanner) === 0) refuseScan(scanner, begin, 'found unexpected end of stream');
    const gap = noGap();
    value += quote === singleQuote ? takeSingleQuoted(scanner) : takeDoubleQuoted(scanner, begin, gap);
    if (peek(scanner) === quote) break;
    while (isBlank(peek(scanner)) || isBreak(peek(scanner))) takeGap(scanner, gap);
    value += gapText(gap);
  }
  skip(scanner);
  const style: ScalarStyle = quote === singleQuote ? 'single' : 'double';
  return { type: 'scalar', start: begin, end: markOf(scanner), value, suffix: '', style };
}

/** The characters up to a blank, a line break or the closing quote. */
function takeSingleQuoted(scanner: Scanner): string {
  let value = '';
  let from = scanner.pos;
  for (let code = peek(scanner); !isBlankOrEnd(code); code = peek(scanner)) {
    if (code === singleQuote) {
      if (peek(scanner, 1) !== singleQuote) break;
      skip(scanner);
      value += scanner.text.slice(from, scanner.pos);
      from = scanner.pos + 1;
    }
    skip(scanner);
  }
  return value + scanner.text.slice(from, scanner.pos);
}

function takeDoubleQuoted(scanner: Scanner, begin: Mark, gap: Gap): string {
  let value = '';
  let from = scanner.pos;
  for (let code = peek(scanner); !isBlankOrEnd(code) && code !== doubleQuote; code = peek(scanner)) {
    if (code !== backslash) {
      skip(scanner);
      continue;
    }
    value += scanner.text.slice(from, scanner.pos);
    if (isBreak(peek(scanner, 1))) {
      // An escaped line break: the blanks of the next line go too, and nothing takes their place.
      skip(scanner);
      skipLine(scanner);
      gap.folded = true;
      return value;
    }
    value += takeEscape(scanner, begin);
    from = scanner.pos;
  }
  return value + scanner.text.slice(from, scanner.pos);
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);

const hexLengths: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

function takeEscape(scanner: Scanner, begin: Mark): string {
  const letter = scanner.text.charAt(scanner.pos + 1);
  const length = hexLengths.get(letter) ?? 0;
  const short = escapes.get(letter);
  if (short === undefined && length === 0) refuseScan(scanner, begin, 'found unknown escape character');
  skip(scanner);
  skip(scanner);
  return short ?? takeHex(scanner, begin, length);
}

function takeHex(scanner: Scanner, begin: Mark, length: number): string {
  let value = 0;
  for (let ahead = 0; ahead < length; ahead++) {
    const digit = hexOf(peek(scanner, ahead));
    if (digit < 0) refuseScan(scanner, begin, 'did not find expected hexdecimal number');
    value = value * 16 + digit;
  }
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    refuseScan(scanner, begin, 'found invalid Unicode character escape code');
  }
  for (let count = 0; count < length; count++) skip(scanner);
  return String.fromCodePoint(value);
}
