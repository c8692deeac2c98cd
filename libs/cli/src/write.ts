import { error, fail, ok, type Result } from '@fleetwright/diagnostics';
import { type Change, type FileTree, readText, type TreeChange } from '@fleetwright/workspace';
import type { Context } from './context.ts';

/**
 * Writes files that people own from then on; `undefined` takes a file away. `seen` is what stood there when the texts were
 * made: a file that is not in it must not be there. Paths are from the root.
 */
export async function writeByHand(
  context: Context,
  files: ReadonlyMap<string, string | undefined>,
  seen: FileTree = new Map(),
): Promise<Result<number>> {
  return context.tree.apply(changeByHand(files, seen), { force: false, owned: 'hand' });
}

/** What {@link writeByHand} writes, for those who change other files with it. */
export function changeByHand(files: ReadonlyMap<string, string | undefined>, seen: FileTree): Change {
  const wanted = new Map<string, string>();
  const changes: TreeChange[] = [];
  for (const [path, text] of files) {
    if (text !== undefined) wanted.set(path, text);
    changes.push({ path, change: text === undefined ? 'delete' : seen.has(path) ? 'update' : 'create' });
  }
  return { wanted, changes, seen };
}

/** The text of a file of people that has to be there. Errors: FW5001, FW5006 (not UTF-8), FW5016 (a link or a folder). */
export function readByHand(root: string, path: string): Result<string> {
  const text = readText(root, path);
  if (!text.ok) return text;
  if (text.value !== undefined) return ok(text.value);
  return fail([
    error('FW5001', `cannot read ${path}: ENOENT`, 'check that it is there and may be read', { file: path }),
  ]);
}
