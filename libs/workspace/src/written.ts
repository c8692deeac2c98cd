import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type Disk, errno } from './disk.ts';
import { runGit } from './git/run.ts';
import { ownerOf } from './owner.ts';
import type { Step } from './writing.ts';

/** Git's names of the contents that Fleetwright wrote last, by path from the root. */
export type Written = ReadonlyMap<string, string>;

const title = 'fleetwright written 1';

/** Path of the record. */
export const recordPath = '.fleetwright/written';

/** The record's bytes; `undefined` when there is none. */
export function readRecord(disk: Disk, root: string): Buffer | undefined {
  try {
    return disk.read(`${root}/${recordPath}`);
  } catch (cause) {
    if (errno(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}

/** Reads the record; one that is not there, or not ours, is empty: then HEAD decides alone. */
export function parseWritten(record: Buffer | undefined): Written {
  const [first, ...lines] = (record?.toString('utf8') ?? '').split('\n');
  if (first !== title) return new Map();
  return new Map(lines.filter((line) => line !== '').map((line) => [line.slice(41), line.slice(0, 40)]));
}

/** Records what stands at a path now, `undefined`: nothing. What people own is not recorded. */
export function record(written: Map<string, string>, path: string, sha: string | undefined): void {
  if (sha === undefined || ownerOf(path) === 'hand') written.delete(path);
  else written.set(path, sha);
}

/** What is to become of the record: a line for each path, in code-unit order. */
export function recordStep(before: Buffer | undefined, written: Written): Step {
  const lines = [...written].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, sha]) => `${sha} ${path}\n`);
  return { path: recordPath, before, after: Buffer.from(`${title}\n${lines.join('')}`) };
}

/** The name that git gives to a file with this content. */
export function blobSha(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

/**
 * Git's names of the files below `apps` and `clusters` of the commits that a work tree may come from: HEAD, and the other side
 * of a merge, cherry-pick or rebase that is under way. Empty outside a repository and before the first commit.
 */
export function committedBlobs(root: string): ReadonlyMap<string, ReadonlySet<string>> {
  const blobs = new Map<string, Set<string>>();
  if (!existsSync(`${root}/.git`)) return blobs;
  for (const commit of ['HEAD', 'MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REBASE_HEAD']) {
    if (runGit(root, ['rev-parse', '--verify', '--quiet', `${commit}^{commit}`], { accepted: 1 }).status !== 0)
      continue;
    const printed = runGit(root, ['ls-tree', '-r', '-z', '--full-tree', commit, '--', 'apps', 'clusters']).stdout;
    for (const line of printed.toString('utf8').split('\0')) {
      const tab = line.indexOf('\t');
      const path = line.slice(tab + 1);
      if (line !== '') blobs.set(path, (blobs.get(path) ?? new Set()).add(line.slice(12, tab)));
    }
  }
  return blobs;
}
