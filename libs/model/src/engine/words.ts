import type { Encoded } from '../define/encode.ts';
import { factsOf, isLate } from '../define/late-value.ts';
import type { Path } from './origin.ts';
import { isList, isObject } from './override.ts';

/** The value that a path leads to; `undefined` when it leads nowhere. */
export function valueAt(value: Encoded, path: Path): Encoded | undefined {
  let current: Encoded | undefined = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = new Map<string, Encoded>(Object.entries(current)).get(String(key));
  }
  return current;
}

/** The beginning of a hint: the name that was probably meant, when there is one. `before` stands before it without quotes. */
export function didYouMean(near: string | undefined, before?: string): string {
  if (near === undefined) return '';
  return before === undefined ? `did you mean "${near}"? ` : `did you mean ${before}${near}? `;
}

/** Words with commas and a last "or". */
export function oneOf(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

/** A value as a message shows it: short, and late values as they are written. */
export function shown(value: Encoded): string {
  if (isList(value)) return 'a list';
  if (isObject(value)) return 'an object';
  if (isLate(value))
    return factsOf(value).length === 1 && '$fact' in value
      ? `fact.${factsOf(value).join('')}`
      : 'a text with facts in it';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** A scalar as code has it. */
export function shownScalar(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** A path as people write it; the empty one is `root`. */
export function pathText(path: Path, root = 'the definition'): string {
  const text = path.map(stepText).join('');
  return text === '' ? root : text.replace(/^\./, '');
}

function stepText(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[\w$-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
