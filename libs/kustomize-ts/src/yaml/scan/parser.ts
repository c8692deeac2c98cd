import type { Raw } from './raw.ts';
import { fetchTokens } from './scan.ts';
import { refuseYaml, type Scanner, type Source, scannerOf, type Token, type TokenType } from './scanner.ts';

/** Makes nodes from tokens, as the parser of libyaml and the node builder of go-yaml do. */
export interface Parser {
  readonly scanner: Scanner;
  readonly anchors: Map<string, Raw>;
  readonly handles: Map<string, string>;
  head: string;
  line: string;
  foot: string;
  /** Head of an item of a sequence: it goes to the collection in the item, not to the first thing in that. */
  stem: string;
}

export interface RawComments {
  readonly head: string;
  readonly line: string;
  readonly foot: string;
}

export const noComments: RawComments = { head: '', line: '', foot: '' };

export function parserOf(source: Source): Parser {
  return {
    scanner: scannerOf(source),
    anchors: new Map(),
    handles: new Map(),
    ...noComments,
    stem: '',
  };
}

/** The next token. Comments that belong to it, or to something before it, are then at hand. */
export function peekToken(parser: Parser): Token {
  const { scanner } = parser;
  if (!scanner.available) fetchTokens(scanner);
  const token = scanner.tokens[scanner.head];
  if (token === undefined) throw new RangeError('no token');
  if (scanner.commentsHead < scanner.comments.length) unfoldComments(parser, token);
  return token;
}

function unfoldComments(parser: Parser, token: Token): void {
  const { scanner } = parser;
  for (;;) {
    const comment = scanner.comments[scanner.commentsHead];
    if (comment === undefined || token.start.index < comment.token.index) return;
    // An end has no head: it is for what follows.
    if (comment.head !== '' && token.type === 'blockEnd') return;
    parser.head = joined(parser.head, comment.head);
    parser.foot = joined(parser.foot, comment.foot);
    parser.line = joined(parser.line, comment.line);
    scanner.commentsHead++;
  }
}

function joined(one: string, other: string): string {
  return one === '' || other === '' ? one + other : `${one}\n${other}`;
}

export function skipToken(parser: Parser): void {
  const { scanner } = parser;
  if (--scanner.source.budget.tokens < 0) {
    const mark = scanner.tokens[scanner.head]?.start;
    refuseYaml(scanner.source, 'FW5006', 'too many values', mark, 'Split the file.');
  }
  scanner.available = false;
  scanner.parsed++;
  scanner.head++;
}

/** Passes the next token and gives the one behind it. */
export function nextToken(parser: Parser): Token {
  skipToken(parser);
  return peekToken(parser);
}

/** The comments at hand, which go to the node that asks. */
export function takeComments(parser: Parser): RawComments {
  const { head, line, foot } = parser;
  parser.head = '';
  parser.line = '';
  parser.foot = '';
  parser.stem = '';
  return { head, line, foot };
}

/** Whether the token is one of these. */
export function isAny(token: Token, types: ReadonlySet<TokenType>): boolean {
  return types.has(token.type);
}
