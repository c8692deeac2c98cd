import { formatFloatJson } from '../text/go-number.ts';
import { compareText } from '../text/order.ts';
import { isMap, type Value } from './value.ts';

/** A value as `json.Marshal` of Go writes it: keys in order, no spaces, and `<`, `>`, `&`, U+2028, U+2029 escaped. */
export function goJson(value: Value): string {
  if (typeof value === 'string') return goJsonString(value);
  if (typeof value === 'number') return formatFloatJson(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return isMap(value) ? mapText(value) : listText(value);
}

function listText(items: readonly Value[]): string {
  return `[${items.map(goJson).join(',')}]`;
}

function mapText(map: ReadonlyMap<string, Value>): string {
  const entries = [...map].sort(([a], [b]) => compareText(a, b));
  return `{${entries.map(([key, value]) => `${goJsonString(key)}:${goJson(value)}`).join(',')}}`;
}

const escaped = /[<>&\u2028\u2029]/g;

/** A text as `json.Marshal` of Go writes it. Halves of pairs that stand alone become U+FFFD. */
export function goJsonString(text: string): string {
  const json = JSON.stringify(text.isWellFormed() ? text : text.toWellFormed());
  return json.replaceAll(escaped, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
