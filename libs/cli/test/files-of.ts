import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What stands in a work tree: the text of every file, by path; of a folder `undefined`. Git's files and packages left out. */
export type Files = ReadonlyMap<string, string | undefined>;

/** Reads a work tree; in the order of paths. */
export function filesOf(root: string): Files {
  const found = new Map<string, string | undefined>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (path === '.git' || path === 'node_modules') continue;
      found.set(path, entry.isDirectory() ? undefined : readFileSync(join(root, path), 'utf8'));
      if (entry.isDirectory()) visit(path);
    }
  };
  visit('');
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Makes a work tree what it was. */
export function putBack(root: string, files: Files): void {
  const now = filesOf(root);
  const isAsItWas = (path: string): boolean => files.has(path) && files.get(path) === now.get(path);
  for (const path of now.keys()) {
    if (!isAsItWas(path)) rmSync(join(root, path), { recursive: true, force: true });
  }
  for (const [path, text] of files) {
    if (now.has(path) && isAsItWas(path)) continue;
    if (text === undefined) mkdirSync(join(root, path), { recursive: true });
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  }
}
