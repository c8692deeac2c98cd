import { scanLineComment } from './comments.ts';
import {
  isBlank,
  isBreak,
  isBreakOrEnd,
  isDigit,
  type Mark,
  markOf,
  peek,
  skip,
  skipBlanks,
  skipLine,
  skipToBreak,
  takeLine,
} from './cursor.ts';
import { refuseScan, type Scanner, type Token } from './scanner.ts';

const zero = 0x30;
const plus = 0x2b;
const minus = 0x2d;

interface Header {
  readonly chomping: number;
  readonly increment: number;
}

/** A literal (`|`) or folded (`>`) scalar, from its indicator. */
export function scanBlockScalar(scanner: Scanner): Token {
  const begin = markOf(scanner);
  const literal = peek(scanner) === 0x7c;
  skip(scanner);
  const header = takeHeader(scanner, begin);
  takeRestOfLine(scanner, begin);
  const indicated = header.increment > 0 ? Math.max(scanner.indent, 0) + header.increment : 0;
  const first = takeBreaks(scanner, indicated, begin);
  const value = takeLines(scanner, { literal, header, first, begin });
  return {
    type: 'scalar',
    start: begin,
    end: markOf(scanner),
    value,
    suffix: '',
    style: literal ? 'literal' : 'folded',
  };
}

function takeHeader(scanner: Scanner, begin: Mark): Header {
  let chomping = takeChomping(scanner);
  const increment = takeIncrement(scanner, begin);
  if (chomping === 0 && increment > 0) chomping = takeChomping(scanner);
  return { chomping, increment };
}

function takeChomping(scanner: Scanner): number {
  const code = peek(scanner);
  if (code !== plus && code !== minus) return 0;
  skip(scanner);
  return code === plus ? 1 : -1;
}

function takeIncrement(scanner: Scanner, begin: Mark): number {
  const code = peek(scanner);
  if (!isDigit(code)) return 0;
  if (code === zero) refuseScan(scanner, begin, 'found an indentation indicator equal to 0');
  skip(scanner);
  return code - zero;
}

function takeRestOfLine(scanner: Scanner, begin: Mark): void {
  skipBlanks(scanner);
  if (peek(scanner) === 0x23) {
    if (scanner.source.dialect === 3) scanLineComment(scanner, begin);
    skipToBreak(scanner);
  }
  if (!isBreakOrEnd(peek(scanner))) refuseScan(scanner, begin, 'did not find expected comment or line break');
  skipLine(scanner);
}

interface Breaks {
  readonly indent: number;
  readonly text: string;
}

/** Empty lines, and the indentation of the line behind them; an indentation of 0 is found from it. */
function takeBreaks(scanner: Scanner, indent: number, begin: Mark): Breaks {
  let text = '';
  let deepest = 0;
  const limit = indent === 0 ? Infinity : indent;
  for (;;) {
    while (scanner.column < limit && peek(scanner) === 0x20) skip(scanner);
    deepest = Math.max(deepest, scanner.column);
    if (scanner.column < limit && peek(scanner) === 0x09) {
      refuseScan(scanner, begin, 'found a tab character where an indentation space is expected');
    }
    if (!isBreak(peek(scanner))) break;
    text += takeLine(scanner);
  }
  return { indent: indent === 0 ? Math.max(deepest, scanner.indent + 1, 1) : indent, text };
}

interface Block {
  readonly literal: boolean;
  readonly header: Header;
  readonly first: Breaks;
  readonly begin: Mark;
}

function takeLines(scanner: Scanner, { literal, header, first, begin }: Block): string {
  let value = '';
  let leadingBreak = '';
  let trailing = first.text;
  let wasBlank = false;
  while (scanner.column === first.indent && peek(scanner) !== 0) {
    const blank = isBlank(peek(scanner));
    if (!literal && leadingBreak.startsWith('\n') && !wasBlank && !blank) value += trailing === '' ? ' ' : '';
    else value += leadingBreak;
    value += trailing;
    wasBlank = blank;
    const from = scanner.pos;
    skipToBreak(scanner);
    value += scanner.text.slice(from, scanner.pos);
    leadingBreak = takeLine(scanner);
    trailing = takeBreaks(scanner, first.indent, begin).text;
  }
  if (header.chomping !== -1) value += leadingBreak;
  return header.chomping === 1 ? value + trailing : value;
}
