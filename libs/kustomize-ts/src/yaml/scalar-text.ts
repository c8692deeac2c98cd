import { formatFloatG } from '../text/go-number.ts';
import { byteLength } from '../text/utf8.ts';
import { analyze } from './analyze.ts';
import { doubleText, literalText, plainText, type Spot, singleText, type Written } from './quote.ts';
import { resolvePlain } from './resolve-value.ts';
import { isBool11 } from './resolve11.ts';
import type { ScalarValue } from './scalar-value.ts';

/** Text that is plain wherever it stands and however wide the line: no spaces, nothing that YAML gives a meaning, no number, no word. */
const usual = /^[A-Za-z_/][\w./\-@]*(?::[\w./\-@]+)*$/;
const words = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** Whether go-yaml v2 writes the text as it is. False when that is not clear at once. */
export function isUsual(text: string): boolean {
  return usual.test(text) && !(text.length <= 5 && words.test(text));
}

// Sexagesimal numbers of YAML 1.1.
const base60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/;

/** Whether go-yaml v3 quotes a text of one line because some reader of YAML takes it for something else. */
export function isTyped(text: string): boolean {
  return resolvePlain(text).tag !== '!!str' || isBool11(text) || base60.test(text);
}

// Octal to version 3 only.
const newOctal = /^_*0_*o_*[-+]/;

function isTypedV2(text: string): boolean {
  return isTyped(text) && !newOctal.test(text);
}

/** A text as go-yaml v2 writes it there; a key of one line (`isKey`) is in quotes where a value would be a block. */
export function stringText(text: string, spot: Spot, isKey: boolean): Written {
  if (isUsual(text)) return { text, open: false };
  const { multiline, plain, single, block } = analyze(text);
  if (text.includes('\n')) {
    return block && !isKey ? literalText(text, spot.indent) : { text: doubleText(text, spot), open: false };
  }
  const isUnquoted = plain && !(isKey && text === '');
  if ((isKey && multiline) || isTypedV2(text) || !(isUnquoted || single)) {
    return { text: doubleText(text, spot), open: false };
  }
  return { text: isUnquoted ? plainText(text, spot) : singleText(text, spot), open: false };
}

/** A key that does not stand on one line, or is longer than go-yaml lets one be there. */
export function isComplexKey(text: string): boolean {
  if (text.length <= 42 && isUsual(text)) return false;
  return byteLength(text) > 128 || /[\n\r\u0085\u2028\u2029]/.test(text);
}

/** A number, boolean or null as go-yaml v2 writes it after it was in JSON. */
export function otherText(value: Exclude<ScalarValue, string>): string {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return Object.is(value, -0) ? '0' : String(value);
  // JSON has whole numbers below 1e21 without an exponent, so that they are read as integers again, as long as 64 bits hold them
  // in the fewest digits that tell them from other floats: those of -2^63 are beyond it.
  const isInteger = Number.isInteger(value) && value > -(2 ** 63) && value < 2 ** 64;
  return isInteger ? String(value) : formatFloatG(value);
}
