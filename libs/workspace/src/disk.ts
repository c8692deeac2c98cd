import {
  closeSync,
  fchmodSync,
  fsync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';

/**
 * The one seam through which a work tree is written, and read for writing: each method is one call of the operating system
 * (or nearly), throws what that throws, and takes absolute paths. Tests pass one that fails.
 */
export interface Disk {
  /** Whether a file that somebody else reads cannot be replaced at that moment, as on Windows. */
  readonly windows: boolean;
  /** Makes a file, which must not be there yet, and opens it for writing. */
  readonly create: (path: string) => number;
  /** Writes all of `bytes`. */
  readonly write: (file: number, bytes: Uint8Array) => void;
  /** Sets the permissions of an open file. */
  readonly chmod: (file: number, mode: number) => void;
  /** Ends when what was written to the file would survive a power failure. */
  readonly sync: (file: number) => Promise<void>;
  readonly close: (file: number) => void;
  /** Puts a file in the place of another, at once. */
  readonly rename: (from: string, to: string) => void;
  /** Gives a file a second name, which must be free. */
  readonly link: (from: string, to: string) => void;
  readonly unlink: (path: string) => void;
  readonly mkdir: (path: string) => void;
  readonly rmdir: (path: string) => void;
  /** Opens a folder or file for reading, for `sync`. */
  readonly open: (path: string) => number;
  readonly read: (path: string) => Buffer;
  /** `undefined`: nothing is there. */
  readonly lstat: (path: string) => Stats | undefined;
  /** Names in a folder. */
  readonly list: (path: string) => readonly string[];
}

/** The disk of this machine. */
export const realDisk: Disk = {
  windows: process.platform === 'win32',
  create: (path) => openSync(path, 'wx', 0o644),
  write(file, bytes) {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  },
  chmod: fchmodSync,
  sync: promisify(fsync),
  close: closeSync,
  rename: renameSync,
  link: linkSync,
  unlink: unlinkSync,
  mkdir: (path) => mkdirSync(path),
  rmdir: rmdirSync,
  open: (path) => openSync(path, 'r'),
  read: (path) => readFileSync(path),
  lstat(path) {
    let stat: Stats | undefined;
    // Below a file there is nothing.
    unless(['ENOTDIR'], () => {
      stat = lstatSync(path, { throwIfNoEntry: false });
    });
    return stat;
  },
  list: (path) => readdirSync(path),
};

/** The name of a failed call's reason (`ENOSPC`); `undefined` for what is thrown by something else. */
export function errno(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}

/** Does something that may find its work done already: `code` is then no failure. Gives whether there was something to do. */
export function unless(codes: readonly string[], act: () => void): boolean {
  try {
    act();
    return true;
  } catch (cause) {
    if (codes.includes(errno(cause) ?? '')) return false;
    throw cause;
  }
}
