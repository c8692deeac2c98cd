import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { type Clusters, heldTwice } from '@fleetwright/model/engine';
import { knownTo } from './clusters.ts';
import { parseEntry } from './paths.ts';
import { list } from './text.ts';
import { entriesOf, type PlanWorld, type Stage } from './world.ts';

/** How a release of `fleet` comes to its stage: what helps against it is not the same. */
export type Coming = 'promotion' | 'rollback';

/**
 * What a release of `fleet` may not do to clusters, compared with what the stage holds (`held`) and with what every other
 * stage holds. FW3004: "a cluster in two stages, or gone without state `gone`, is an error", one that would be joining again,
 * and a pin of one that leaves. FW3008: see {@link rehubbed}.
 */
export function strays(
  world: PlanWorld,
  stage: Stage,
  held: Clusters | undefined,
  next: Clusters,
  coming: Coming,
): readonly Diagnostic[] {
  const lost = Object.entries(held?.clusters ?? {}).filter(([name]) => !Object.hasOwn(next.clusters, name));
  return [
    ...lost.flatMap(([name, { state }]) =>
      state === 'gone' ? pinsOf(world, stage, name) : [vanished(stage, name, coming)],
    ),
    ...joiningAgain(held, next, coming),
    ...inTwo(world, stage, held, next),
    ...rehubbed(world, held, next),
  ];
}

function vanished(stage: Stage, name: string, coming: Coming): Diagnostic {
  const message = `cluster ${name} would vanish from ${stage.name} without having been gone`;
  const since = 'that older release does not know it: roll back to a release since it joined, or make it gone first';
  if (coming === 'rollback') return error('FW3004', message, since, undefined);
  const hint = `put it back under ${stage.name} in clusters/inventory.ts (to move it: fleetwright move ${name} --to <stage>; to retire it: state "gone", promoted first; to split a stage: fleetwright new stage <stage> --from ${stage.name})`;
  return error('FW3004', message, hint, undefined);
}

/** FW3004: `joining` has add-ons only, so a cluster that has apps would lose them, and no movement would say so. */
function joiningAgain(held: Clusters | undefined, next: Clusters, coming: Coming): readonly Diagnostic[] {
  return Object.entries(held?.clusters ?? {}).flatMap(([name, { state }]) => {
    if ((state !== 'active' && state !== 'draining') || next.clusters[name]?.state !== 'joining') return [];
    const message = `cluster ${name} would go from ${state} back to joining: its apps would be left to nobody`;
    const hint =
      coming === 'rollback'
        ? 'roll back only to releases since it became active'
        : 'give it the state "active", "draining" or "gone" in clusters/inventory.ts';
    return [error('FW3004', message, hint, undefined)];
  });
}

function pinsOf(world: PlanWorld, stage: Stage, name: string): readonly Diagnostic[] {
  const pins = entriesOf(world, stage.name).filter((entry) => parseEntry(entry).cluster === name);
  return pins.map((pin) => {
    const message = `${pin} is pinned in ${stage.name}, which would not know ${name} any more`;
    const hint = `end the pin before its cluster leaves: fleetwright unhold ${parseEntry(pin).app} --cluster ${name}`;
    return error('FW3004', message, hint, undefined);
  });
}

/** FW3004 for the clusters of a release of `fleet` that another stage holds too. */
function inTwo(world: PlanWorld, stage: Stage, held: Clusters | undefined, next: Clusters): readonly Diagnostic[] {
  const others = heldByAll(world).filter(([other]) => other.name !== stage.name);
  const all = [
    [stage.name, next.clusters] as const,
    ...others.map(([other, known]) => [other.name, known.clusters] as const),
  ];
  const errors: Diagnostic[] = [];
  for (const [name, [first, ...rest]] of heldTwice(all)) {
    // What two other stages hold was wrong before.
    if (first !== stage.name) continue;
    for (const [other] of others.filter(([{ name: otherName }]) => rest.includes(otherName))) {
      const message = `cluster ${name} would be in ${stage.name} and in ${other.name}`;
      const leave = `leave it under ${other.name} in clusters/inventory.ts`;
      const way = held
        ? `fleetwright move ${name} --to ${stage.name}`
        : `fleetwright new stage ${stage.name} --from ${other.name}`;
      const hint = other.environment === stage.environment ? way : leave;
      errors.push(error('FW3004', message, hint, undefined));
    }
  }
  return errors;
}

/**
 * FW3008 for what would leave an Application with two owners: "an Application cannot move between ApplicationSets", so a
 * hub that any stage holds keeps the number of its buckets; nor between two Argo CDs, so a cluster keeps its hub until it is
 * gone.
 */
export function rehubbed(world: PlanWorld, held: Clusters | undefined, next: Clusters): readonly Diagnostic[] {
  const errors: Diagnostic[] = [];
  for (const [name, hub] of Object.entries(next.hubs)) {
    const others = heldByAll(world).filter(([, known]) => (known.hubs[name]?.buckets ?? hub.buckets) !== hub.buckets);
    const before = others[0]?.[1].hubs[name]?.buckets;
    if (before === undefined) continue;
    const where = list(others.map(([other]) => other.name));
    const message = `hub ${name}, which ${where} ${others.length === 1 ? 'holds' : 'hold'}, would change its buckets from ${before} to ${hub.buckets}: an Application cannot move between ApplicationSets`;
    const hint = `set them back to ${before} in clusters/fleet.ts; for another number declare another hub, for clusters that are new or were gone`;
    errors.push(error('FW3008', message, hint, undefined));
  }
  for (const [name, { hub, state }] of Object.entries(held?.clusters ?? {})) {
    const after = next.clusters[name]?.hub ?? hub;
    if (state === 'gone' || after === hub) continue;
    const message = `cluster ${name} would move from hub ${hub} to hub ${after}: the Argo CDs of both would manage it`;
    const hint = `put it back on ${hub} in clusters/inventory.ts; to move it, make its state "gone", promote fleet, delete its Applications from ${hub}, then declare it on ${after}`;
    errors.push(error('FW3008', message, hint, undefined));
  }
  return errors;
}

/** What every stage knows, as far as it holds `fleet`. */
function heldByAll(world: PlanWorld): readonly (readonly [Stage, Clusters])[] {
  return world.stages.flatMap((stage): [Stage, Clusters][] => {
    const known = knownTo(world, stage.name);
    return known ? [[stage, known]] : [];
  });
}
