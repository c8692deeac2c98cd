import {
  chmodSync,
  closeSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { systemProblem } from './system-problem.ts';

/** A file cannot be written; the message has Go's words. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

/**
 * Writes a file, all of it or nothing: beside it first, where that can be. A device or a pipe takes the text as it comes; a link is followed.
 * Throws a {@link WriteError}.
 */
export function writeFile(path: string, text: string): void {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    const beside = standsAlone(path, stats) ? openBeside(stats === undefined ? path : realpathSync(path)) : undefined;
    if (beside === undefined) writeFileSync(path, text);
    else writeBeside(beside, text, stats);
  } catch (problem) {
    const refused = systemProblem(problem, path);
    if (refused === undefined) throw problem;
    throw new WriteError(refused.message);
  }
}

/** Whether a path is that of a file, or of none yet: neither of a device, nor of something open, nor of a link that leads to nothing. */
function standsAlone(path: string, stats: Stats | undefined): boolean {
  if (/^\/(?:dev|proc)\//.test(resolve(path))) return false;
  return stats === undefined ? lstatSync(path, { throwIfNoEntry: false }) === undefined : stats.isFile();
}

interface Beside {
  readonly target: string;
  readonly file: string;
  readonly descriptor: number;
}

/** A new file in the same folder; `undefined` where there can be none: the file itself may be written all the same, or says why not. */
function openBeside(target: string): Beside | undefined {
  const file = join(dirname(target), `.${basename(target).slice(0, 200)}.${process.pid}`);
  try {
    return { target, file, descriptor: openSync(file, 'wx') };
  } catch {
    return undefined;
  }
}

function writeBeside({ target, file, descriptor }: Beside, text: string, before: Stats | undefined): void {
  try {
    try {
      writeFileSync(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
    if (before !== undefined) chmodSync(file, before.mode);
    renameSync(file, target);
  } catch (problem) {
    rmSync(file, { force: true });
    throw problem;
  }
}

/** Prints all of it before the process ends: a pipe takes what it can and says so (EAGAIN) where a reader is slow. Gives the exit code 0. */
export function print(text: string): number {
  writeAll(1, text);
  return 0;
}

/** As {@link print}, on standard error, with the exit code 1. */
export function complain(text: string): number {
  writeAll(2, text);
  return 1;
}

/** Without the controls that a terminal would obey. */
export function shown(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, (character) => JSON.stringify(character).slice(1, -1));
}

function writeAll(stream: 1 | 2, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(stream, rest));
    } catch (problem) {
      if (!(problem instanceof Error && 'code' in problem)) throw problem;
      // Whoever read us has seen enough, as `head` has.
      if (problem.code === 'EPIPE') return;
      if (problem.code !== 'EAGAIN') throw problem;
    }
  }
}
