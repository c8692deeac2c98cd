import { createHash } from 'node:crypto';
import { type Disk, errno, unless } from './disk.ts';
import type { Pace } from './pace.ts';

/** What is to become of one file. Shas are those that git gives to its content; `undefined`: no file. */
export interface Operation {
  /** From the root of the work tree, with `/`. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A change of the work tree that is decided: all that is needed to finish it. */
export interface Journal {
  /** Name of the command. */
  readonly command: string;
  /** Part of the names of files that are staged, so that they are nobody else's. */
  readonly token: string;
  readonly operations: readonly Operation[];
  /** New contents by their sha. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

const title = 'fleetwright journal 1';

/** How much is written at once. */
const block = 2 ** 20;

/** Bytes that a journal takes. */
export function sizeOf({ contents, operations }: Journal): number {
  let size = 1000;
  for (const { path } of operations) size += path.length + 100;
  for (const content of contents.values()) size += content.length;
  return size;
}

/**
 * Writes `folder`/journal: when it ends, the change would survive a power failure; when it throws, nothing was begun. The first
 * line has the checksum of all that follows.
 */
export async function writeJournal(disk: Disk, folder: string, journal: Journal, pace: Pace): Promise<void> {
  const blocks = encode(journal);
  const checksum = createHash('sha256');
  for (const bytes of blocks) {
    checksum.update(bytes);
    await pace();
  }
  const staged = `${folder}/journal.new`;
  unless(['ENOENT'], () => disk.unlink(staged));
  const file = disk.create(staged);
  try {
    disk.write(file, Buffer.from(`${title} ${checksum.digest('hex')}\n`));
    for (const bytes of blocks) {
      disk.write(file, bytes);
      await pace();
    }
    await disk.sync(file);
  } finally {
    disk.close(file);
  }
  disk.rename(staged, `${folder}/journal`);
  await syncFolder(disk, folder);
}

/** Reads `folder`/journal. `torn`: it was not written to its end, so nothing of the change was begun. */
export function readJournal(disk: Disk, folder: string): Journal | 'none' | 'torn' {
  let bytes: Buffer;
  try {
    bytes = disk.read(`${folder}/journal`);
  } catch (cause) {
    if (errno(cause) === 'ENOENT') return 'none';
    throw cause;
  }
  const end = bytes.indexOf('\n') + 1;
  const rest = bytes.subarray(end);
  const checksum = createHash('sha256').update(rest).digest('hex');
  return bytes.toString('utf8', 0, end) === `${title} ${checksum}\n` ? decode(rest) : 'torn';
}

/** Ends a change: nothing of it is left to do. */
export function removeJournal(disk: Disk, folder: string): void {
  unless(['ENOENT'], () => disk.unlink(`${folder}/journal.new`));
  unless(['ENOENT'], () => disk.unlink(`${folder}/journal`));
}

/** Makes new names in a folder survive a power failure, where the system knows such a thing. */
async function syncFolder(disk: Disk, folder: string): Promise<void> {
  if (disk.windows) return;
  const file = disk.open(folder);
  try {
    await disk.sync(file);
  } finally {
    disk.close(file);
  }
}

/**
 * The length of the head, the head, then all contents. The head has a line for the command, the token, each operation
 * (`<before> <after> <path>`, `-` for no file), an empty one, and a line for each content (`<sha> <length>`).
 */
function encode({ command, token, operations, contents }: Journal): Buffer[] {
  const lines = [command, token];
  for (const { path, before = '-', after = '-' } of operations) lines.push(`${before} ${after} ${path}`);
  lines.push('');
  for (const [sha, content] of contents) lines.push(`${sha} ${content.length}`);
  const head = Buffer.from(`${lines.join('\n')}\n`);
  const blocks: Buffer[] = [];
  let pending: Uint8Array[] = [Buffer.from(`${head.length}\n`), head];
  let size = head.length;
  for (const content of contents.values()) {
    pending.push(content);
    size += content.length;
    if (size < block) continue;
    blocks.push(Buffer.concat(pending));
    pending = [];
    size = 0;
  }
  return [...blocks, Buffer.concat(pending)];
}

function decode(bytes: Buffer): Journal {
  const start = bytes.indexOf('\n') + 1;
  const end = start + Number(bytes.toString('latin1', 0, start));
  const lines = bytes.toString('utf8', start, end).split('\n');
  const middle = lines.indexOf('');
  const [command = '', token = '', ...listed] = lines.slice(0, middle);
  const contents = new Map<string, Uint8Array>();
  let position = end;
  for (const line of lines.slice(middle + 1, -1)) {
    const [sha = '', size] = line.split(' ');
    contents.set(sha, bytes.subarray(position, position + Number(size)));
    position += Number(size);
  }
  return { command, token, operations: listed.map(toOperation), contents };
}

function toOperation(line: string): Operation {
  const [before, after] = line.split(' ', 2);
  const path = line.slice(`${before} ${after} `.length);
  return { path, before: before === '-' ? undefined : before, after: after === '-' ? undefined : after };
}
