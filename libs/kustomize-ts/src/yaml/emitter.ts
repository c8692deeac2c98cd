import type { Comments } from './node.ts';

/** Where go-yaml v3 is while it writes: what is there so far, and which comments wait for a place. */
export interface Emitter {
  text: string;
  column: number;
  indent: number;
  flowLevel: number;
  /** The last character was a space or line break, or nothing but indicators that nest stands on the line. */
  whitespace: boolean;
  indention: boolean;
  /** An indent at which a comment ended, so that an empty line keeps it from what follows. */
  footIndent: number;
  mappingContext: boolean;
  head: string;
  line: string;
  foot: string;
  tail: string;
  keyLine: string;
}

export function newEmitter(): Emitter {
  const comments = { head: '', line: '', foot: '', tail: '', keyLine: '' };
  const place = { column: 0, indent: -1, flowLevel: 0, footIndent: -1 };
  return { text: '', whitespace: true, indention: true, mappingContext: false, ...place, ...comments };
}

/** Comments of what comes next. Those that wait are kept where there is no new one. */
export function takeComments(emitter: Emitter, comments: Comments & { readonly tail?: string }): void {
  const { head = '', line = '', foot = '', tail = '' } = comments;
  if (head !== '') emitter.head = head;
  if (line !== '') emitter.line = line;
  if (foot !== '') emitter.foot = foot;
  if (tail !== '') emitter.tail = tail;
}

export function put(emitter: Emitter, text: string): void {
  emitter.text += text;
  emitter.column += text.length;
}

function putBreak(emitter: Emitter): void {
  emitter.text += '\n';
  emitter.column = 0;
  emitter.indention = true;
}

/** Goes to the start of a line, at the indent. */
export function writeIndent(emitter: Emitter): void {
  const indent = Math.max(0, emitter.indent);
  const { column, indention, whitespace } = emitter;
  if (!indention || column > indent || (column === indent && !whitespace)) putBreak(emitter);
  if (emitter.footIndent === indent) putBreak(emitter);
  if (emitter.column < indent) put(emitter, ' '.repeat(indent - emitter.column));
  emitter.whitespace = true;
  emitter.footIndent = -1;
}

/** `-`, `?` and `:` of a key of many lines nest: what follows may stand on their line. */
export function writeIndicator(emitter: Emitter, indicator: string, spaced: boolean, nests = false): void {
  if (spaced && !emitter.whitespace) put(emitter, ' ');
  put(emitter, indicator);
  emitter.whitespace = false;
  emitter.indention = emitter.indention && nests;
}

export function hasComments({ line, foot, tail }: Emitter): boolean {
  return line !== '' || foot !== '' || tail !== '';
}

/** Comments that stand above: that behind the entry before, and that of what comes. */
export function writeHead(emitter: Emitter): void {
  const { tail, head } = emitter;
  if (tail !== '') {
    writeIndent(emitter);
    writeComment(emitter, tail);
    emitter.tail = '';
    emitter.footIndent = Math.max(0, emitter.indent);
  }
  if (head === '') return;
  writeIndent(emitter);
  writeComment(emitter, head);
  emitter.head = '';
}

/** The comment at the end of the line; `breaks`: the line ends here without one too. */
export function writeLine(emitter: Emitter, breaks = false): void {
  const { line } = emitter;
  if (line === '') {
    if (breaks) putBreak(emitter);
    return;
  }
  if (!emitter.whitespace) put(emitter, ' ');
  writeComment(emitter, line);
  emitter.line = '';
}

/** The comment below. */
export function writeFoot(emitter: Emitter): void {
  const { foot } = emitter;
  if (foot === '') return;
  writeIndent(emitter);
  writeComment(emitter, foot);
  emitter.foot = '';
  emitter.footIndent = Math.max(0, emitter.indent);
}

const lines = /([^\n\r\u0085\u2028\u2029]*)([\n\r\u0085\u2028\u2029]|$)/g;

function writeComment(emitter: Emitter, comment: string): void {
  let breaks = false;
  for (const [, line = '', end = ''] of comment.matchAll(lines)) {
    if (line !== '') {
      if (breaks) writeIndent(emitter);
      put(emitter, line.startsWith('#') ? line : `# ${line}`);
      emitter.indention = false;
      breaks = false;
    }
    if (end === '') continue;
    if (end === '\n') putBreak(emitter);
    else {
      put(emitter, end);
      emitter.column = 0;
      emitter.indention = true;
    }
    breaks = true;
  }
  if (!breaks) putBreak(emitter);
  emitter.whitespace = true;
}
