import type { Hold } from '@fleetwright/model/engine';
import type { HoldChange } from './movement.ts';
import type { World } from './world.ts';

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
 * What keeps out all that either of two holds keeps out; where one file cannot say both, it keeps everything out. The
 * words are those of `next`.
 */
export function both(held: Hold | undefined, next: Hold): Hold {
  if (!held || !next.not) return next;
  if (!held.not) return held;
  const { config = next.not.config, images = next.not.images } = held.not;
  const clash = [
    next.not.config !== undefined && config !== next.not.config,
    next.not.images !== undefined && images !== next.not.images,
  ];
  const { not: _, ...everything } = next;
  if (clash.includes(true)) return everything;
  return { ...next, not: { ...(config !== undefined && { config }), ...(images !== undefined && { images }) } };
}
