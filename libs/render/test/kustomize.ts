import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { FileTree } from 'kustomize-ts';

/** A real kustomize: `KUSTOMIZE`, the one that `npm run kustomize` made, or the first on the PATH; undefined when there is none. */
export function findKustomize(): string | undefined {
  const { KUSTOMIZE, PATH = '' } = process.env;
  const places = [join(import.meta.dirname, '../../../.cache/bin'), ...PATH.split(delimiter)];
  return [KUSTOMIZE ?? '', ...places.map((place) => join(place, 'kustomize'))].find((file) => existsSync(file));
}

/** What `kustomize build` prints for each of the folders of a tree. Throws with what it said when it fails. */
export function build(kustomize: string, tree: FileTree, folders: readonly string[]): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), 'fleetwright-'));
  try {
    for (const [path, content] of tree) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return folders.map((folder) => {
      const { status, stdout, stderr } = spawnSync(kustomize, ['build', join(root, folder)], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`kustomize build ${folder}: ${stderr}`);
      return stdout;
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
