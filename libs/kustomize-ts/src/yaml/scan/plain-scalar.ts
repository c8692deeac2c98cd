import {
  atDocumentIndicator,
  codesOf,
  isBlank,
  isBlankOrEnd,
  isBreak,
  type Mark,
  markOf,
  peek,
  skip,
} from './cursor.ts';
import { type Gap, gapText, noGap, takeGap } from './flow-scalar.ts';
import { refuseScan, type Scanner, type Token } from './scanner.ts';

const flowIndicators = codesOf(',?[]{}');

/** A scalar without quotes. */
export function scanPlainScalar(scanner: Scanner): Token {
  const begin = markOf(scanner);
  const indent = scanner.indent + 1;
  let finish: Mark = begin;
  let value = '';
  let gap = noGap();
  while (!atDocumentIndicator(scanner) && peek(scanner) !== 0x23) {
    const from = scanner.pos;
    skipWord(scanner);
    if (scanner.pos > from) {
      value += gapText(gap) + scanner.text.slice(from, scanner.pos);
      gap = noGap();
      finish = markOf(scanner);
    }
    if (!isBlank(peek(scanner)) && !isBreak(peek(scanner))) break;
    takeGaps(scanner, gap, begin, indent);
    if (scanner.flowLevel === 0 && scanner.column < indent) break;
  }
  if (gap.folded) scanner.simpleKeyAllowed = true;
  return { type: 'scalar', start: begin, end: finish, value, suffix: '', style: 'plain' };
}

function takeGaps(scanner: Scanner, gap: Gap, begin: Mark, indent: number): void {
  for (let code = peek(scanner); isBlank(code) || isBreak(code); code = peek(scanner)) {
    if (code === 0x09 && gap.folded && scanner.column < indent) {
      refuseScan(scanner, begin, 'found a tab character that violates indentation');
    }
    takeGap(scanner, gap);
  }
}

/** Passes characters up to a blank, the end, or what ends the scalar. */
function skipWord(scanner: Scanner): void {
  const flow = scanner.flowLevel > 0;
  for (let code = peek(scanner); !isBlankOrEnd(code); code = peek(scanner)) {
    if (code === 0x3a && isBlankOrEnd(peek(scanner, 1))) return;
    if (flow && flowIndicators.has(code)) return;
    skip(scanner);
  }
}
