import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseObjects, type ShopObject } from './objects.ts';

/** Root of the repository, with a slash at its end. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Whether this is the fleet that the repository comes with: what a team made of its clone is not compared with anything. */
export const isReferenceFleet = existsSync(join(root, 'apps/checkoutservice/app.ts'));

/** Said by tests that are about the fleet that the repository comes with. */
export const otherFleet = 'this is a fleet of your own, not the one that Fleetwright comes with';

/** The text of a file of the material that tests compare with; `undefined` where there is none (a user's clone). */
export function sharedFile(path: string): string | undefined {
  const set = process.env['FLEETWRIGHT_SHARED'];
  const file = join(resolve(root, set ?? '../shared'), path);
  // Whoever names the folder wants the tests to run, so its absence is an error then.
  return set !== undefined || existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** A kustomize binary: the one that KUSTOMIZE names, that of the cache, or the first of the PATH. */
export function findKustomize(): string | undefined {
  const set = process.env['KUSTOMIZE'];
  if (set !== undefined) return set;
  const folders = [join(root, '.cache', 'bin'), ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, 'kustomize')).find((file) => existsSync(file));
}

const release = z.object({ app: z.string(), namespace: z.string(), variants: z.array(z.string()).min(1) });

/** What the comparison needs of a release.yaml. */
export type Release = z.infer<typeof release>;

/** What is rendered for an environment, by the name of the app in code-unit order. */
export function releasesOf(environment: string): Release[] {
  const apps = readdirSync(join(root, 'apps')).toSorted();
  const files = apps.map((app) => join(root, 'apps', app, 'rendered', environment, 'config', 'release.yaml'));
  return files.filter((file) => existsSync(file)).map((file) => release.parse(parse(readFileSync(file, 'utf8'))));
}

/** The objects of one variant, built by the real kustomize; facts are not filled in. */
export function buildVariant(kustomize: string, app: string, environment: string, variant: string): ShopObject[] {
  const folder = join(root, 'apps', app, 'rendered', environment, 'config', variant);
  return parseObjects(execFileSync(kustomize, ['build', folder], { encoding: 'utf8' }));
}
