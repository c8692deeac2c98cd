import type { DiagnosticCode } from '@fleetwright/diagnostics';
import { refuse } from '../../refusal.ts';
import type { ScalarStyle } from '../node.ts';
import { type Cursor, end, type Mark, markOf } from './cursor.ts';

/** Which of the two libraries of kustomize is followed: 3 for resources (go-yaml v3), 2 for kustomization files (sigs.k8s.io/yaml). */
export type Dialect = 2 | 3;

/** What is read, and how an error about it is worded. */
export interface Source {
  readonly text: string;
  readonly file: string;
  /** Lines of the file before this text. */
  readonly lineOffset: number;
  readonly dialect: Dialect;
  /** The whole message from the words of go-yaml. */
  readonly message: (problem: string) => string;
  readonly comments: boolean;
  readonly code: DiagnosticCode;
  readonly budget: Budget;
}

/** How much more may be read of a file, so that one that is all brackets does not fill the memory: about two million nodes. */
export interface Budget {
  tokens: number;
}

export function newBudget(): Budget {
  return { tokens: 6_000_000 };
}

export type TokenType =
  | 'alias'
  | 'anchor'
  | 'blockEnd'
  | 'blockEntry'
  | 'blockMapping'
  | 'blockSequence'
  | 'documentEnd'
  | 'documentStart'
  | 'flowEntry'
  | 'flowMapping'
  | 'flowMappingEnd'
  | 'flowSequence'
  | 'flowSequenceEnd'
  | 'key'
  | 'scalar'
  | 'streamEnd'
  | 'tag'
  | 'tagDirective'
  | 'value'
  | 'versionDirective';

export interface Token {
  readonly type: TokenType;
  readonly start: Mark;
  readonly end: Mark;
  /** Text of a scalar, name of an anchor, handle of a tag, version of a directive. */
  readonly value: string;
  /** Rest of a tag behind its handle, prefix of a tag directive. */
  readonly suffix: string;
  readonly style: ScalarStyle;
}

/** A place where a key may turn out to have begun, once its `:` is met. */
export interface SimpleKey {
  possible: boolean;
  readonly required: boolean;
  readonly token: number;
  readonly mark: Mark;
}

/** A comment that waits for the token it belongs to. */
export interface Comment {
  /** Where the search for the next token began. */
  scan: Mark;
  /** Goes to the first token from here. */
  token: Mark;
  start: Mark;
  end: Mark;
  head: string;
  line: string;
  foot: string;
}

/** Makes tokens from text, as the scanner of libyaml does, which go-yaml is a translation of. */
export interface Scanner extends Cursor {
  readonly source: Source;
  tokens: Token[];
  /** Index in `tokens` of the next token to hand out. */
  head: number;
  /** How many tokens were handed out. */
  parsed: number;
  available: boolean;
  indent: number;
  readonly indents: number[];
  flowLevel: number;
  simpleKeyAllowed: boolean;
  readonly simpleKeys: SimpleKey[];
  /** Index in `simpleKeys` by number of the token the key began with. */
  readonly keysByToken: Map<number, number>;
  ended: boolean;
  readonly comments: Comment[];
  commentsHead: number;
}

export const start: Mark = { index: 0, line: 0, column: 0 };

export function scannerOf(source: Source): Scanner {
  return {
    source,
    text: source.text + end,
    pos: 0,
    index: 0,
    line: 0,
    column: 0,
    newlines: 0,
    tokens: [],
    head: 0,
    parsed: 0,
    available: false,
    indent: -1,
    indents: [],
    flowLevel: 0,
    simpleKeyAllowed: true,
    simpleKeys: [{ possible: false, required: false, token: 0, mark: start }],
    keysByToken: new Map(),
    ended: false,
    comments: [],
    commentsHead: 0,
  };
}

const hint = 'Mend the YAML there; a line or two above is where such an error often begins.';

/** Refuses with the message of go-yaml, whose line is a guess, and the place where the reader stood, which is not. */
function refuseAt(source: Source, problem: string, line: number, mark: Mark | undefined): never {
  const where = line === 0 ? '' : `line ${line}: `;
  refuseYaml(source, source.code, `${where}${problem}`, mark, hint);
}

/** Refuses with words of go-yaml that name no line. */
export function refuseYaml(
  source: Source,
  code: DiagnosticCode,
  problem: string,
  mark: Mark | undefined,
  how: string,
): never {
  const at =
    mark === undefined
      ? { file: source.file }
      : { file: source.file, line: mark.line + source.lineOffset + 1, column: mark.column + 1 };
  refuse(code, source.message(`yaml: ${problem}`), how, at);
}

/** An error of the scanner. v3 reports the line where the thing began, v2 where it went wrong. */
export function refuseScan(scanner: Scanner, context: Mark, problem: string): never {
  const [first, second] = scanner.source.dialect === 3 ? [context.line, scanner.line] : [scanner.line, context.line];
  let line = 0;
  if (first !== 0) line = first + 1;
  else if (second !== 0) line = scanner.source.dialect === 3 ? second + 1 : second;
  refuseAt(scanner.source, problem, line, markOf(scanner));
}

/** An error of the parser, whose lines go-yaml counts from 0. */
export function refuseParse(scanner: Scanner, context: Mark | undefined, problem: string, mark: Mark): never {
  const contextLine = context?.line ?? 0;
  const [first, second] = scanner.source.dialect === 3 ? [contextLine, mark.line] : [mark.line, contextLine];
  refuseAt(scanner.source, problem, first === 0 ? second : first, mark);
}

/** Puts a token behind all others, or `at` that many behind the next one. */
export function addToken(scanner: Scanner, token: Token, at = -1): void {
  if (scanner.head > 4096) {
    // Keeps two of those handed out: comments look back at them.
    scanner.tokens = scanner.tokens.slice(scanner.head - 2);
    scanner.head = 2;
  }
  if (at < 0) scanner.tokens.push(token);
  else scanner.tokens.splice(scanner.head + at, 0, token);
}

export function bare(type: TokenType, from: Mark, to: Mark = from): Token {
  return { type, start: from, end: to, value: '', suffix: '', style: 'plain' };
}

/** Whether the key may still be one; refuses when it had to be. */
export function isValidKey(scanner: Scanner, key: SimpleKey): boolean {
  if (!key.possible) return false;
  if (key.mark.line >= scanner.line && key.mark.index + 1024 >= scanner.index) return true;
  if (key.required) refuseScan(scanner, key.mark, "could not find expected ':'");
  key.possible = false;
  return false;
}

/** Notes that a key may begin here. */
export function saveSimpleKey(scanner: Scanner): void {
  if (!scanner.simpleKeyAllowed) return;
  removeSimpleKey(scanner);
  const token = scanner.parsed + scanner.tokens.length - scanner.head;
  const required = scanner.flowLevel === 0 && scanner.indent === scanner.column;
  scanner.simpleKeys[scanner.simpleKeys.length - 1] = { possible: true, required, token, mark: markOf(scanner) };
  scanner.keysByToken.set(token, scanner.simpleKeys.length - 1);
}

export function removeSimpleKey(scanner: Scanner): void {
  const key = scanner.simpleKeys.at(-1);
  if (key === undefined || !key.possible) return;
  if (key.required) refuseScan(scanner, key.mark, "could not find expected ':'");
  key.possible = false;
  scanner.keysByToken.delete(key.token);
}

/** Begins a block collection when the column is deeper than the one around it. */
export function rollIndent(scanner: Scanner, column: number, token: number, opening: Token): void {
  if (scanner.flowLevel > 0 || scanner.indent >= column) return;
  scanner.indents.push(scanner.indent);
  scanner.indent = column;
  addToken(scanner, opening, token < 0 ? -1 : token - scanner.parsed);
}

/** Ends the block collections deeper than the column. */
export function unrollIndent(scanner: Scanner, column: number, scan: Mark): void {
  if (scanner.flowLevel > 0 || scanner.indent <= column) return;
  // v2 ends blocks where it stands, v3 before the comments that belong to the blocks around.
  let mark = scanner.source.dialect === 3 ? { ...scan, index: scan.index - 1 } : markOf(scanner);
  while (scanner.indent > column) {
    let stop = mark.index;
    for (let index = scanner.comments.length - 1; index >= scanner.commentsHead; index--) {
      const comment = scanner.comments[index];
      if (comment === undefined || comment.end.index < stop) break;
      if (comment.start.column === scanner.indent + 1) mark = comment.start;
      stop = comment.scan.index;
    }
    addToken(scanner, bare('blockEnd', mark));
    scanner.indent = scanner.indents.pop() ?? -1;
  }
}
