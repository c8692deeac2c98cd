import { formatFloatJson, parseInteger } from '../text/go-number.ts';
import { resolveTag, shortTag } from './resolve.ts';
import { type Resolved, resolvePlain, resolveTagged } from './resolve-value.ts';
import type { Raw } from './scan/raw.ts';

const words11: ReadonlyMap<string, string> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word) => [word, 'true'] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word) => [word, 'false'] as const),
]);

/** Whether YAML 1.1 alone reads this text as true or false: `yes`, `on` and the like. */
export function isBool11(text: string): boolean {
  return words11.has(text);
}

/** What a scalar is to go-yaml v2: a short tag, and the text of its value as JSON has it. */
export interface Resolved11 {
  readonly tag: string;
  readonly value: string;
}

/** The tag that the text of a scalar has by itself, to a reader that was told another: no timestamp then. */
export function plainTag11({ value }: Raw): string {
  return isBool11(value) ? '!!bool' : resolvePlain(value, false).tag;
}

/** Tag and value of a scalar as go-yaml v2 resolves them: `resolve` of its resolve.go. `undefined` where the text is not what its tag says. */
export function resolve11({ tag: long, value, style }: Pick<Raw, 'tag' | 'value' | 'style'>): Resolved11 | undefined {
  if (long === '' && style !== 'plain') return { tag: '!!str', value };
  const tag = shortTag(long);
  const word = tag === '' || tag === '!!bool' ? words11.get(value) : undefined;
  if (word !== undefined) return { tag: '!!bool', value: word };
  if (tag === '' && resolveTag(value) === '!!str') return { tag: '!!str', value };
  const resolved = resolveTagged(tag, value);
  if (resolved === undefined) return undefined;
  return asJson(resolved, value);
}

function asJson({ tag, value }: Resolved, text: string): Resolved11 {
  if (typeof value === 'string') return { tag, value };
  if (value === null) return { tag: '!!null', value: 'null' };
  // Moments stay text, as people write them, and `0o-17` is a number to v3 only.
  if (typeof value === 'object' || (typeof value === 'bigint' && !isInteger11(text))) {
    return { tag: '!!str', value: text };
  }
  if (typeof value !== 'number') return { tag, value: String(value) };
  return { tag: '!!float', value: Number.isFinite(value) ? formatFloatJson(value) : text };
}

function isInteger11(text: string): boolean {
  return !/^-?0o/.test(text) || parseInteger(text.replaceAll('_', '')) !== undefined;
}
