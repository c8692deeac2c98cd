import type { Closed, Gate } from '../gate.ts';
import { freezeOf, holder } from '../holds.ts';
import type { World } from '../world.ts';

/** A freeze of this stage, or of all: no promotion comes, of `fleet` neither. What a freeze says of halves changes nothing. */
export const freeze: Gate = {
  name: 'freeze',
  isOpen: (world, { stage: { name } }) => !freezeOf(world, undefined) && !freezeOf(world, name),
  ask: (world, { stage: { name } }) => {
    const closed = frozen(world, name).map(({ verdict }) => verdict);
    return closed.length > 0 ? closed : [{ state: 'open', stage: name }];
  },
};

/** The freezes that a stage is under, each with its file. */
export function frozen(world: World, stage: string): readonly { readonly path: string; readonly verdict: Closed }[] {
  const [ofAll, own] = [freezeOf(world, undefined), freezeOf(world, stage)];
  return [
    ...(ofAll ? [{ ...ofAll, what: 'every stage', unhold: 'fleetwright unhold --all' }] : []),
    ...(own ? [{ ...own, what: stage, unhold: `fleetwright unhold --stage ${stage}` }] : []),
  ].map(({ path, hold, what, unhold }) => {
    const because = `${what} is frozen ${holder(hold, world.now)}`;
    return { path, verdict: { state: 'closed', stage, because, help: unhold } };
  });
}
