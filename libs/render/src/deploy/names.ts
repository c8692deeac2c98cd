const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const stage = /^[a-z0-9](?:[-.a-z0-9]{0,61}[a-z0-9])?$/;
const variant = /^[A-Za-z0-9](?:[-_.A-Za-z0-9]*[A-Za-z0-9])?$/;

/** Whether a text can name an app, a cluster, a hub, a team or a namespace: a DNS label (RFC 1123), so it fits into any path. */
export function isLabel(text: string): boolean {
  return label.test(text);
}

/** Whether a text can name a stage: like a label, but with dots inside (waves are `prod-eu.1`). */
export function isStageName(text: string): boolean {
  return stage.test(text) && !text.includes('..');
}

/** Whether a text can name a variant: rules and label values, joined by dots. */
export function isVariantName(text: string): boolean {
  return variant.test(text) && !text.includes('..');
}

/** Compares texts by code unit, as `sort` wants it. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Entries in code-unit order of their keys. */
export function sortedEntries<T>(entries: Iterable<readonly [string, T]>): readonly (readonly [string, T])[] {
  return [...entries].toSorted(([a], [b]) => byCodeUnit(a, b));
}

/** `eu-1, eu-2, eu-3 and 297 more`: names in the order given, a few of them when there are many. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
