import { isUtf8 } from 'node:buffer';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import { ownerOf } from './owner.ts';

/** What stands at a path of the work tree. Symbolic links are not followed, whatever they point to. */
export type Standing = 'file' | 'directory' | 'nothing';

/**
 * What stands at `path` below `root`; an error (FW5016) when it, or a folder on the way, is a symbolic link or something
 * else that is neither file nor folder. `path` is relative, with `/`; the empty path is the root itself.
 */
export function standing(root: string, path: string): Result<Standing> {
  const parts = path === '' ? [] : path.split('/');
  if (parts.length > 0 && !isPlain(path)) return fail([notPlain(path)]);
  let here = '';
  for (const [index, part] of parts.entries()) {
    here = here === '' ? part : `${here}/${part}`;
    const stat = lstatSync(join(root, here), { throwIfNoEntry: false });
    if (stat === undefined) return ok('nothing');
    if (stat.isSymbolicLink()) return fail([symlink(here)]);
    if (index === parts.length - 1 && stat.isFile()) return ok('file');
    if (!stat.isDirectory()) return index === parts.length - 1 ? fail([special(here)]) : ok('nothing');
  }
  return ok('directory');
}

/** Whether a path stays below the folder that it starts from. */
export function isPlain(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'));
}

/** FW5016 for a path that is not plain. */
export function notPlain(path: string): Diagnostic {
  return misplaced(
    path,
    'it is not a plain path inside the work tree',
    'name files below the root, with "/" between folders',
  );
}

/** The text of a file; `undefined` when none is there. Errors: FW5001 (no permission), FW5016 (links, folders), FW5006 (not UTF-8). */
export function readText(root: string, path: string): Result<string | undefined> {
  const at = standing(root, path);
  if (!at.ok) return at;
  if (at.value === 'nothing') return ok(undefined);
  if (at.value === 'directory')
    return fail([misplaced(path, 'it is a folder', 'put a file there, or remove the folder')]);
  try {
    return decode(path, readFileSync(join(root, path)));
  } catch (cause) {
    return fail([ioError(path, 'read', cause)]);
  }
}

/** Bytes as text; FW5006 when they are not UTF-8, with the line where they stop being it. */
export function decode(path: string, bytes: Buffer): Result<string> {
  if (isUtf8(bytes)) return ok(bytes.toString('utf8'));
  const at = { file: path, line: firstBadLine(bytes) };
  const byHand = ownerOf(path) === 'hand';
  const hint = byHand
    ? 'save it as UTF-8, or remove it'
    : `it is generated: \`git restore -- ${path}\` brings it back; if git does not know it, remove it`;
  return fail([error('FW5006', `${path} is not UTF-8 text`, hint, at)]);
}

/** No character of UTF-8 goes over the end of a line, so each line stands for itself. */
function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf('\n', start);
    const next = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(start, next))) return line;
    start = next;
  }
  return line;
}

/** FW5001 for a failed call of the operating system; `more` follows the reason. */
export function ioError(path: string, action: 'read' | 'write', cause: unknown, more = ''): Diagnostic {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const hint = hints[code] ?? 'check permissions, free space and what stands there';
  return error('FW5001', `cannot ${action} ${path}: ${code}${more}`, hint, { file: path });
}

const hints: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full: make room, and run the command again',
  EDQUOT: 'your share of the disk is used up: make room, and run the command again',
  EMFILE: 'too many files are open: raise `ulimit -n`, and run the command again',
  EROFS: 'the file system is read-only: run the command where the work tree can be written',
};

/** FW5016 for a symbolic link. */
export function symlink(path: string): Diagnostic {
  return misplaced(path, 'it is a symbolic link', 'put the file or folder itself there: links are never followed');
}

/** FW5016 for a device, a socket and the like. */
export function special(path: string): Diagnostic {
  return misplaced(path, 'it is neither a file nor a folder', 'remove it');
}

function misplaced(path: string, why: string, hint: string): Diagnostic {
  return error('FW5016', `cannot use ${path}: ${why}`, hint, { file: path });
}
