import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isOfInterest } from './affected.ts';

/** A path from the root, with `/`; the root itself is empty. */
export function fromRoot(root: string, path: string): string {
  return relative(root, join(root, relative(root, path)))
    .split(sep)
    .join('/');
}

/** The texts of the definitions below `apps`, by path from the root; what cannot be read is left out. */
export function sourcesBelow(root: string): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of entriesOf(join(root, folder))) {
      const path = `${folder}/${entry.name}`;
      if (!isOfInterest(path)) continue;
      if (entry.isDirectory()) visit(path);
      else if (entry.name.endsWith('.ts')) sources.set(path, textOf(join(root, path)));
    }
  };
  visit('apps');
  return sources;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // gone since it was listed
  }
}
