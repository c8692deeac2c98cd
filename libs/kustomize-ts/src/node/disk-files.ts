import { isUtf8 } from 'node:buffer';
import { lstatSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
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
  const links = linksBelow(realpathSync(root));
  return {
    get(path) {
      if (!contents.has(path)) contents.set(path, read(links.onDisk(path), path, links.known));
      return contents.get(path);
    },
    realPath(path) {
      const real = links.real(path);
      return real === undefined ? undefined : links.inside(real);
    },
    isFolder(path) {
      const real = links.real(path);
      return real !== undefined && statSync(real, { throwIfNoEntry: false })?.isDirectory() === true;
    },
  };
}

/** What is known of the paths below a folder: each folder and file is looked at once, not all folders above it again. */
interface Links {
  readonly onDisk: (path: string) => string;
  /** The path on disk without links; `undefined` when nothing is there. */
  readonly real: (path: string) => string | undefined;
  /** The path in the tree of one on disk; `undefined` above the folder, or on another drive: a path that no root holds. */
  readonly inside: (real: string) => string | undefined;
  /** What stands at paths on disk that have no links in them. */
  readonly known: ReadonlyMap<string, Stats>;
}

function linksBelow(top: string): Links {
  const prefix = top.endsWith(sep) ? top : top + sep;
  const known = new Map<string, Stats>();
  const reals = new Map<string, string | undefined>([['', top]]);
  const onDisk = (path: string): string =>
    path === '' ? top : prefix + (sep === '/' ? path : path.replaceAll('/', sep));
  const real = (path: string): string | undefined => {
    if (reals.has(path)) return reals.get(path);
    const slash = path.lastIndexOf('/');
    const folder = real(path.slice(0, Math.max(0, slash)));
    const found = folder && entryOf(folder.endsWith(sep) ? folder : folder + sep, path.slice(slash + 1), known);
    reals.set(path, found);
    return found;
  };
  const inside = (found: string): string | undefined => {
    if (found === top) return '';
    if (!found.startsWith(prefix)) return undefined;
    const path = found.slice(prefix.length);
    return sep === '/' ? path : path.split(sep).join('/');
  };
  return { onDisk, real, inside, known };
}

/** What a name in a folder without links leads to. */
function entryOf(folder: string, name: string, known: Map<string, Stats>): string | undefined {
  const file = folder + name;
  try {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (stats.isSymbolicLink()) return realpathSync(file);
    known.set(file, stats);
    return file;
  } catch (problem) {
    if (missing.has(codeOf(problem) ?? '')) return undefined;
    throw problem;
  }
}

function read(file: string, path: string, known: Links['known']): string | Uint8Array | undefined {
  try {
    const stats = known.get(file) ?? statSync(file, { throwIfNoEntry: false });
    if (!stats?.isFile()) return undefined;
    if (stats.size > maxBytes)
      refuse('FW5006', 'the file is larger than 256 MiB', 'look for what should not be in it', { file: path });
    const text = readFileSync(file, 'utf8');
    // What stands for bytes that are no UTF-8; some texts have it themselves.
    if (!text.includes('\ufffd')) return text;
    const bytes = readFileSync(file);
    return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
  } catch (problem) {
    if (missing.has(codeOf(problem) ?? '')) return undefined;
    if (codeOf(problem) === undefined) throw problem;
    return refuse('FW5001', `the file cannot be read: ${messageOf(problem)}`, 'mend its permissions', { file: path });
  }
}

function codeOf(problem: unknown): string | undefined {
  return problem instanceof Error && 'code' in problem && typeof problem.code === 'string' ? problem.code : undefined;
}

function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
