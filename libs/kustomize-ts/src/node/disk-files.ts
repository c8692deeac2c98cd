import { isUtf8 } from 'node:buffer';
import { lstatSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import { refuse } from '../refusal.ts';
import type { Files } from '../tree.ts';
import { systemProblem } from './system-problem.ts';

const maxBytes = 256 * 2 ** 20;

/** What the system says of paths where nothing can be, links that lead to themselves among them. */
const missing: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/**
 * The files below a folder of the disk, as `build` reads them: when it asks, each once, symbolic links followed. Text that is UTF-8 is a
 * string, everything else bytes. What changes on disk later is seen by the next `diskFiles` only. What cannot be read (no permission, more
 * than 256 MiB) is refused when asked for (FW5001, FW5006). Devices and pipes are not files; `readSpecial` reads those that a program is given: `/dev/stdin`,
 * `/dev/fd/…` and `/dev/null`.
 */
export function diskFiles(root: string): Files {
  const contents = new Map<string, string | Uint8Array | undefined>();
  const specials = new Map<string, string | Uint8Array>();
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
      const stats = statsOf(links.onDisk(path));
      return stats !== 'loop' && stats?.isDirectory() === true;
    },
    obstacle(path) {
      const stats = statsOf(links.onDisk(path));
      if (stats === 'loop') return stats;
      return stats === undefined || stats.isFile() || stats.isDirectory() ? undefined : 'special';
    },
    readSpecial(path) {
      const file = links.onDisk(path);
      const [, name, number] = /^\/dev\/(stdin|null|fd\/([0-9]+))$/.exec(file) ?? [];
      if (name === undefined) return undefined;
      // What is open already is read as it is: a socket cannot be opened by its name.
      const source = name === 'null' ? file : Number(number ?? 0);
      const content = specials.get(file) ?? reading(path, () => contentOf(readFileSync(source)));
      if (content !== undefined) specials.set(file, content);
      return content;
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
    const found =
      folder &&
      reading(path, () => entryOf(folder.endsWith(sep) ? folder : folder + sep, path.slice(slash + 1), known));
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
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) return realpathSync(file);
  known.set(file, stats);
  return file;
}

/** What stands at a path on disk; nothing where that cannot be seen. */
function statsOf(file: string): Stats | 'loop' | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (problem) {
    return systemProblem(problem)?.code === 'ELOOP' ? 'loop' : undefined;
  }
}

function read(file: string, path: string, known: Links['known']): string | Uint8Array | undefined {
  return reading(path, () => {
    const stats = known.get(file) ?? statSync(file, { throwIfNoEntry: false });
    if (!stats?.isFile()) return undefined;
    if (stats.size > maxBytes)
      refuse('FW5006', `/${path} is larger than 256 MiB`, 'look for what should not be in it', { file: path });
    const text = readFileSync(file, 'utf8');
    // What stands for bytes that are no UTF-8; some texts have it themselves.
    return text.includes('\ufffd') ? contentOf(readFileSync(file)) : text;
  });
}

function contentOf(bytes: Buffer): string | Uint8Array {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
}

/** What `look` finds at a path of the tree; nothing where nothing can be. Refuses (FW5001) what the system does not let us see. */
function reading<T>(path: string, look: () => T): T | undefined {
  try {
    return look();
  } catch (problem) {
    const refused = systemProblem(problem, `/${path}`);
    if (refused === undefined) throw problem;
    if (missing.has(refused.code)) return undefined;
    const isDenied = refused.code === 'EACCES' || refused.code === 'EPERM';
    const hint = isDenied ? 'give this user the right to read it' : 'see what the system has against reading it';
    return refuse('FW5001', refused.message, hint, { file: path });
  }
}
