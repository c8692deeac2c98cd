import { scanBlockScalar } from './block-scalar.ts';
import { scanComments, scanLineComment } from './comments.ts';
import {
  atDocumentIndicator,
  codesOf,
  isBlank,
  isBlankOrEnd,
  isBreak,
  markOf,
  peek,
  skip,
  skipLine,
  skipToBreak,
} from './cursor.ts';
import { scanFlowScalar } from './flow-scalar.ts';
import { scanPlainScalar } from './plain-scalar.ts';
import { scanAnchor, scanDirective, scanTag } from './properties.ts';
import {
  addToken,
  bare,
  isValidKey,
  refuseScan,
  removeSimpleKey,
  rollIndent,
  type Scanner,
  saveSimpleKey,
  type Token,
  type TokenType,
  unrollIndent,
} from './scanner.ts';

/** Scans until the next token is certain: a key shows only at its `:`, and a comment belongs to what comes two tokens later. */
export function fetchTokens(scanner: Scanner): void {
  const wanted = scanner.source.dialect === 3 ? 2 : 0;
  for (;;) {
    if (scanner.tokens.length - scanner.head > wanted) {
      const key = scanner.simpleKeys[scanner.keysByToken.get(scanner.parsed) ?? -1];
      if (key === undefined || !isValidKey(scanner, key)) break;
    }
    fetchToken(scanner);
  }
  scanner.available = true;
}

function fetchToken(scanner: Scanner): void {
  const scan = markOf(scanner);
  skipToToken(scanner);
  unrollIndent(scanner, scanner.column, scan);
  const code = peek(scanner);
  if (code === 0) return fetchEnd(scanner);
  if (scanner.column === 0 && code === 0x25) return fetchDirective(scanner);
  if (atDocumentIndicator(scanner)) return fetchDocumentIndicator(scanner);
  const before = markOf(scanner);
  const takesPrior = scanner.flowLevel === 0 ? code === 0x3a : code === 0x2c;
  const prior = scanner.tokens.at(-1);
  const mark = takesPrior && prior !== undefined ? prior.start : before;
  fetchContent(scanner, code);
  // Behind `-` alone a comment is the head of what follows.
  if (scanner.source.dialect === 3 && scanner.tokens.at(-1)?.type !== 'blockEntry') scanLineComment(scanner, mark);
}

const opening: ReadonlyMap<number, TokenType> = new Map([
  [0x5b, 'flowSequence'],
  [0x7b, 'flowMapping'],
]);

const closing: ReadonlyMap<number, TokenType> = new Map([
  [0x5d, 'flowSequenceEnd'],
  [0x7d, 'flowMappingEnd'],
]);

function fetchContent(scanner: Scanner, code: number): void {
  const open = opening.get(code);
  if (open !== undefined) return fetchFlowStart(scanner, open);
  const close = closing.get(code);
  if (close !== undefined) return fetchFlowEnd(scanner, close);
  if (code === 0x2c) return fetchFlowEntry(scanner);
  const next = peek(scanner, 1);
  if (code === 0x2d && isBlankOrEnd(next)) return fetchBlockEntry(scanner);
  const indicates = scanner.flowLevel > 0 || isBlankOrEnd(next);
  if (code === 0x3f && indicates) return fetchKey(scanner);
  if (code === 0x3a && indicates) return fetchValue(scanner);
  fetchScalar(scanner, code);
}

function fetchScalar(scanner: Scanner, code: number): void {
  if (code === 0x2a) return fetchKeyable(scanner, () => scanAnchor(scanner, 'alias'));
  if (code === 0x26) return fetchKeyable(scanner, () => scanAnchor(scanner, 'anchor'));
  if (code === 0x21) return fetchKeyable(scanner, () => scanTag(scanner));
  if ((code === 0x7c || code === 0x3e) && scanner.flowLevel === 0) return fetchBlockScalar(scanner);
  if (code === 0x27 || code === 0x22) return fetchKeyable(scanner, () => scanFlowScalar(scanner));
  if (startsPlain(scanner, code)) return fetchKeyable(scanner, () => scanPlainScalar(scanner));
  refuseScan(scanner, markOf(scanner), 'found character that cannot start any token');
}

const indicators = codesOf('-?:,[]{}#&*!|>\'"%@`');

function startsPlain(scanner: Scanner, code: number): boolean {
  if (!isBlankOrEnd(code) && !indicators.has(code)) return true;
  const next = peek(scanner, 1);
  if (code === 0x2d) return !isBlank(next);
  return scanner.flowLevel === 0 && (code === 0x3f || code === 0x3a) && !isBlankOrEnd(next);
}

/** Passes blanks, line breaks and comments. A tab may not indent. */
function skipToToken(scanner: Scanner): void {
  const scan = markOf(scanner);
  for (;;) {
    if (scanner.index === 0 && peek(scanner) === 0xfeff) skip(scanner);
    const tabs = scanner.flowLevel > 0 || !scanner.simpleKeyAllowed;
    skipWhile(scanner, tabs ? isBlank : isSpace);
    if (scanner.source.dialect === 3) liftComment(scanner);
    if (peek(scanner) === 0x23) {
      if (scanner.source.dialect === 3) scanComments(scanner, scan);
      else skipToBreak(scanner);
    }
    if (!isBreak(peek(scanner))) return;
    skipLine(scanner);
    if (scanner.flowLevel === 0) scanner.simpleKeyAllowed = true;
  }
}

function isSpace(code: number): boolean {
  return code === 0x20;
}

function skipWhile(scanner: Scanner, isIndent: (code: number) => boolean): void {
  while (isIndent(peek(scanner))) skip(scanner);
}

/** A comment behind the `-` that begins a sequence is the head of what stands in the item. */
function liftComment(scanner: Scanner): void {
  const comment = scanner.comments.at(-1);
  if (comment === undefined || comment.line === '' || isBreak(peek(scanner))) return;
  if (scanner.tokens.at(-2)?.type !== 'blockSequence' || scanner.tokens.at(-1)?.type !== 'blockEntry') return;
  comment.head = comment.line;
  comment.line = '';
  if (comment.start.line === scanner.line - 1) comment.token = markOf(scanner);
}

/** A token of one character. */
function addIndicator(scanner: Scanner, type: TokenType): void {
  const begin = markOf(scanner);
  skip(scanner);
  addToken(scanner, bare(type, begin, markOf(scanner)));
}

function endBlocks(scanner: Scanner): void {
  unrollIndent(scanner, -1, markOf(scanner));
  removeSimpleKey(scanner);
  scanner.simpleKeyAllowed = false;
}

function fetchEnd(scanner: Scanner): void {
  if (scanner.column !== 0) {
    scanner.column = 0;
    scanner.line++;
  }
  endBlocks(scanner);
  addToken(scanner, bare('streamEnd', markOf(scanner)));
}

function fetchDirective(scanner: Scanner): void {
  endBlocks(scanner);
  addToken(scanner, scanDirective(scanner));
}

function fetchDocumentIndicator(scanner: Scanner): void {
  endBlocks(scanner);
  const begin = markOf(scanner);
  const type = peek(scanner) === 0x2d ? 'documentStart' : 'documentEnd';
  for (let count = 0; count < 3; count++) skip(scanner);
  addToken(scanner, bare(type, begin, markOf(scanner)));
}

function fetchFlowStart(scanner: Scanner, type: TokenType): void {
  saveSimpleKey(scanner);
  const token = scanner.parsed + scanner.tokens.length - scanner.head;
  scanner.simpleKeys.push({ possible: false, required: false, token, mark: markOf(scanner) });
  scanner.flowLevel++;
  scanner.simpleKeyAllowed = true;
  addIndicator(scanner, type);
}

function fetchFlowEnd(scanner: Scanner, type: TokenType): void {
  removeSimpleKey(scanner);
  if (scanner.flowLevel > 0) {
    scanner.flowLevel--;
    const key = scanner.simpleKeys.pop();
    if (key !== undefined) scanner.keysByToken.delete(key.token);
  }
  scanner.simpleKeyAllowed = false;
  addIndicator(scanner, type);
}

function fetchFlowEntry(scanner: Scanner): void {
  removeSimpleKey(scanner);
  scanner.simpleKeyAllowed = true;
  addIndicator(scanner, 'flowEntry');
}

function fetchBlockEntry(scanner: Scanner): void {
  if (scanner.flowLevel === 0) {
    openBlock(scanner, 'blockSequence', 'block sequence entries are not allowed in this context');
  }
  removeSimpleKey(scanner);
  scanner.simpleKeyAllowed = true;
  addIndicator(scanner, 'blockEntry');
}

function fetchKey(scanner: Scanner): void {
  if (scanner.flowLevel === 0) openBlock(scanner, 'blockMapping', 'mapping keys are not allowed in this context');
  removeSimpleKey(scanner);
  scanner.simpleKeyAllowed = scanner.flowLevel === 0;
  addIndicator(scanner, 'key');
}

function openBlock(scanner: Scanner, type: TokenType, otherwise: string): void {
  const mark = markOf(scanner);
  if (!scanner.simpleKeyAllowed) refuseScan(scanner, mark, otherwise);
  rollIndent(scanner, scanner.column, -1, bare(type, mark));
}

function fetchValue(scanner: Scanner): void {
  const key = scanner.simpleKeys.at(-1);
  if (key !== undefined && isValidKey(scanner, key)) {
    addToken(scanner, bare('key', key.mark), key.token - scanner.parsed);
    rollIndent(scanner, key.mark.column, key.token, bare('blockMapping', key.mark));
    key.possible = false;
    scanner.keysByToken.delete(key.token);
    scanner.simpleKeyAllowed = false;
  } else {
    if (scanner.flowLevel === 0) openBlock(scanner, 'blockMapping', 'mapping values are not allowed in this context');
    scanner.simpleKeyAllowed = scanner.flowLevel === 0;
  }
  addIndicator(scanner, 'value');
}

function fetchBlockScalar(scanner: Scanner): void {
  removeSimpleKey(scanner);
  scanner.simpleKeyAllowed = true;
  addToken(scanner, scanBlockScalar(scanner));
}

/** A token that may begin a key, and behind which none may. */
function fetchKeyable(scanner: Scanner, scan: () => Token): void {
  saveSimpleKey(scanner);
  scanner.simpleKeyAllowed = false;
  addToken(scanner, scan());
}
