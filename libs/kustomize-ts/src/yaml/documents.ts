import type { Location } from '@fleetwright/diagnostics';
import { refuse } from '../refusal.ts';
import { trimSpace } from '../text/trim-space.ts';
import { textOfBytes } from '../text/utf8.ts';

/** Above it a file is no configuration, and reading it takes seconds. */
const maxLength = 64 * 1024 * 1024;

/** A part of a file, and how many lines stand before it. */
export interface Piece {
  readonly text: string;
  readonly lineOffset: number;
}

/** The text of a file. Refuses (FW5006) what is too large or not UTF-8 (UTF-16 is read when it begins with a byte order mark, as go-yaml does). */
export function decodeText(content: string | Uint8Array, file: string): string {
  if (content.length > maxLength) {
    refuse('FW5006', `yaml: input is too large (${content.length} bytes)`, `Split it: ${maxLength} bytes are read.`, {
      file,
    });
  }
  if (typeof content !== 'string') return decoded(content) ?? refuseEncoding(content, file);
  return content.isWellFormed() ? content : refuseEncoding(content, file);
}

function decoded(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return utf16(bytes, 'utf-16be');
  return textOfBytes(bytes);
}

function utf16(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function refuseEncoding(content: string | Uint8Array, file: string): never {
  refuse('FW5006', 'yaml: invalid leading UTF-8 octet', 'Save the file as UTF-8.', placeOfOctet(content, file));
}

/** Where the first byte stands that belongs to no character of UTF-8: its line, and the column in characters. A text, which has none, is looked through for half a pair. */
export function placeOfOctet(content: string | Uint8Array, file: string): Location {
  const before = typeof content === 'string' ? content.replace(/\p{Surrogate}[^]*/u, '') : goodStart(content);
  const lines = before.split('\n');
  return { file, line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1 };
}

/** The longest text that bytes begin with: a decoder that may be told more keeps what could still become a character, and stops at what cannot. */
function goodStart(bytes: Uint8Array): string {
  let [low, high] = [0, bytes.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isStart(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, low), { stream: true });
}

function isStart(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * The documents of a text, as `splitDocuments` of kyaml/kio does: at lines that begin with `---`, whatever they stand in. Refuses (FW6009) a line
 * that goes on behind them.
 */
export function piecesOf(content: string, file: string): readonly Piece[] {
  if (content === '') return [];
  const text = content.includes('\r\n') ? content.replaceAll('\r\n', '\n') : content;
  const pieces: Piece[] = [];
  let from = 0;
  let line = 0;
  for (;;) {
    const start = text.indexOf('\n---', from);
    const end = start < 0 ? -1 : text.indexOf('\n', start + 1);
    if (end < 0) break;
    const separatorLine = line + linesIn(text, from, start + 1);
    const rest = trimSpace(text.slice(start + 4, end));
    if (rest !== '' && !rest.startsWith('#')) {
      const message = `invalid document separator: ${trimSpace(text.slice(start, end))}`;
      refuse('FW6009', message, 'Begin the document on the line below.', { file, line: separatorLine + 1, column: 1 });
    }
    pieces.push({ text: text.slice(from, start + 1), lineOffset: line });
    from = end + 1;
    line = separatorLine + 1;
  }
  pieces.push({ text: text.slice(from), lineOffset: line });
  return pieces;
}

function linesIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
