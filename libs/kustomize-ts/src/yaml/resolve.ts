import { resolvePlain } from './resolve-value.ts';

const strings = stringStarts();

/** By code of the first character: 1 where no text that begins so is anything but text. */
function stringStarts(): Uint8Array {
  const table = new Uint8Array(128).fill(1);
  for (const character of '+-.0123456789nNtTfF~') table[character.charCodeAt(0)] = 0;
  return table;
}

/** Digits that are an integer, whatever they are, and by far the most there are. */
const plainInteger = /^(?:0|-?[1-9][0-9]{0,14})$/;

/** The short tag of a plain scalar that has none: `resolve("", plain)` of go-yaml v3. `<<` is text to it. */
export function resolveTag(plain: string): string {
  if (plain === '') return '!!null';
  const first = plain.charCodeAt(0);
  if (first > 127 || strings[first] === 1) return '!!str';
  return plainInteger.test(plain) ? '!!int' : resolvePlain(plain).tag;
}

/** The tag of a plain scalar as the node builder of go-yaml v3 gives it: `<<` is a merge key, everywhere. */
export function plainTag(plain: string): string {
  return plain === '<<' ? '!!merge' : resolveTag(plain);
}

const longPrefix = 'tag:yaml.org,2002:';

/** `!!int` for `tag:yaml.org,2002:int`; other tags as they are. */
export function shortTag(tag: string): string {
  return tag.startsWith(longPrefix) ? `!!${tag.slice(longPrefix.length)}` : tag;
}
