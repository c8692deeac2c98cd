import type { Container as ContainerSettings } from '@fleetwright/model';
import type { Boxed } from '@fleetwright/model/engine';
import type { Volume } from '@fleetwright/schemas';
import type { Draft } from './draft.ts';
import { hashOf } from './hash.ts';
import { entries } from './processes.ts';

/**
 * A volume's name from where it is mounted: `/var/lib/data` → `var-lib-data`. Two paths never share one, and a path's name
 * does not depend on other paths: a claim that changes its name loses its data. Paths that would not be plain get a hash.
 */
export function volumeName(path: string): string {
  const slug = path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const plain = /^(?:\/[a-z0-9]+)+$/.test(path) && slug.length <= 50 && !/^(?:.*-)?scratch-/.test(slug);
  if (plain) return slug;
  return [slug.slice(0, 40), hashOf(path).slice(0, 8)].filter(Boolean).join('-');
}

/** Name of a container's scratch volume; `container` is `undefined` for the main one. Containers do not share scratch space. */
export function scratchVolume(path: string, container: string | undefined): string {
  const name = [...(container === undefined ? [] : [container]), 'scratch', volumeName(path)].join('-');
  return name.length <= 63 ? name : `${name.slice(0, 54)}-${hashOf(name).slice(0, 8)}`;
}

/** The volumes behind a container's scratch space. */
export function scratchVolumes(settings: Boxed<ContainerSettings>, container: string | undefined): Draft<Volume>[] {
  return entries(settings.scratch).map(([path, { size, medium }]) => {
    return { name: scratchVolume(path, container), emptyDir: { medium, sizeLimit: size } };
  });
}
