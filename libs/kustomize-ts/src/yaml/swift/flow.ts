import type { Entry, Node, Scalar } from '../node.ts';
import { colon, doubleQuote, type Lines, popFrom, push, singleQuote, space } from './line.ts';
import { readQuoted } from './scalars.ts';

const maxDepth = 32;
/** Longer keys are for the careful reader: YAML has a limit there. */
export const maxKey = 1000;
const comma = 0x2c;
const openSequence = 0x5b;
const closeSequence = 0x5d;
const openMapping = 0x7b;
const closeMapping = 0x7d;

const words = wordCharacters();

/** By code: 1 where the character means nothing but itself, wherever it stands in a scalar. */
function wordCharacters(): Uint8Array {
  const table = new Uint8Array(128);
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+';
  for (const letter of letters) table[letter.charCodeAt(0)] = 1;
  return table;
}

export function isFlowStart(code: number): boolean {
  return code === openSequence || code === openMapping;
}

/** A flow collection on one line whose scalars are quoted or single words. */
export function readFlow(lines: Lines, depth = 0): Node | undefined {
  if (depth > maxDepth) return undefined;
  const line = lines.line;
  const column = lines.pos - lines.start + 1;
  const isMapping = lines.text.charCodeAt(lines.pos) === openMapping;
  lines.pos++;
  if (isMapping) {
    const entries = readEntries(lines, depth);
    return entries && { kind: 'mapping', entries, flow: true, line, column };
  }
  const items = readItems(lines, depth);
  return items && { kind: 'sequence', items, flow: true, line, column };
}

function skipSpaces(lines: Lines): number {
  while (lines.text.charCodeAt(lines.pos) === space) lines.pos++;
  return lines.text.charCodeAt(lines.pos);
}

/** Passes what parts two items. True when more follow, false at the end, nothing when it is neither. */
function hasMore(lines: Lines, close: number): boolean | undefined {
  const code = skipSpaces(lines);
  if (code !== comma && code !== close) return undefined;
  lines.pos++;
  if (code === close) return false;
  if (skipSpaces(lines) !== close) return true;
  lines.pos++;
  return false;
}

function readItems(lines: Lines, depth: number): Node[] | undefined {
  const height = lines.items.top;
  if (skipSpaces(lines) === closeSequence) {
    lines.pos++;
    return [];
  }
  for (;;) {
    const item = readValue(lines, depth);
    if (item === undefined) return undefined;
    push(lines.items, item);
    if (--lines.budget.tokens < 0) return undefined;
    const more = hasMore(lines, closeSequence);
    if (more === undefined) return undefined;
    if (!more) return popFrom(lines.items, height);
  }
}

function readEntries(lines: Lines, depth: number): Entry[] | undefined {
  const height = lines.entries.top;
  if (skipSpaces(lines) === closeMapping) {
    lines.pos++;
    return [];
  }
  for (;;) {
    const key = readWord(lines);
    if (key === undefined || lines.text.charCodeAt(lines.pos) !== colon) return undefined;
    if (lines.text.charCodeAt(++lines.pos) !== space && key.style === 'plain') return undefined;
    skipSpaces(lines);
    const value = readValue(lines, depth);
    if (value === undefined) return undefined;
    push(lines.entries, { key, value });
    if (--lines.budget.tokens < 0) return undefined;
    const more = hasMore(lines, closeMapping);
    if (more === undefined) return undefined;
    if (!more) {
      const entries = popFrom(lines.entries, height);
      return lines.maker.refuses(entries) ? undefined : entries;
    }
  }
}

function readValue(lines: Lines, depth: number): Node | undefined {
  return isFlowStart(lines.text.charCodeAt(lines.pos)) ? readFlow(lines, depth + 1) : readWord(lines);
}

/** A scalar in quotes, or a word. */
function readWord(lines: Lines): Scalar | undefined {
  const { text, pos, line, start } = lines;
  const code = text.charCodeAt(pos);
  const column = pos - start + 1;
  if (code === doubleQuote || code === singleQuote) {
    const value = readQuoted(lines, false);
    if (value === undefined || lines.pos - pos > maxKey) return undefined;
    return lines.maker.scalar(value, code === doubleQuote ? 'double' : 'single', line, column);
  }
  let end = pos;
  while (words[text.charCodeAt(end)] === 1 || (end > pos && text.charCodeAt(end) === 0x2d)) end++;
  if (end === pos || end - pos > maxKey) return undefined;
  lines.pos = end;
  return lines.maker.scalar(text.slice(pos, end), 'plain', line, column);
}
