/** Where something stands: characters from the start of the document, line and column, all from 0. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/** A place in a text that moves forward. */
export interface Cursor {
  /** The text and four NULs behind it, so that looking ahead needs no bounds. */
  readonly text: string;
  pos: number;
  index: number;
  line: number;
  column: number;
  /** Line breaks since the last character that was not blank: comments are told apart by it. */
  newlines: number;
}

export const end = '\0\0\0\0';

export function markOf(cursor: Cursor): Mark {
  return { index: cursor.index, line: cursor.line, column: cursor.column };
}

/** The character `ahead` of the cursor, as its code; 0 at the end. */
export function peek(cursor: Cursor, ahead = 0): number {
  return cursor.text.charCodeAt(cursor.pos + ahead);
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** YAML 1.1 knows five line breaks. */
export function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBreakOrEnd(code: number): boolean {
  return code === 0 || isBreak(code);
}

export function isBlankOrEnd(code: number): boolean {
  return isBlank(code) || isBreakOrEnd(code);
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** A letter, a digit, `_` or `-`: what names of anchors and tags are made of. */
export function isWord(code: number): boolean {
  return (
    isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f || code === 0x2d
  );
}

/** The value of a hexadecimal digit, or -1. */
export function hexOf(code: number): number {
  if (isDigit(code)) return code - 0x30;
  if (code >= 0x41 && code <= 0x46) return code - 0x41 + 10;
  if (code >= 0x61 && code <= 0x66) return code - 0x61 + 10;
  return -1;
}

/** Passes one character that is no line break. */
export function skip(cursor: Cursor): void {
  const code = peek(cursor);
  if (!isBlank(code)) cursor.newlines = 0;
  cursor.pos += code >= 0xd800 && code <= 0xdbff ? 2 : 1;
  cursor.index++;
  cursor.column++;
}

/** Passes one line break, if there is one. */
export function skipLine(cursor: Cursor): void {
  const code = peek(cursor);
  if (!isBreak(code)) return;
  const width = code === 0x0d && peek(cursor, 1) === 0x0a ? 2 : 1;
  cursor.pos += width;
  cursor.index += width;
  cursor.column = 0;
  cursor.line++;
  cursor.newlines++;
}

/** Passes one line break and gives what a scalar keeps of it. */
export function takeLine(cursor: Cursor): string {
  const code = peek(cursor);
  if (!isBreak(code)) return '';
  skipLine(cursor);
  return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
}

/** Passes characters while they are blank. */
export function skipBlanks(cursor: Cursor): void {
  while (isBlank(peek(cursor))) skip(cursor);
}

/** Passes the rest of the line, not its break. */
export function skipToBreak(cursor: Cursor): void {
  while (!isBreakOrEnd(peek(cursor))) skip(cursor);
}

/** Whether `---` or `...` stands alone at the start of this line. */
export function atDocumentIndicator(cursor: Cursor): boolean {
  if (cursor.column !== 0) return false;
  const code = peek(cursor);
  if (code !== 0x2d && code !== 0x2e) return false;
  return peek(cursor, 1) === code && peek(cursor, 2) === code && isBlankOrEnd(peek(cursor, 3));
}

/** The codes of the characters of a text. */
export function codesOf(characters: string): ReadonlySet<number> {
  return new Set(Array.from(characters, (character) => character.charCodeAt(0)));
}
