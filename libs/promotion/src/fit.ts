import { type Diagnostic, error } from '@fleetwright/diagnostics';
import type { Clusters, Release as ReleaseFile } from '@fleetwright/model/engine';
import { dueOf } from './candidates.ts';
import { knownTo } from './clusters.ts';
import { treeName } from './halves.ts';
import type { Promotion } from './movement.ts';
import { clustersFor, lacks, type Need, unmet } from './needs.ts';
import { FLEET, parseEntry } from './paths.ts';
import { strays } from './strays.ts';
import { entriesOf, holdingOf, type PlanWorld, type Stage } from './world.ts';

/** Why a movement cannot be part of a plan. */
export interface Problem {
  /** The app, or `fleet`, whose movement it is. */
  readonly app: string;
  readonly diagnostic: Diagnostic;
}

/** The movements that fit together, and why the others do not. */
export interface Fitting {
  readonly movements: readonly Promotion[];
  readonly problems: readonly Problem[];
}

/**
 * "`fleet` goes before the apps that need its facts and labels; where each needs the other they join": looks at the
 * stage as it would be after the plan, leaves out what does not fit, and looks again, until all that is left fits, or
 * until one does not fit that is `demanded`: what is wrong without it would be a consequence only.
 */
export function fit(
  world: PlanWorld,
  stage: Stage,
  movements: readonly Promotion[],
  demanded: (app: string) => boolean,
): Fitting {
  const problems: Problem[] = [];
  let left = movements;
  for (;;) {
    const found = problemsOf(world, stage, left);
    problems.push(...found);
    if (found.length === 0 || found.some((problem) => demanded(problem.app))) return { movements: left, problems };
    const out = new Set(found.map((problem) => problem.app));
    left = left.filter((movement) => !out.has(movement.app));
  }
}

/** What is wrong in a round, each with a movement of this round to blame: that is why rounds come to an end. */
function problemsOf(world: PlanWorld, stage: Stage, movements: readonly Promotion[]): readonly Problem[] {
  const fleet = movements.find((movement) => movement.app === FLEET);
  const apps = movements.filter((movement) => movement.app !== FLEET);
  const held = holdingOf(world, stage.name, FLEET)?.tree;
  const tree = fleet?.to ?? held;
  if (tree === undefined) return apps.map(({ app }) => ({ app, diagnostic: noFleet(app, stage) }));
  const clusters = world.contents.clusters(tree);
  if (!clusters) return blamed(fleet ? [fleet] : apps, unreadable(world, stage, FLEET, tree));

  const heldClusters = knownTo(world, stage.name);
  const problems: Problem[] = [];
  if (fleet)
    for (const diagnostic of strays(world, stage, heldClusters, clusters, 'promotion'))
      problems.push({ app: FLEET, diagnostic });
  // Where neither moves, what is wrong was so before: no reason to keep others out.
  const entries = entriesOf(world, stage.name).filter((entry) => entry !== FLEET);
  for (const entry of [...new Set([...(fleet ? entries : []), ...apps.map((movement) => movement.app)])].sort()) {
    const moving = apps.find((movement) => movement.app === entry);
    const needs = (release: ReleaseFile, known: Clusters): readonly Need[] =>
      lacks(release, clustersFor(entry, entries, known), parseEntry(entry).cluster !== undefined);
    problems.push(...problemsOfEntry({ world, stage, entry, moving, fleet, heldClusters, clusters, needs }));
  }
  return problems;
}

interface EntryInStage {
  readonly world: PlanWorld;
  readonly stage: Stage;
  /** An app, or a pin. */
  readonly entry: string;
  readonly moving: Promotion | undefined;
  readonly fleet: Promotion | undefined;
  readonly heldClusters: Clusters | undefined;
  /** What the stage knows after the plan. */
  readonly clusters: Clusters;
  /** What the clusters that the entry is for lack of a release. */
  readonly needs: Needs;
}

type Needs = (release: ReleaseFile, known: Clusters) => readonly Need[];

/** Blames the app's movement where it does not fit to what the stage knows already, otherwise that of `fleet`. */
function problemsOfEntry(given: EntryInStage): readonly Problem[] {
  const { world, stage, entry, moving, fleet, heldClusters, clusters, needs } = given;
  const { app } = parseEntry(entry);
  const tree = moving?.to ?? holdingOf(world, stage.name, entry)?.tree;
  if (tree === undefined) return [];
  const release = world.contents.release(app, tree);
  if (!release) return moving ? blamed([moving], unreadable(world, stage, app, tree)) : [];
  const lacked = needs(release, clusters);
  if (lacked.length === 0) return [];
  const name = treeName(world, app, stage, tree);
  const fitsHeld = heldClusters !== undefined && needs(release, heldClusters).length === 0;
  if (moving && !(fleet && fitsHeld)) {
    const hint = hintForApp(world, stage, app, lacked, needs);
    return unmet(`release ${name} of ${app}`, stage, lacked, hint).map((diagnostic) => ({ app, diagnostic }));
  }
  const who = moving ? `release ${name} of ${app}` : `what ${stage.name} holds of ${entry} (${name})`;
  return unmet(who, stage, lacked, hintForFleet(given)).map((diagnostic) => ({ app: FLEET, diagnostic }));
}

function hintForApp(world: PlanWorld, stage: Stage, app: string, lacked: readonly Need[], needs: Needs): string {
  const due = dueOf(world, FLEET, stage);
  const next = due && world.contents.clusters(due.tree);
  const release = dueOf(world, app, stage);
  const file = release && world.contents.release(app, release.tree);
  if (next && file && needs(file, next).length === 0)
    return `fleet brings it and goes first: fleetwright promote fleet ${app} --to ${stage.name}`;
  const names = [...new Set(lacked.flatMap((need) => need.clusters))].sort().join(', ');
  return `give it to ${names} in clusters/inventory.ts; it reaches ${stage.name} as a release of fleet (fleetwright promote fleet --to ${stage.name})`;
}

function hintForFleet({ world, stage, entry, clusters, needs }: EntryInStage): string {
  const { app, cluster } = parseEntry(entry);
  if (cluster !== undefined) return `keep what ${entry} needs in clusters/ until the pin has ended`;
  const due = dueOf(world, app, stage);
  const file = due && world.contents.release(app, due.tree);
  if (file && needs(file, clusters).length === 0)
    return `the release of ${app} that is due can bear it: fleetwright promote fleet ${app} --to ${stage.name}`;
  return `keep what ${app} needs in clusters/ until no stage runs a release that needs it`;
}

function noFleet(app: string, stage: Stage): Diagnostic {
  const message = `${app} needs clusters, and ${stage.name} knows none yet`;
  return error('FW4006', message, `fleetwright promote fleet --to ${stage.name}`, undefined);
}

function unreadable(world: PlanWorld, stage: Stage, app: string, tree: string): Diagnostic {
  const file = app === FLEET ? 'clusters.yaml' : 'config/release.yaml';
  const message = `the ${file} of release ${treeName(world, app, stage, tree)} of ${app} is not one that this version understands`;
  return error(
    'FW3001',
    message,
    'render again with this version and commit, or use the version that wrote it',
    undefined,
  );
}

function blamed(movements: readonly Promotion[], diagnostic: Diagnostic): readonly Problem[] {
  return movements.map(({ app }) => ({ app, diagnostic }));
}
