import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import type { Clusters, StageCluster } from '@fleetwright/model/engine';
import { type Commit, incomplete, treeAt } from './history.ts';
import type { Membership } from './movement.ts';
import { entryPath, FLEET, parseEntry, renderedPath } from './paths.ts';
import { unknownStage } from './plan.ts';
import { rehubbed } from './strays.ts';
import { list } from './text.ts';
import { entriesOf, holdingOf, type PlanWorld, type Stage, stageNamed } from './world.ts';

/** A stage that is to be split off another. */
export interface NewStageRequest {
  /** The new stage; declared in clusters/fleet.ts, given clusters in clusters/inventory.ts, rendered, committed. */
  readonly stage: string;
  /** The stage that holds those clusters so far. */
  readonly from: string;
}

/** The split as plain data: the `fleet` of both stages, then the entries of the new one by name. */
export interface NewStagePlan {
  readonly stage: string;
  readonly from: string;
  readonly movements: readonly Membership[];
}

/**
 * Plans `new stage X --from Y`: "(same environment) set both stages' `fleet` in one commit and copy entries". Refused
 * unless the two rendered `clusters.yaml` together say of the clusters exactly what Y holds, so that no built object
 * changes. Errors: FW4001 stages that are not declared or of two environments, FW4002 a new stage that is not
 * new, FW3002 a stage without clusters, FW3004 clusters that would change, come or vanish, FW3008 a hub or its buckets
 * that would change, FW4004 what is not committed or not reproduced, FW4005 a shallow clone, FW4007 a pin of a cluster
 * that moves.
 */
export function planNewStage(world: PlanWorld, request: NewStageRequest): Result<NewStagePlan> {
  const created = stageNamed(world, request.stage);
  const from = stageNamed(world, request.from);
  const head = world.history.commits[0];
  const unknown = [...incomplete(world.history), ...(from ? [] : [unknownStage(world, request.from)])];
  if (!created) unknown.push(undeclared(request.stage));
  if (unknown.length > 0 || !created || !from || !head) return fail(unknown);

  const errors = [...wrongStages(world, created, from), ...unfinished(world, created, from)];
  if (errors.length > 0) return fail(errors);
  const held = knownBy(world, from, 'holds');
  const rest = knownBy(world, from, 'rendered');
  const moved = knownBy(world, created, 'rendered');
  const missing = [held, rest, moved].flatMap((known) => (known.ok ? [] : known.errors));
  if (!held.ok || !rest.ok || !moved.ok) return fail(missing);

  // Both halves may say the same of a hub.
  const hubs = [rest, moved].flatMap((part) => rehubbed(world, held.value, part.value));
  const changes = [
    ...new Map(hubs.map((diagnostic) => [diagnostic.message, diagnostic])).values(),
    ...changed(from, created, held.value, rest.value, moved.value),
    ...movedPins(world, from, moved.value),
  ];
  if (changes.length > 0) return fail(changes);
  return ok({ stage: created.name, from: from.name, movements: movementsOf(world, created, from, head) });
}

function movementsOf(world: PlanWorld, created: Stage, from: Stage, head: Commit): readonly Membership[] {
  const movements: Membership[] = [];
  const move = (app: string, stage: Stage, source: string): void => {
    const to = treeAt(world.history, source, 0);
    const current = holdingOf(world, stage.name, app)?.tree;
    if (to === undefined || to === current) return;
    const path = entryPath(stage.name, app);
    movements.push({
      movement: 'membership',
      app,
      stage: stage.name,
      entry: app,
      from: current,
      to,
      path,
      source,
      commit: head,
    });
  };
  move(FLEET, from, renderedPath(FLEET, from));
  move(FLEET, created, renderedPath(FLEET, created));
  for (const app of entriesOf(world, from.name))
    if (app !== FLEET && !app.includes('@')) move(app, created, entryPath(from.name, app));
  return movements;
}

function wrongStages(world: PlanWorld, created: Stage, from: Stage): readonly Diagnostic[] {
  const errors: Diagnostic[] = [];
  if (created.environment !== from.environment) {
    const message = `${created.name} is in environment ${created.environment}, and ${from.name} in ${from.environment}`;
    const hint = `a stage is split within its environment: give ${created.name} the environment ${from.environment}`;
    errors.push(error('FW4001', message, hint, { file: 'clusters/fleet.ts' }));
  }
  const entries = entriesOf(world, created.name);
  if (entries.length > 0) {
    const message = `${created.name} is not new: it holds ${list(entries)}`;
    errors.push(error('FW4002', message, `fleetwright promote --all-due --to ${created.name}`, undefined));
  }
  return errors;
}

/** FW4004 for what the plan copies. */
function unfinished(world: PlanWorld, created: Stage, from: Stage): readonly Diagnostic[] {
  const { uncommitted, unreproduced, entries } = world.workTree;
  const errors: Diagnostic[] = [];
  for (const path of [renderedPath(FLEET, from), renderedPath(FLEET, created)]) {
    const file = { file: path };
    if (unreproduced.has(path))
      errors.push(
        error('FW4004', `${path} is not what the definitions give`, 'run fleetwright render and commit', file),
      );
    else if (uncommitted.has(path))
      errors.push(error('FW4004', `${path} has changes that are not committed`, `git add ${path} && git commit`, file));
  }
  const changed = [...entries.keys()].filter((path) => path.startsWith(entryPath(from.name, ''))).sort();
  for (const path of changed)
    errors.push(
      error('FW4004', `${path} has changes that are not committed`, 'commit the promotion first', { file: path }),
    );
  return errors;
}

function knownBy(world: PlanWorld, stage: Stage, which: 'holds' | 'rendered'): Result<Clusters> {
  const path = renderedPath(FLEET, stage);
  const tree = which === 'holds' ? holdingOf(world, stage.name, FLEET)?.tree : treeAt(world.history, path, 0);
  const found = tree === undefined ? undefined : world.contents.clusters(tree);
  if (found) return ok(found);
  if (which === 'holds') {
    const message = `${stage.name} holds no clusters that it could give away`;
    return fail([error('FW3002', message, `fleetwright promote fleet --to ${stage.name}`, undefined)]);
  }
  const hint = `declare ${stage.name} in clusters/fleet.ts, give it clusters in clusters/inventory.ts, run fleetwright render and commit`;
  return fail([error('FW3002', `no clusters are rendered for ${stage.name}`, hint, undefined)]);
}

/**
 * FW3004 for everything but membership that would change: clusters, their hubs, and what else both stages know. What
 * {@link rehubbed} refuses is left to it.
 */
function changed(from: Stage, created: Stage, held: Clusters, rest: Clusters, moved: Clusters): readonly Diagnostic[] {
  const faults: string[] = [];
  const names = [...Object.keys(held.clusters), ...Object.keys(rest.clusters), ...Object.keys(moved.clusters)];
  for (const name of [...new Set(names)].sort()) {
    const [before, stays, goes] = [held.clusters[name], rest.clusters[name], moved.clusters[name]];
    if (stays && goes) faults.push(`cluster ${name} would be in both stages`);
    else if (!before) faults.push(`cluster ${name} is new`);
    else if (!stays && !goes) faults.push(`cluster ${name} would be in neither stage`);
    else if (!isSame(before, stays ?? goes)) faults.push(`cluster ${name} would change`);
  }
  for (const part of [rest, moved]) faults.push(...changedAround(held, part));
  if (Object.keys(moved.clusters).length === 0) faults.push(`${created.name} would get no cluster`);
  const hint = `split the stage by itself: bring every other change to ${from.name} before or after it, as a release of fleet`;
  return [...new Set(faults)].map((fault) => {
    const message = `splitting ${created.name} off ${from.name} would change more than membership: ${fault}`;
    return error('FW3004', message, hint, { file: 'clusters/inventory.ts' });
  });
}

/** What would change of the hubs, and of what else both stages know. */
function changedAround(held: Clusters, part: Clusters): readonly string[] {
  const faults: string[] = [];
  for (const [name, hub] of Object.entries(part.hubs)) {
    const before = held.hubs[name];
    if (canonical({ ...hub, buckets: before?.buckets }) !== canonical(before)) faults.push(`hub ${name} would change`);
  }
  if (part.format !== held.format) faults.push(`the format would change from ${held.format} to ${part.format}`);
  if (part.platform !== held.platform) faults.push('the platform team would change');
  return faults;
}

function isSame(before: StageCluster, after: StageCluster | undefined): boolean {
  const hub = before.state === 'gone' ? after?.hub : before.hub;
  return after !== undefined && canonical(before) === canonical({ ...after, hub });
}

/** Pins are two things, a directory and a hold file, and history tells of directories only. */
function movedPins(world: PlanWorld, from: Stage, moved: Clusters): readonly Diagnostic[] {
  return entriesOf(world, from.name)
    .filter((entry) => Object.hasOwn(moved.clusters, parseEntry(entry).cluster ?? ''))
    .map((pin) =>
      error('FW4007', `${pin} is pinned in ${from.name}`, 'end the pin before its cluster moves', undefined),
    );
}

function undeclared(stage: string): Diagnostic {
  const hint =
    'declare it in clusters/fleet.ts, give it clusters in clusters/inventory.ts, run fleetwright render and commit';
  return error('FW4001', `there is no stage "${stage}"`, hint, { file: 'clusters/fleet.ts' });
}

/** JSON with sorted keys: equal for equal data, however it was written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
