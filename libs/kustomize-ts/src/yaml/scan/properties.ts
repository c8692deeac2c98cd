import {
  codesOf,
  hexOf,
  isBlank,
  isBlankOrEnd,
  isBreakOrEnd,
  isDigit,
  isWord,
  type Mark,
  markOf,
  peek,
  skip,
  skipBlanks,
  skipLine,
  skipToBreak,
} from './cursor.ts';
import { refuseScan, type Scanner, type Token } from './scanner.ts';

const anchorEnds = codesOf('?:,]}%@`');

/** `&anchor` or `*alias`. */
export function scanAnchor(scanner: Scanner, type: 'anchor' | 'alias'): Token {
  const begin = markOf(scanner);
  skip(scanner);
  const value = takeWord(scanner);
  const next = peek(scanner);
  if (value === '' || !(isBlankOrEnd(next) || anchorEnds.has(next))) {
    refuseScan(scanner, begin, 'did not find expected alphabetic or numeric character');
  }
  return { type, start: begin, end: markOf(scanner), value, suffix: '', style: 'plain' };
}

function takeWord(scanner: Scanner): string {
  const from = scanner.pos;
  while (isWord(peek(scanner))) skip(scanner);
  return scanner.text.slice(from, scanner.pos);
}

/** `!tag`, `!!tag`, `!handle!tag` or `!<uri>`. */
export function scanTag(scanner: Scanner): Token {
  const begin = markOf(scanner);
  let handle = '';
  let suffix: string;
  if (peek(scanner, 1) === 0x3c) {
    skip(scanner);
    skip(scanner);
    suffix = takeUri(scanner, begin, '');
    if (peek(scanner) !== 0x3e) refuseScan(scanner, begin, "did not find the expected '>'");
    skip(scanner);
  } else {
    handle = takeHandle(scanner, begin, false);
    if (handle.length > 1 && handle.endsWith('!')) {
      suffix = takeUri(scanner, begin, '');
    } else {
      suffix = takeUri(scanner, begin, handle);
      [handle, suffix] = suffix === '' ? ['', handle] : ['!', suffix];
    }
  }
  if (!isBlankOrEnd(peek(scanner))) refuseScan(scanner, begin, 'did not find expected whitespace or line break');
  return { type: 'tag', start: begin, end: markOf(scanner), value: handle, suffix, style: 'plain' };
}

function takeHandle(scanner: Scanner, begin: Mark, directive: boolean): string {
  if (peek(scanner) !== 0x21) refuseScan(scanner, begin, "did not find expected '!'");
  skip(scanner);
  let handle = `!${takeWord(scanner)}`;
  if (peek(scanner) === 0x21) {
    skip(scanner);
    handle += '!';
  } else if (directive && handle !== '!') {
    refuseScan(scanner, begin, "did not find expected '!'");
  }
  return handle;
}

const uriCharacters = codesOf(";/?:@&=+$,.!~*'()[]%");

/** The rest of a tag whose beginning was taken for a handle. */
function takeUri(scanner: Scanner, begin: Mark, head: string): string {
  let uri = head.slice(1);
  let found = head !== '';
  for (let code = peek(scanner); isWord(code) || uriCharacters.has(code); code = peek(scanner)) {
    if (code === 0x25) {
      uri += takeUriEscapes(scanner, begin);
    } else {
      uri += String.fromCharCode(code);
      skip(scanner);
    }
    found = true;
  }
  if (!found) refuseScan(scanner, begin, 'did not find expected tag URI');
  return uri;
}

/** One character written as `%XX` for each of its bytes. */
function takeUriEscapes(scanner: Scanner, begin: Mark): string {
  const lead = takeOctet(scanner, begin);
  const width = widthOf(lead);
  if (width === 0) refuseScan(scanner, begin, 'found an incorrect leading UTF-8 octet');
  const bytes = [lead];
  while (bytes.length < width) {
    const octet = takeOctet(scanner, begin);
    if ((octet & 0xc0) !== 0x80) refuseScan(scanner, begin, 'found an incorrect trailing UTF-8 octet');
    bytes.push(octet);
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

function takeOctet(scanner: Scanner, begin: Mark): number {
  const high = hexOf(peek(scanner, 1));
  const low = hexOf(peek(scanner, 2));
  if (peek(scanner) !== 0x25 || high < 0 || low < 0) refuseScan(scanner, begin, 'did not find URI escaped octet');
  for (let count = 0; count < 3; count++) skip(scanner);
  return high * 16 + low;
}

function widthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if ((lead & 0xe0) === 0xc0) return 2;
  if ((lead & 0xf0) === 0xe0) return 3;
  return (lead & 0xf8) === 0xf0 ? 4 : 0;
}

/** `%YAML 1.1` or `%TAG ! prefix`, with the line they stand on. */
export function scanDirective(scanner: Scanner): Token {
  const begin = markOf(scanner);
  skip(scanner);
  const name = takeWord(scanner);
  if (name === '') refuseScan(scanner, begin, 'could not find expected directive name');
  if (!isBlankOrEnd(peek(scanner))) refuseScan(scanner, begin, 'found unexpected non-alphabetical character');
  if (name !== 'YAML' && name !== 'TAG') refuseScan(scanner, begin, 'found unknown directive name');
  skipBlanks(scanner);
  const [value, suffix] = name === 'YAML' ? [takeVersion(scanner, begin), ''] : takeTagDirective(scanner, begin);
  const finish = markOf(scanner);
  skipBlanks(scanner);
  if (peek(scanner) === 0x23) skipToBreak(scanner);
  if (!isBreakOrEnd(peek(scanner))) refuseScan(scanner, begin, 'did not find expected comment or line break');
  skipLine(scanner);
  const type = name === 'YAML' ? 'versionDirective' : 'tagDirective';
  return { type, start: begin, end: finish, value, suffix, style: 'plain' };
}

function takeVersion(scanner: Scanner, begin: Mark): string {
  const major = takeVersionNumber(scanner, begin);
  if (peek(scanner) !== 0x2e) refuseScan(scanner, begin, "did not find expected digit or '.' character");
  skip(scanner);
  return `${major}.${takeVersionNumber(scanner, begin)}`;
}

function takeVersionNumber(scanner: Scanner, begin: Mark): number {
  const from = scanner.pos;
  while (isDigit(peek(scanner))) {
    if (scanner.pos - from === 2) refuseScan(scanner, begin, 'found extremely long version number');
    skip(scanner);
  }
  if (scanner.pos === from) refuseScan(scanner, begin, 'did not find expected version number');
  return Number(scanner.text.slice(from, scanner.pos));
}

function takeTagDirective(scanner: Scanner, begin: Mark): [string, string] {
  const handle = takeHandle(scanner, begin, true);
  if (!isBlank(peek(scanner))) refuseScan(scanner, begin, 'did not find expected whitespace');
  skipBlanks(scanner);
  const prefix = takeUri(scanner, begin, '');
  if (!isBlankOrEnd(peek(scanner))) refuseScan(scanner, begin, 'did not find expected whitespace or line break');
  return [handle, prefix];
}
