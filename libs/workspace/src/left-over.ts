import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Holder, isGone, parseHolder } from './lock/holder.ts';

/** What runs left in a work tree that is not open. */
export interface LeftOver {
  /** Who has the lock; `gone`: it has ended, so the next run takes the lock over. */
  readonly lock: (Holder & { readonly gone: boolean }) | 'unreadable' | undefined;
  /** Whether there is a change that a killed run did not finish: the next run does. */
  readonly journal: boolean;
}

/** Looks at lock and journal of the work tree at `root`, and touches neither. */
export function leftOver(root: string): LeftOver {
  const folder = join(root, '.fleetwright');
  return { lock: readLock(join(folder, 'lock')), journal: existsSync(join(folder, 'journal')) };
}

function readLock(file: string): LeftOver['lock'] {
  if (!existsSync(file)) return undefined;
  try {
    const holder = parseHolder(readFileSync(file, 'utf8'));
    return holder ? { ...holder, gone: isGone(holder) } : 'unreadable';
  } catch {
    return 'unreadable';
  }
}
