import type { Hold } from '@fleetwright/model/engine';
import { holdPath } from './paths.ts';
import { secondsOf } from './text.ts';
import type { World } from './world.ts';

/** A hold or freeze, and its file. */
export interface Held {
  readonly path: string;
  readonly hold: Hold;
}

/** What keeps promotions of an entry (an app, `fleet`, a pin) out of a stage; `undefined`: it is not held. */
export function holdOn(world: World, stage: string, entry: string): Held | undefined {
  return heldAt(world, holdPath({ stage, entry }));
}

/** The freeze of one stage; for `undefined` that of all. */
export function freezeOf(world: World, stage: string | undefined): Held | undefined {
  return heldAt(world, holdPath({ stage, entry: undefined }));
}

/** "Expiry makes the removal due, nothing more." */
export function isExpired({ until }: Hold, now: number): boolean {
  return until !== undefined && secondsOf(until) <= now;
}

/** Who holds, until when and why, as messages say it behind "held": `by Ada Lovelace until …: checkout is slow`. */
export function holder(hold: Hold, now: number): string {
  const name = hold.author.replace(/\s*<[^<>]*>$/, '') || hold.author;
  const over = isExpired(hold, now) ? ', which is over' : '';
  const until = hold.until === undefined ? '' : ` until ${hold.until}${over}`;
  return `by ${name}${until}: ${hold.reason}`;
}

function heldAt(world: World, path: string): Held | undefined {
  const hold = world.holds.get(path);
  return hold && { path, hold };
}
