import type { Scalar } from '../node.ts';
import {
  atLineEnd,
  colon,
  doubleQuote,
  hash,
  isEnd,
  type Lines,
  newline,
  nextLine,
  singleQuote,
  space,
  tab,
  unknown,
} from './line.ts';

const starts = plainStarts();

/** By code: 1 where a plain scalar may begin so. */
function plainStarts(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 0x21; code < 0x7f; code++) table[code] = 1;
  for (const indicator of '-?:,[]{}#&*!|>\'"%@`<') table[indicator.charCodeAt(0)] = 0;
  return table;
}

/** Whether a plain scalar begins here; what is unusual is for the careful reader. */
export function startsPlain(text: string, pos: number): boolean {
  const code = text.charCodeAt(pos);
  if (code > 127) return true;
  if (starts[code] === 1) return code !== 0x2e || !text.startsWith('...', pos);
  const next = text.charCodeAt(pos + 1);
  return code === 0x2d && next > space && next < 127 && next !== 0x2d && next !== colon && next !== hash;
}

/** Where the plain text from here ends on its line: before a comment, a colon that ends a key, or blanks. Nothing when a tab is in it. */
export function plainEnd(text: string, from: number): number | undefined {
  let end = from;
  for (let pos = from; ; pos++) {
    const code = text.charCodeAt(pos);
    if (code > colon) {
      end = pos + 1;
    } else if (code === colon) {
      const next = text.charCodeAt(pos + 1);
      if (next === space || isEnd(next)) return pos === end ? end : undefined;
      end = pos + 1;
    } else if (code === space) {
      if (text.charCodeAt(pos + 1) === hash) return end;
    } else if (isEnd(code)) {
      return end;
    } else if (code === tab) {
      return undefined;
    } else {
      end = pos + 1;
    }
  }
}

/** A plain scalar that is a value, with the lines that go on with it: those deeper than the block. */
export function readPlain(lines: Lines, indent: number): Scalar | undefined {
  const { text, line } = lines;
  const from = lines.pos;
  const column = from - lines.start + 1;
  const end = plainEnd(text, from);
  if (end === undefined || text.charCodeAt(end) === colon) return undefined;
  lines.pos = end;
  let value = text.slice(from, end);
  if (!atLineEnd(lines)) return undefined;
  const stop = lines.pos;
  const hasComment = end < stop && text.slice(end, stop).includes('#');
  nextLine(lines);
  if (lines.column > indent) {
    if (hasComment || lines.column === unknown) return undefined;
    lines.pos = stop;
    lines.line = line;
    const more = readMore(lines, indent);
    if (more === undefined) return undefined;
    value += more;
  }
  return lines.maker.scalar(value, 'plain', line, column);
}

/** The further lines of a plain scalar, folded; the place is then the next line that is none of it. */
function readMore(lines: Lines, indent: number): string | undefined {
  const { text } = lines;
  let value = '';
  let empties = 0;
  while (lines.pos + 1 < text.length) {
    const start = lines.pos + 1;
    let pos = start;
    while (text.charCodeAt(pos) === space) pos++;
    const code = text.charCodeAt(pos);
    if (code === newline) {
      empties++;
      lines.pos = pos;
      lines.line++;
      continue;
    }
    if (pos - start <= indent || code === hash) break;
    const end = code === tab || Number.isNaN(code) ? undefined : plainEnd(text, pos);
    if (end === undefined || text.charCodeAt(end) === colon) return undefined;
    value += (empties === 0 ? ' ' : '\n'.repeat(empties)) + text.slice(pos, end);
    empties = 0;
    lines.pos = end;
    lines.line++;
    if (!atLineEnd(lines)) return undefined;
    if (text.slice(end, lines.pos).includes('#')) break;
  }
  nextLine(lines);
  return lines.column > indent ? undefined : value;
}

/**
 * The text in quotes, on one line or, if `folds`, on several; nothing when it is for the careful reader. The place is then behind the closing quote.
 */
export function readQuoted(lines: Lines, folds: boolean): string | undefined {
  return lines.text.charCodeAt(lines.pos) === doubleQuote ? readDouble(lines, folds) : readSingle(lines, folds);
}

function readSingle(lines: Lines, folds: boolean): string | undefined {
  const { text } = lines;
  let from = lines.pos + 1;
  let value = '';
  for (let pos = from; ; pos++) {
    const code = text.charCodeAt(pos);
    if (code === singleQuote) {
      value += text.slice(from, pos);
      if (text.charCodeAt(pos + 1) !== singleQuote) {
        lines.pos = pos + 1;
        return value;
      }
      // The second of the two is the quote that is meant.
      from = ++pos;
    } else if (isEnd(code)) {
      if (!folds) return undefined;
      const folded = fold(lines, from, pos);
      if (folded === undefined) return undefined;
      value += folded;
      from = lines.pos;
      pos = from - 1;
    }
  }
}

/** What stands before a line break in quotes, and what that comes to. The place is then the first thing of the next line that is not empty. */
function fold(lines: Lines, from: number, end: number): string | undefined {
  const { text } = lines;
  let last = end;
  while (last > from && text.charCodeAt(last - 1) === space) last--;
  if (text.charCodeAt(last - 1) === tab) return undefined;
  let pos = end;
  let breaks = 0;
  while (text.charCodeAt(pos) === newline) {
    lines.start = ++pos;
    breaks++;
    while (text.charCodeAt(pos) === space) pos++;
  }
  const code = text.charCodeAt(pos);
  // Tabs, and what may be the end of the document, are for the careful reader.
  if (code === tab || Number.isNaN(code) || pos === lines.start) return undefined;
  lines.line += breaks;
  lines.pos = pos;
  return text.slice(from, last) + (breaks === 1 ? ' ' : '\n'.repeat(breaks - 1));
}

const escapes: ReadonlyMap<number, string> = new Map([
  [doubleQuote, '"'],
  [0x5c, '\\'],
  [0x6e, '\n'],
  [0x72, '\r'],
  [0x74, '\t'],
  [space, ' '],
]);

function readDouble(lines: Lines, folds: boolean): string | undefined {
  const { text } = lines;
  let from = lines.pos + 1;
  let value = '';
  for (let pos = from; ; pos++) {
    const code = text.charCodeAt(pos);
    if (code === doubleQuote) {
      lines.pos = pos + 1;
      return value + text.slice(from, pos);
    }
    if (code === 0x5c) {
      const escape = escapes.get(text.charCodeAt(pos + 1));
      if (escape === undefined) return undefined;
      value += text.slice(from, pos) + escape;
      pos++;
      from = pos + 1;
    } else if (isEnd(code)) {
      const folded = folds ? fold(lines, from, pos) : undefined;
      if (folded === undefined) return undefined;
      value += folded;
      from = lines.pos;
      pos = from - 1;
    }
  }
}

/** A literal or folded block without an indentation indicator. */
export function readBlockScalar(lines: Lines, indent: number): Scalar | undefined {
  const { text, line } = lines;
  const column = lines.pos - lines.start + 1;
  let pos = lines.pos + 1;
  const folds = text.charCodeAt(lines.pos) === 0x3e;
  const sign = text[pos];
  const chomping = sign === '-' || sign === '+' ? sign : '';
  pos += chomping.length;
  if (text.charCodeAt(pos) !== newline) return undefined;
  const depth = depthOf(text, pos + 1);
  if (depth === undefined || depth <= indent) return undefined;
  lines.pos = pos;
  const value = takeLines(lines, depth, { chomping, folds });
  if (value === undefined) return undefined;
  nextLine(lines);
  return lines.maker.scalar(value, folds ? 'folded' : 'literal', line, column);
}

/** How deep the first line is that is not empty. */
function depthOf(text: string, from: number): number | undefined {
  let start = from;
  while (text.charCodeAt(start) === newline) start++;
  let pos = start;
  while (text.charCodeAt(pos) === space) pos++;
  const code = text.charCodeAt(pos);
  return isEnd(code) || code === tab ? undefined : pos - start;
}

interface Header {
  readonly chomping: string;
  readonly folds: boolean;
}

function takeLines(lines: Lines, depth: number, { chomping, folds }: Header): string | undefined {
  const { text } = lines;
  let value = '';
  let breaks = '';
  let start = lines.pos + 1;
  while (start < text.length) {
    let pos = start;
    const limit = start + depth;
    while (pos < limit && text.charCodeAt(pos) === space) pos++;
    const code = text.charCodeAt(pos);
    if (code === newline) {
      breaks += '\n';
      start = pos + 1;
    } else {
      const end = literalEnd(text, pos, pos < limit);
      if (end === undefined) return undefined;
      if (pos < limit) break;
      value += folds && value !== '' ? folded(breaks) : breaks;
      // Lines that are deeper fold otherwise.
      if (folds && (code === space || code === tab)) return undefined;
      value += text.slice(pos, end);
      breaks = '\n';
      start = end + 1;
    }
    lines.line++;
  }
  lines.pos = start - 1;
  if (chomping === '-') return value;
  return value + (chomping === '+' ? breaks : '\n');
}

/** Where a line of a block ends. Nothing when it is for the careful reader: blanks that end the text, a last line without a break, a tab that indents. */
function literalEnd(text: string, pos: number, isShallow: boolean): number | undefined {
  const code = text.charCodeAt(pos);
  if (Number.isNaN(code) || (isShallow && code === tab)) return undefined;
  const end = isShallow ? pos : text.indexOf('\n', pos);
  return end < 0 ? undefined : end;
}

/** One line break becomes a space, of several the first goes. */
function folded(breaks: string): string {
  return breaks.length === 1 ? ' ' : breaks.slice(1);
}
