import type { Image } from '@fleetwright/model/engine';

/** The whole reference of an image: `name:tag@digest`, as far as they are there. */
export function reference({ name, tag, digest }: Image): string {
  return `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/**
 * The version of an image as a label may say it: its tag, or the start of its digest. At most 63 letters, digits, `-`, `_`
 * and `.`, beginning and ending with a letter or digit (Kubernetes' rule for labels); what does not fit becomes `-`.
 */
export function versionLabel({ tag, digest }: Image): string {
  const text = tag ?? digest?.replace(/^.*:/, '').slice(0, 12) ?? '';
  const safe = text
    .replaceAll(/[^A-Za-z0-9._-]/g, '-')
    .slice(0, 63)
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  return safe || 'unknown';
}
