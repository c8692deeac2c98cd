import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Loaded, LoadOptions } from '@fleetwright/workspace';

type Load = (root: string, options?: LoadOptions) => Promise<Loaded>;

/**
 * Loads definitions as `load` does, but evaluates the same ones once: thousands of commands are run over a few dozen of them, and
 * starting a sandbox takes most of a command's time.
 */
export function loadOnce(load: Load): Load {
  const known = new Map<string, Promise<Loaded>>();
  return (root, options = {}) => {
    const key = JSON.stringify([root, options, hashOf(root)]);
    const loaded = known.get(key) ?? load(root, options);
    known.set(key, loaded);
    return loaded;
  };
}

/** Of everything that people and bots write. */
function hashOf(root: string): string {
  const apps = existsSync(join(root, 'apps')) ? readdirSync(join(root, 'apps')).sort() : [];
  const files = [
    ...['fleet.ts', 'inventory.ts'].map((name) => `clusters/${name}`),
    ...apps.flatMap((app) => [`apps/${app}/app.ts`, `apps/${app}/images.yaml`]),
  ];
  const hash = createHash('sha256');
  for (const file of files)
    if (existsSync(join(root, file)))
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0');
  return hash.digest('hex');
}
