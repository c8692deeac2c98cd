import type { Hold } from '@fleetwright/model/engine';
import type { HoldChange } from './movement.ts';
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

/** Whether a hold keeps everything out: it names no half. */
export function holdsAll({ not }: Hold): boolean {
  return (not?.config ?? not?.images) === undefined;
}

/** What people say when they hold something, or when a movement needs a hold. */
export interface Said {
  readonly reason: string;
  /** `Ada Lovelace <ada@example.com>`. */
  readonly author: string;
  /** When it should end, ISO in UTC. */
  readonly until?: string | undefined;
}

/** The content of a hold file; what is not said is not in it. */
export function holdOf({ reason, author, until }: Said, not?: Hold['not']): Hold {
  return { reason, author, ...(until !== undefined && { until }), ...(not && { not }) };
}

/** The change that makes a hold file say `to`; `undefined`: it goes. */
export function holdChange(world: World, path: string, to: Hold | undefined): HoldChange {
  return { path, from: world.holds.get(path), to };
}

/**
 * What keeps out all that either of two holds keeps out, for as long as either does; where one file cannot say both, it keeps
 * everything out. The words are those of `next`, unless it says nothing that `held` does not.
 */
export function both(held: Hold | undefined, next: Hold): Hold {
  if (!held) return next;
  const until = laterEnd(held, next);
  if (holdsAll(next)) return holdOf({ ...next, until });
  if (holdsAll(held)) return until === held.until ? held : holdOf({ ...held, until });
  const [{ not: one = {} }, { not: other = {} }] = [held, next];
  const isClash = (half: 'config' | 'images'): boolean =>
    one[half] !== undefined && other[half] !== undefined && one[half] !== other[half];
  if (isClash('config') || isClash('images')) return holdOf({ ...next, until });
  const [config, images] = [one.config ?? other.config, one.images ?? other.images];
  return holdOf(
    { ...next, until },
    { ...(config !== undefined && { config }), ...(images !== undefined && { images }) },
  );
}

/** When the last of two holds should end; `undefined`: when somebody ends it. */
function laterEnd({ until: one }: Hold, { until: other }: Hold): string | undefined {
  if (one === undefined || other === undefined) return undefined;
  return secondsOf(one) > secondsOf(other) ? one : other;
}
