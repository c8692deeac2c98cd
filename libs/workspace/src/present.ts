import { fail, ok, type Result } from '@fleetwright/diagnostics';
import { type Disk, errno } from './disk.ts';
import { ioError, type Standing, special, symlink } from './files.ts';
import { folderOf } from './writing.ts';

/** What stands at paths of a work tree, each folder looked at once. Symbolic links are errors, whatever they point to. */
export interface Present {
  standing(path: string): Result<Standing>;
  /** The content of a file; `undefined` where none is. */
  content(path: string): Result<Buffer | undefined>;
  /** Paths of all that is no folder below a folder. */
  files(folder: string): Result<readonly string[]>;
}

/** Looks at the work tree at `root`, for one change: what changes meanwhile may not be seen. */
export function lookAt(disk: Disk, root: string): Present {
  const folders = new Map<string, Result<Standing>>([['', ok('directory')]]);
  function folderStanding(folder: string): Result<Standing> {
    const known = folders.get(folder);
    if (known) return known;
    const found = standing(folder);
    folders.set(folder, found);
    return found;
  }
  function standing(path: string): Result<Standing> {
    if (path === '') return ok('directory');
    const above = folderStanding(folderOf(path));
    if (!above.ok) return above;
    return above.value === 'directory' ? own(path) : ok('nothing');
  }
  function own(path: string): Result<Standing> {
    try {
      const stat = disk.lstat(`${root}/${path}`);
      if (stat === undefined) return ok('nothing');
      if (stat.isSymbolicLink()) return fail([symlink(path)]);
      if (stat.isFile()) return ok('file');
      return stat.isDirectory() ? ok('directory') : fail([special(path)]);
    } catch (cause) {
      return fail([ioError(path, 'read', cause)]);
    }
  }
  function content(path: string): Result<Buffer | undefined> {
    const found = standing(path);
    if (!found.ok) return found;
    if (found.value !== 'file') return ok(undefined);
    try {
      return ok(disk.read(`${root}/${path}`));
    } catch (cause) {
      return errno(cause) === 'ENOENT' ? ok(undefined) : fail([ioError(path, 'read', cause)]);
    }
  }
  function files(folder: string): Result<readonly string[]> {
    try {
      return ok(below(folder));
    } catch (cause) {
      return fail([ioError(folder, 'read', cause)]);
    }
  }
  function below(folder: string): readonly string[] {
    return disk.list(`${root}/${folder}`).flatMap((name) => {
      const path = `${folder}/${name}`;
      return disk.lstat(`${root}/${path}`)?.isDirectory() ? below(path) : [path];
    });
  }
  return { standing, content, files };
}
