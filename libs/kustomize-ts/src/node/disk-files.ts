import { isUtf8 } from 'node:buffer';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { refuse } from '../refusal.ts';
import type { Files } from '../tree.ts';

const maxBytes = 256 * 2 ** 20;

/** What the system says of paths where nothing can be, links that lead to themselves among them. */
const missing: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/**
 * The files below a folder of the disk, as `build` reads them: when it asks, each once, symbolic links followed. Text that is UTF-8 is a
 * string, everything else bytes. What changes on disk later is seen by the next `diskFiles` only. What cannot be read (no permission, more
 * than 256 MiB) is refused when asked for (FW5001, FW5006); devices and pipes are not files.
 */
export function diskFiles(root: string): Files {
  const contents = new Map<string, string | Uint8Array | undefined>();
  const top = realpathSync(root);
  return {
    get(path) {
      if (!contents.has(path)) contents.set(path, read(join(top, path), path));
      return contents.get(path);
    },
    realPath(path) {
      const real = resolved(join(top, path));
      if (real === undefined) return undefined;
      const inside = relative(top, real);
      // Above the folder, or on another drive: a path that no root holds.
      return inside === '' || !/^\.\.(?:$|[\\/])|^[A-Za-z]:/.test(inside) ? inside.split(sep).join('/') : undefined;
    },
    isFolder(path) {
      const real = resolved(join(top, path));
      return real !== undefined && statSync(real, { throwIfNoEntry: false })?.isDirectory() === true;
    },
  };
}

function read(file: string, path: string): string | Uint8Array | undefined {
  try {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile()) return undefined;
    if (stat.size > maxBytes)
      refuse('FW5006', 'the file is larger than 256 MiB', 'look for what should not be in it', { file: path });
    const bytes = readFileSync(file);
    return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
  } catch (problem) {
    if (missing.has(codeOf(problem) ?? '')) return undefined;
    if (codeOf(problem) === undefined) throw problem;
    return refuse('FW5001', `the file cannot be read: ${messageOf(problem)}`, 'mend its permissions', { file: path });
  }
}

function resolved(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch (problem) {
    if (missing.has(codeOf(problem) ?? '')) return undefined;
    throw problem;
  }
}

function codeOf(problem: unknown): string | undefined {
  return problem instanceof Error && 'code' in problem && typeof problem.code === 'string' ? problem.code : undefined;
}

function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
