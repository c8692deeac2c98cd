/** Where a scalar is written. */
export interface Spot {
  /** The column that it begins in. */
  readonly column: number;
  /** How far its further lines are indented. */
  readonly indent: number;
  /** The column behind which a space becomes a line break. */
  readonly width: number;
}

/** Written text. `open`: it ended its last line itself. */
export interface Written {
  readonly text: string;
  readonly open: boolean;
}

/** Without quotes. */
export function plainText(text: string, spot: Spot): string {
  return folded(text, spot, true);
}

/** In single quotes. */
export function singleText(text: string, spot: Spot): string {
  return `'${folded(text, { ...spot, column: spot.column + 1 }, false)}'`;
}

const tokens = / +|[\n\u2028\u2029]|[^ \n\u2028\u2029]+/g;

/** Single spaces behind the width become line breaks. Line breaks stay, and the line behind them is indented. */
function folded(text: string, { column: start, indent, width }: Spot, isPlain: boolean): string {
  const quoted = isPlain ? text : text.replaceAll("'", "''");
  if (start + quoted.length <= width && !/[\n\u2028\u2029]/.test(text)) return quoted;
  const pad = ' '.repeat(indent);
  let [out, column, breaks] = ['', start, false];
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === ' ' && column > width && index > 0 && index < text.length - 1) {
      out += `\n${pad}`;
      column = indent;
    } else if (/[\n\u2028\u2029]/.test(token)) {
      out += token === '\n' && !breaks ? '\n\n' : token;
      column = 0;
      breaks = true;
    } else {
      const word = (breaks ? pad : '') + (isPlain ? token : token.replaceAll("'", "''"));
      out += word;
      column += word.length;
      breaks = false;
    }
  }
  return out;
}

const escapes = new Map([
  [0x00, '0'],
  [0x07, 'a'],
  [0x08, 'b'],
  [0x09, 't'],
  [0x0a, 'n'],
  [0x0b, 'v'],
  [0x0c, 'f'],
  [0x0d, 'r'],
  [0x1b, 'e'],
  [0x22, '"'],
  [0x5c, '\\'],
  [0x85, 'N'],
  [0xa0, '_'],
  [0x20_28, 'L'],
  [0x20_29, 'P'],
]);

const unescaped = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
const literal = /[\x20\x21\x23-\x5b\x5d-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** In double quotes. */
export function doubleText(text: string, { column: start, indent, width }: Spot): string {
  if (unescaped.test(text) && start + text.length < width) return `"${text}"`;
  // go-yaml takes a text that begins with a byte order mark for one that has it everywhere.
  const escapesAll = text.startsWith('\ufeff');
  const pad = ' '.repeat(indent);
  let [out, column, spaces] = ['"', start + 1, false];
  const characters = Array.from(text);
  for (const [index, character] of characters.entries()) {
    if (escapesAll || !literal.test(character)) {
      const escape = escapeOf(character.codePointAt(0) ?? 0);
      out += escape;
      column += escape.length;
      spaces = false;
    } else if (character === ' ' && !spaces && column > width && index > 0 && index < characters.length - 1) {
      const isNextSpace = characters[index + 1] === ' ';
      out += `\n${pad}${isNextSpace ? '\\' : ''}`;
      column = indent + Number(isNextSpace);
      spaces = true;
    } else {
      out += character;
      column += 1;
      spaces = character === ' ';
    }
  }
  return `${out}"`;
}

function escapeOf(code: number): string {
  const short = escapes.get(code);
  if (short !== undefined) return `\\${short}`;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xff_ff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

/** A literal block, its first line the indicators, the others indented. */
export function literalText(text: string, indent: number): Written {
  const isClosed = !/[\n\u2028\u2029]$/.test(text);
  return { text: `|${blockHints(text)}\n${indented(text, indent)}`, open: !isClosed };
}

/** What stands behind `|` or `>`. */
export function blockHints(text: string): string {
  const hint = /^[ \n\u2028\u2029]/.test(text) ? '2' : '';
  if (!/[\n\u2028\u2029]$/.test(text)) return `${hint}-`;
  return text.length === 1 || /[\n\u2028\u2029]{2}$/.test(text) ? `${hint}+` : hint;
}

function indented(text: string, indent: number): string {
  const pad = ' '.repeat(indent);
  return text.replaceAll(/(^|[\n\u2028\u2029])(?=[^\n\u2028\u2029])/g, `$1${pad}`);
}
