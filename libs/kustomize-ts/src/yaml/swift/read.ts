import type { Mapping, Node, Scalar, Sequence } from '../node.ts';
import { type Budget, newBudget } from '../scan/scanner.ts';
import { isFlowStart, maxKey, readFlow } from './flow.ts';
import {
  atLineEnd,
  colon,
  dash,
  doubleQuote,
  isEnd,
  type Lines,
  type Maker,
  nextLine,
  popFrom,
  push,
  singleQuote,
  space,
  unknown,
} from './line.ts';
import { plainEnd, readBlockScalar, readPlain, readQuoted, startsPlain } from './scalars.ts';

/** Deeper than this the careful reader counts. */
const maxDepth = 64;

// Tabs are looked at where they stand.
const unusual = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** What {@link readSwiftly} gives for a text in which no document is. */
export const empty = Symbol('empty');

/**
 * Reads a document in one pass, if it is written as nearly all are: block mappings and sequences, scalars on one line (plain ones on several), literal
 * blocks, flow collections on one line, comments (dropped). Gives exactly what the careful reader gives, or nothing when that has to decide; so it refuses nothing.
 */
export function readSwiftly(
  text: string,
  lineOffset: number,
  maker: Maker,
  budget: Budget = newBudget(),
): Node | typeof empty | undefined {
  if (unusual.test(text)) return undefined;
  const lines: Lines = {
    text,
    budget,
    maker,
    pos: -1,
    line: lineOffset,
    start: 0,
    column: 0,
    items: { all: [], top: 0 },
    entries: { all: [], top: 0 },
  };
  nextLine(lines);
  if (lines.column === 0 && text.startsWith('---', lines.pos)) {
    lines.pos += 3;
    if (!isEnd(text.charCodeAt(lines.pos)) && text.charCodeAt(lines.pos) !== space) return undefined;
    if (!atLineEnd(lines)) return undefined;
    nextLine(lines);
    if (lines.column < 0) return undefined;
  }
  if (lines.column < 0) return empty;
  const { tokens } = budget;
  const node = readBlock(lines, 0);
  if (node !== undefined && lines.column === -1) return node;
  // What was not read counts once only, when the careful reader reads it; but what is too much stays too much.
  if (budget.tokens >= 0) budget.tokens = tokens;
  return undefined;
}

function startsItem({ text, pos }: Lines): boolean {
  if (text.charCodeAt(pos) !== dash) return false;
  const next = text.charCodeAt(pos + 1);
  return next === space || isEnd(next);
}

/** A block that begins here, at the first thing of a line. */
function readBlock(lines: Lines, depth: number): Node | undefined {
  if (depth > maxDepth || lines.column === unknown) return undefined;
  return startsItem(lines)
    ? readSequence(lines, lines.column, depth)
    : readMapping(lines, lines.column, undefined, depth);
}

/** A sequence whose dashes stand in the column. */
function readSequence(lines: Lines, column: number, depth: number): Sequence | undefined {
  if (depth > maxDepth) return undefined;
  const { line } = lines;
  const height = lines.items.top;
  lines.column = column;
  while (lines.column === column && startsItem(lines)) {
    lines.pos++;
    const item = readItem(lines, column, depth);
    if (item === undefined) return undefined;
    push(lines.items, item);
    if (--lines.budget.tokens < 0) return undefined;
  }
  return { kind: 'sequence', items: popFrom(lines.items, height), flow: false, line, column: column + 1 };
}

/** What stands behind a dash. */
function readItem(lines: Lines, indent: number, depth: number): Node | undefined {
  const { line } = lines;
  const dashEnd = lines.pos - lines.start + 1;
  if (atLineEnd(lines)) {
    nextLine(lines);
    if (lines.column > indent) return readBlock(lines, depth + 1);
    return lines.maker.scalar('', 'plain', line, dashEnd);
  }
  while (lines.text.charCodeAt(lines.pos) === space) lines.pos++;
  const column = lines.pos - lines.start;
  if (startsItem(lines)) return readSequence(lines, column, depth + 1);
  const from = lines.pos;
  const key = readKey(lines);
  if (key !== undefined) return readMapping(lines, column, key, depth + 1);
  lines.pos = from;
  return readInline(lines, indent);
}

/** A mapping whose keys stand in the column. Its first key may be read already. */
function readMapping(lines: Lines, column: number, first: Scalar | undefined, depth: number): Mapping | undefined {
  if (depth > maxDepth) return undefined;
  const { line } = lines;
  const height = lines.entries.top;
  let key = first ?? readKey(lines);
  for (;;) {
    if (key === undefined) return undefined;
    const value = readValue(lines, column, depth);
    if (value === undefined) return undefined;
    push(lines.entries, { key, value });
    if (--lines.budget.tokens < 0) return undefined;
    if (lines.column < column) break;
    if (lines.column > column) return undefined;
    key = readKey(lines);
  }
  const entries = popFrom(lines.entries, height);
  return lines.maker.refuses(entries) ? undefined : { kind: 'mapping', entries, flow: false, line, column: column + 1 };
}

/** A key and its colon, or nothing when no key is here. */
function readKey(lines: Lines): Scalar | undefined {
  const { text, pos, line } = lines;
  const column = pos - lines.start + 1;
  const code = text.charCodeAt(pos);
  if (code === doubleQuote || code === singleQuote) {
    const value = readQuoted(lines, false);
    if (value === undefined || lines.pos - pos > maxKey || !endsKey(lines)) return undefined;
    return lines.maker.scalar(value, code === doubleQuote ? 'double' : 'single', line, column);
  }
  if (!startsPlain(text, pos)) return undefined;
  const end = plainEnd(text, pos);
  if (end === undefined) return undefined;
  lines.pos = end;
  if (!endsKey(lines) || end - pos > maxKey) return undefined;
  return lines.maker.scalar(text.slice(pos, end), 'plain', line, column);
}

function endsKey(lines: Lines): boolean {
  const { text, pos } = lines;
  if (text.charCodeAt(pos) !== colon) return false;
  const next = text.charCodeAt(pos + 1);
  if (next !== space && !isEnd(next)) return false;
  lines.pos++;
  return true;
}

/** What stands behind a colon. */
function readValue(lines: Lines, indent: number, depth: number): Node | undefined {
  const { line } = lines;
  const colonEnd = lines.pos - lines.start + 1;
  if (atLineEnd(lines)) {
    nextLine(lines);
    if (lines.column > indent) return readBlock(lines, depth + 1);
    if (lines.column === indent && startsItem(lines)) return readSequence(lines, indent, depth + 1);
    return lines.maker.scalar('', 'plain', line, colonEnd);
  }
  while (lines.text.charCodeAt(lines.pos) === space) lines.pos++;
  return readInline(lines, indent);
}

/** A value on the line of its key or dash. */
function readInline(lines: Lines, indent: number): Node | undefined {
  const { text, pos, line } = lines;
  const code = text.charCodeAt(pos);
  if (startsPlain(text, pos)) return readPlain(lines, indent);
  if (code === 0x7c || code === 0x3e) return readBlockScalar(lines, indent);
  const column = pos - lines.start + 1;
  let node: Node | undefined;
  if (code === doubleQuote || code === singleQuote) {
    const value = readQuoted(lines, true);
    if (value !== undefined) {
      node = lines.maker.scalar(value, code === doubleQuote ? 'double' : 'single', line, column);
    }
  } else if (isFlowStart(code)) node = readFlow(lines);
  if (node === undefined || !atLineEnd(lines)) return undefined;
  nextLine(lines);
  return node;
}
