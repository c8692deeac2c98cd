import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Known } from './candidates.ts';

/** The names that a work tree has, by the folders in it: no definition is evaluated and no document read. */
export function namesIn(root: string): Known {
  const folders = (...path: string[]): string[] => foldersIn(join(root, ...path));
  const apps = (): string[] => folders('apps').filter((app) => existsSync(join(root, 'apps', app, 'app.ts')));
  const names: Readonly<Record<string, (typed: string) => readonly string[]>> = {
    app: () => [...apps(), 'fleet'],
    stage: () => [...folders('clusters', 'rendered'), ...folders('clusters', 'stages')],
    cluster: () => [...folders('clusters', 'facts'), ...folders('clusters', 'overlays')],
    hub: () => folders('clusters', 'hubs'),
    'cluster/app': (typed) => {
      const [cluster, app] = typed.split('/');
      if (cluster === undefined || app === undefined) return folders('clusters', 'overlays').map((name) => `${name}/`);
      return folders('clusters', 'overlays', cluster).map((name) => `${cluster}/${name}`);
    },
  };
  return (placeholder, typed) => [...new Set(names[placeholder]?.(typed) ?? [])].sort();
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return []; // there is none, or it cannot be read: nothing to offer
  }
}
