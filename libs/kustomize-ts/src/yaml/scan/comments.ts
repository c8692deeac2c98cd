import { isBlank, isBreak, isBreakOrEnd, type Mark, markOf, peek, skip, skipLine, skipToBreak } from './cursor.ts';
import { type Comment, type Scanner, start, type Token } from './scanner.ts';

/** go-yaml looks no further than this for what follows blanks. */
const lookAhead = 512;

function add(scanner: Scanner, comment: Partial<Comment>): void {
  scanner.comments.push({ scan: start, token: start, start, end: start, head: '', line: '', foot: '', ...comment });
}

/** Notes the comment that ends the line of a token. */
export function scanLineComment(scanner: Scanner, token: Mark): void {
  if (scanner.newlines > 0) return;
  let ahead = 0;
  while (ahead < lookAhead && isBlank(peek(scanner, ahead))) ahead++;
  if (ahead === lookAhead || peek(scanner, ahead) !== 0x23) return;
  for (let count = 0; count < ahead; count++) skip(scanner);
  const begin = markOf(scanner);
  const line = takeComment(scanner);
  add(scanner, { token, start: begin, line });
}

function takeComment(scanner: Scanner): string {
  const from = scanner.pos;
  skipToBreak(scanner);
  return scanner.text.slice(from, scanner.pos);
}

/** A search for comments between two tokens. */
interface Search {
  scan: Mark;
  token: Mark;
  start: Mark;
  text: string;
  line: number;
  column: number;
  ahead: number;
  recentEmpty: boolean;
  firstEmpty: boolean;
  nextIndent: number;
  readonly footLine: number;
  readonly afterValue: boolean;
}

/** Whether the comment may be the foot of what came before, and its line: the one below the last content. */
function footLineOf(scanner: Scanner, scan: Mark): number {
  if (scan.line === 0) return -1;
  const line = scanner.line - scanner.newlines + 1;
  return scanner.newlines === 0 && scanner.column > 1 ? line + 1 : line;
}

function priorToken(scanner: Scanner): Token | undefined {
  const last = scanner.tokens.at(-1);
  return last?.type === 'flowEntry' && scanner.tokens.length > 1 ? scanner.tokens.at(-2) : last;
}

/** Reads comment lines up to the next token, and tells heads of what follows from feet of what came before, as go-yaml does. */
export function scanComments(scanner: Scanner, scan: Mark): void {
  const prior = priorToken(scanner);
  const search: Search = {
    scan,
    token: prior?.start ?? start,
    start,
    text: '',
    line: scanner.line,
    column: scanner.column,
    ahead: 0,
    recentEmpty: false,
    firstEmpty: scanner.newlines <= 1,
    nextIndent: Math.max(scanner.indent, 0),
    footLine: footLineOf(scanner, scan),
    afterValue: prior?.type === 'value',
  };
  for (; search.ahead < lookAhead; search.ahead++) {
    search.column++;
    if (!isBlank(peek(scanner, search.ahead)) && !scanPiece(scanner, search)) break;
  }
  if (search.text === '') return;
  const finish = { index: scanner.index + search.ahead - 1, line: search.line, column: search.column };
  add(scanner, { scan: search.scan, token: search.start, start: search.start, end: finish, head: search.text });
}

/** What stands at the place looked at: a line break, a comment, or (then nothing more is to be looked for) something else. */
function scanPiece(scanner: Scanner, search: Search): boolean {
  const code = peek(scanner, search.ahead);
  const closesFlow = scanner.flowLevel > 0 && (code === 0x5d || code === 0x7d);
  if (closesFlow || isBreakOrEnd(code)) {
    if (closesFlow || !search.recentEmpty) endLine(scanner, search, closesFlow);
    if (!isBreak(code)) return false;
    search.firstEmpty = false;
    search.recentEmpty = true;
    search.column = 0;
    search.line++;
    return true;
  }
  const dedented = search.column - 1 < search.nextIndent && search.column !== search.start.column;
  if (search.text !== '' && dedented) addFoot(scanner, search);
  if (code !== 0x23) return false;
  takeLine(scanner, search);
  return true;
}

/** An empty line, or the end of a flow collection, parts what belongs to the content above from what belongs to that below. */
function endLine(scanner: Scanner, search: Search, closesFlow: boolean): void {
  const dedented = search.start.column - 1 < search.nextIndent;
  const isFoot = (search.start.line === search.footLine && !search.afterValue) || dedented;
  if (closesFlow || (search.firstEmpty && isFoot)) {
    if (search.text === '') return;
    if (dedented) search.token = search.start;
    addFoot(scanner, search);
  } else if (search.text !== '' && peek(scanner, search.ahead) !== 0) {
    search.text += '\n';
  }
}

function addFoot(scanner: Scanner, search: Search): void {
  const finish = { index: scanner.index + search.ahead, line: search.line, column: search.column };
  add(scanner, { scan: search.scan, token: search.token, start: search.start, end: finish, foot: search.text });
  search.scan = finish;
  search.token = finish;
  search.text = '';
}

/** One line of a comment, and everything blank before it. */
function takeLine(scanner: Scanner, search: Search): void {
  const seen = scanner.pos + search.ahead;
  if (search.text === '') {
    search.start = { index: scanner.index + search.ahead, line: search.line, column: search.column };
  } else {
    search.text += '\n';
  }
  search.recentEmpty = false;
  while (scanner.pos < seen) {
    if (isBreak(peek(scanner))) skipLine(scanner);
    else skip(scanner);
  }
  search.text += takeComment(scanner);
  // The loop adds one to it: the character it goes on with is the one behind the line break.
  search.ahead = 0;
  search.column = 0;
  search.line = scanner.line;
  search.nextIndent = Math.max(scanner.indent, 0);
}
