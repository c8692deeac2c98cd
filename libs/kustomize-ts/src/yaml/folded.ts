import { blockHints, type Written } from './quote.ts';

const lineBreak = /[\n\u2028\u2029]/;
const endsOpen = /[\n\u2028\u2029]$/;

/** A text as a folded block scalar of go-yaml v3, `indent` columns in. */
export function foldedText(value: string, indent: number): Written {
  return { text: `>${blockHints(value)}\n${foldedLines(value, indent)}`, open: endsOpen.test(value) };
}

function foldedLines(value: string, indent: number): string {
  const pad = ' '.repeat(indent);
  // go-yaml looks at the start of the text, not at the line, to tell whether a line break has to be doubled.
  const doubles = !/^[\n\u2028\u2029]*(?:[ \t\0\r\u0085]|$)/.test(value);
  let [out, breaks, leadingSpaces] = ['', true, true];
  for (const character of value) {
    if (lineBreak.test(character)) {
      if (!breaks && !leadingSpaces && character === '\n' && doubles) out += '\n';
      out += character;
      breaks = true;
    } else {
      if (breaks) {
        out += pad;
        leadingSpaces = character === ' ' || character === '\t';
      }
      out += character;
      breaks = false;
    }
  }
  return out;
}

const oneLine = /^[^\n\u2028\u2029]*\n?$/;

/**
 * A text after go-yaml v3 wrote it as a folded block and read it again. Most are the same; but whether a line break is doubled depends on how the whole
 * text begins, so that some become spaces.
 */
export function rereadFolded(value: string): string {
  return oneLine.test(value) ? value : unfolded(foldedLines(value, 0), blockHints(value));
}

/** What a reader finds in the lines of a folded block. */
function unfolded(lines: string, hints: string): string {
  let [text, leadingBreak, emptyBreaks, wasBlank] = ['', '', '', false];
  for (const [, line = '', end = ''] of lines.matchAll(/([^\n\u2028\u2029]*)([\n\u2028\u2029]|$)/g)) {
    if (line === '') {
      emptyBreaks += end;
      continue;
    }
    const isBlank = line.startsWith(' ') || line.startsWith('\t');
    if (!wasBlank && !isBlank && leadingBreak === '\n') text += emptyBreaks === '' ? ' ' : '';
    else text += leadingBreak;
    text += emptyBreaks + line;
    [leadingBreak, emptyBreaks, wasBlank] = [end, '', isBlank];
  }
  if (hints.endsWith('-')) return text;
  return text + leadingBreak + (hints.endsWith('+') ? emptyBreaks : '');
}
