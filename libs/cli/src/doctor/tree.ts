import { existsSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { leftOver } from '@fleetwright/workspace';
import { broken, doubtful, fine, type Patient, type Row } from './row.ts';

/** Megabytes below which a large fleet may not fit; a tenth of it, and hardly anything does. */
const scarceMb = 1000;

/** What is in the work tree, and the disk under it. */
export function checkTree({ root }: Patient): readonly Row[] {
  return [checkFleet(root), ...checkLeftOver(root), checkSpace(root)];
}

function checkFleet(root: string): Row {
  const missing = ['clusters/fleet.ts', 'clusters/inventory.ts'].filter((file) => !existsSync(join(root, file)));
  if (missing.length === 0) return fine('fleet', 'clusters/fleet.ts and clusters/inventory.ts are there');
  return broken(
    'fleet',
    `${missing.join(' and ')} not found here or above`,
    'change into the root of a fleet, or clone one',
  );
}

function checkLeftOver(root: string): readonly Row[] {
  const { lock, journal } = leftOver(root);
  const mend = 'npx fleetwright render --check';
  const unfinished = journal
    ? doubtful('journal', 'a run was killed while it wrote; the next command finishes it', mend)
    : fine('journal', 'nothing is left to finish');
  return [checkLock(lock), unfinished];
}

function checkLock(lock: ReturnType<typeof leftOver>['lock']): Row {
  const mend = 'npx fleetwright render --check';
  if (lock === undefined) return fine('lock', 'nobody has the work tree');
  if (lock === 'unreadable') {
    const found = '.fleetwright/lock is no lock that Fleetwright wrote';
    return doubtful('lock', found, 'when nobody runs `fleetwright` here, remove .fleetwright/lock');
  }
  const { command, pid, host, since, gone } = lock;
  const who = `\`${command}\`, process ${pid} on ${host}, since ${since}`;
  if (gone) return doubtful('lock', `${who}: it has ended; the next command takes the lock over`, mend);
  return doubtful('lock', who, 'wait for it to end; if it never does, remove .fleetwright/lock');
}

function checkSpace(root: string): Row {
  const { bavail, bsize } = statfsSync(root);
  const mb = Math.floor((bavail * bsize) / 1e6);
  const found = mb < 10_000 ? `${mb} MB are free` : `${Math.floor(mb / 1000)} GB are free`;
  const mend = `free some space: df -h '${root}'`;
  if (mb < scarceMb / 10) return broken('disk', found, mend);
  return mb < scarceMb ? doubtful('disk', found, mend) : fine('disk', found);
}
