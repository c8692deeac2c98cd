import type { Entry, Node, Scalar, ScalarStyle } from '../node.ts';
import type { Budget } from '../scan/scanner.ts';

/** What differs between the readers that take the swift way: how scalars are tagged. */
export interface Maker {
  /** A scalar; nothing when it is one for the careful reader. */
  readonly scalar: (value: string, style: ScalarStyle, line: number, column: number) => Scalar | undefined;
  /** Whether a mapping with these keys is for the careful reader. */
  readonly refuses: (keys: readonly { readonly key: Scalar }[]) => boolean;
}

/** A place in a text that is read line by line. */
export interface Lines {
  readonly text: string;
  readonly budget: Budget;
  readonly maker: Maker;
  pos: number;
  /** Line number, from 1. */
  line: number;
  /** Where the line begins. */
  start: number;
  /** Column, from 0, of the next thing when that is the first of its line; -1 at the end. */
  column: number;
  /** Items and entries of the collections that are open: an array of its own for each would be made for sixteen and hold two. */
  readonly items: Stack<Node>;
  readonly entries: Stack<Entry>;
}

export interface Stack<T> {
  readonly all: T[];
  top: number;
}

export function push<T>(stack: Stack<T>, item: T): void {
  stack.all[stack.top++] = item;
}

/** What was pushed since the stack had this height. */
export function popFrom<T>(stack: Stack<T>, height: number): T[] {
  const found = stack.all.slice(height, stack.top);
  stack.top = height;
  return found;
}

export const newline = 0x0a;
export const space = 0x20;
export const tab = 0x09;
export const hash = 0x23;
export const colon = 0x3a;
export const dash = 0x2d;
export const doubleQuote = 0x22;
export const singleQuote = 0x27;

/** What the column is when the careful reader has to decide: deeper than any block. */
export const unknown = 1e9;

/** Whether the character ends a line or the text. */
export function isEnd(code: number): boolean {
  return code === newline || Number.isNaN(code);
}

/** Passes blanks, and says whether nothing but a comment follows on the line. */
export function atLineEnd(lines: Lines): boolean {
  const { text } = lines;
  let { pos } = lines;
  while (text.charCodeAt(pos) === space) pos++;
  const code = text.charCodeAt(pos);
  if (isEnd(code)) {
    lines.pos = pos;
    return true;
  }
  if (code !== hash || text.charCodeAt(pos - 1) !== space) return false;
  const end = text.indexOf('\n', pos);
  lines.pos = end < 0 ? text.length : end;
  return true;
}

/** From the end of a line to the next that has more than a comment. */
export function nextLine(lines: Lines): void {
  const { text } = lines;
  let { pos, line } = lines;
  let column = -1;
  while (pos < text.length) {
    // At the end of a line.
    const start = pos + 1;
    line++;
    pos = start;
    while (text.charCodeAt(pos) === space) pos++;
    lines.start = start;
    const code = text.charCodeAt(pos);
    if (code === newline) continue;
    if (code === hash) {
      pos = text.indexOf('\n', pos);
      if (pos >= 0) continue;
      pos = text.length;
    } else if (pos < text.length) {
      column = code === tab ? unknown : pos - start;
      break;
    }
  }
  lines.pos = pos;
  lines.line = line;
  lines.column = column;
}
