import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { knownTo } from './clusters.ts';
import { treeName } from './halves.ts';
import { isMarker } from './leaving.ts';
import { clustersFor, lacks, type Need } from './needs.ts';
import { FLEET, parseEntry } from './paths.ts';
import { strays } from './strays.ts';
import { list, short } from './text.ts';
import { entriesOf, holdingOf, type PlanWorld, type Stage } from './world.ts';

/** An entry of a stage and the tree that it is to be. */
export interface ToEnter {
  readonly stage: Stage;
  /** An app, `fleet`, or a pin. */
  readonly entry: string;
  readonly tree: string;
}

/**
 * "Removing a fact, a label or a value … is a barrier for rollbacks": FW4009 for what `tree` needs and the stage's clusters no
 * longer have, or, of `fleet`, for what it lacks of what the stage's apps and pins need; FW3004 and FW3008 for what a release
 * of `fleet` may never do to clusters; FW4010 for a marker; FW3001 for a tree that this version does not understand.
 */
export function barrier(world: PlanWorld, { stage, entry, tree }: ToEnter): readonly Diagnostic[] {
  if (entry === FLEET) return barrierOfFleet(world, stage, tree);
  const { app, cluster } = parseEntry(entry);
  const release = world.contents.release(app, tree);
  const known = knownTo(world, stage.name);
  if (!release) return [unreadable(app, tree, 'config/release.yaml')];
  if (isMarker(world, app, tree)) return [ends(app, stage)];
  if (!known) return [];
  const clusters = clustersFor(entry, entriesOf(world, stage.name), known);
  const name = treeName(world, app, stage, tree);
  const needs = lacks(release, clusters, cluster !== undefined);
  return needs.map((need) => gone(`release ${name} of ${app}`, stage, need));
}

/** A rollback or a pin to the marker would prune everything, unasked what takes its data along. */
function ends(app: string, stage: Stage): Diagnostic {
  const message = `that is the marker of ${app}: nothing else of it would be left in ${stage.name}`;
  return error('FW4010', message, `name a release; how an app goes for good: fleetwright retire ${app}`, undefined);
}

function gone(who: string, stage: Stage, { what, would, clusters }: Need): Diagnostic {
  const message = `${who} ${what}, which ${list(clusters)} of ${stage.name} would ${would}: it has gone since`;
  const hint = `go back to a release that does without, or bring it back in clusters/ and promote fleet to ${stage.name} first`;
  return error('FW4009', message, hint, undefined);
}

function barrierOfFleet(world: PlanWorld, stage: Stage, tree: string): readonly Diagnostic[] {
  const next = world.contents.clusters(tree);
  if (!next) return [unreadable(FLEET, tree, 'clusters.yaml')];
  const errors = [...strays(world, stage, knownTo(world, stage.name), next, 'rollback')];
  const entries = entriesOf(world, stage.name).filter((entry) => entry !== FLEET);
  const name = treeName(world, FLEET, stage, tree);
  for (const entry of entries) {
    const { app, cluster } = parseEntry(entry);
    const held = holdingOf(world, stage.name, entry)?.tree;
    const release = held === undefined ? undefined : world.contents.release(app, held);
    for (const need of release ? lacks(release, clustersFor(entry, entries, next), cluster !== undefined) : []) {
      const message = `what ${stage.name} holds of ${entry} ${need.what}, which with release ${name} of fleet ${list(need.clusters)} would ${need.would}`;
      const hint = `roll ${app} back first, or go back to a release of fleet that has it`;
      errors.push(error('FW4009', message, hint, undefined));
    }
  }
  return errors;
}

function unreadable(app: string, tree: string, file: string): Diagnostic {
  const message = `the ${file} of tree ${short(tree)} of ${app} is not one that this version understands`;
  return error('FW3001', message, 'name another release, or use the version that wrote it', undefined);
}
