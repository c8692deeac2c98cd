import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import type { Release as ReleaseFile } from '@fleetwright/model/engine';
import { isFor, knownTo } from './clusters.ts';
import { treeAt } from './history.ts';
import { holdChange } from './holds.ts';
import { isMarker, notPruned } from './leaving.ts';
import { confirming, unconfirmed } from './losses.ts';
import type { Moves, Removal } from './movement.ts';
import { unknownIn } from './named.ts';
import { entryPath, FLEET, holdPath, parseEntry, renderedPath } from './paths.ts';
import { entriesOf, type Holding, holdingOf, type PlanWorld, type Stage, stageNamed } from './world.ts';

/** An app that is to go. */
export interface RetirementRequest {
  readonly app: string;
  /**
   * Objects that may take their data along, as `PersistentVolumeClaim/db`: "volumes and CRDs need a confirmation by name".
   * Absent: the steps are only looked at.
   */
  readonly confirm?: readonly string[] | undefined;
}

/** What is done, what is next, what waits for it. `unknown`: nobody but a look at the clusters can tell. */
export type StepState = 'done' | 'next' | 'later' | 'unknown';

/** A step of a retirement. */
export interface RetirementStep {
  readonly step: 'declare' | 'unpin' | 'promote' | 'remove' | 'delete-applications' | 'delete-folder';
  readonly state: StepState;
  readonly stage?: string;
  /** A sentence without its full stop. */
  readonly what: string;
  /** What to run; several lines are several commands. */
  readonly command?: string;
}

/** The way to the end of an app, as plain data. */
export interface Retirement {
  readonly app: string;
  /** In the order in which they are to be done. */
  readonly steps: readonly RetirementStep[];
  /** What takes its data along when it is pruned, by stage. */
  readonly data: readonly { readonly stage: string; readonly objects: readonly string[] }[];
}

/**
 * The steps of a retirement, with their state from what the world shows: the definition says so, its marker reaches stage after
 * stage by promotion, the entries go, then the Applications, then the folder. Applications go after the entries: an
 * ApplicationSet makes an Application anew for as long as its list has the cluster (argoproj/applicationset#230). Errors:
 * FW4001, FW4002 `fleet`, FW4005, FW4010 what must be confirmed by name.
 */
export function planRetirement(world: PlanWorld, { app, confirm }: RetirementRequest): Result<Retirement> {
  const unknown = unknownIn(world, [app], undefined);
  if (unknown.length > 0) return fail(unknown);
  if (app === FLEET)
    return fail([error('FW4002', 'fleet is no app that could be retired', 'a cluster leaves as "gone"', undefined)]);
  const stands = world.stages.map((stage) => standOf(world, stage, app));
  const data = stands
    .map((stand) => ({ stage: stand.stage.name, objects: stand.data }))
    .filter(({ objects }) => objects.length > 0);
  const objects = data.flatMap((one) => one.objects);
  const missing = confirm ? unconfirmed(app, objects, confirm, `fleetwright retire ${app}`) : [];
  if (missing.length > 0) return fail(missing);
  return ok({ app, steps: inOrder(stepsOf(world, app, stands)), data });
}

/** How an app that is to go stands in a stage. */
interface Stand {
  readonly stage: Stage;
  readonly held: Holding | undefined;
  /** Whether what is held is the marker. */
  readonly marked: boolean;
  /** Its pins there, those to a marker among them. */
  readonly pins: readonly string[];
  /** Whether HEAD renders anything of the app for it. */
  readonly rendered: boolean;
  /** Whether that is the marker. */
  readonly declared: boolean;
  readonly data: readonly string[];
}

function standOf(world: PlanWorld, stage: Stage, app: string): Stand {
  const held = holdingOf(world, stage.name, app);
  const rendered = treeAt(world.history, renderedPath(app, stage), 0);
  const pins = entriesOf(world, stage.name).filter((entry) => entry.startsWith(`${app}@`));
  const trees = [app, ...pins].flatMap((entry) => holdingOf(world, stage.name, entry)?.tree ?? []);
  const data = trees.filter((tree) => !isMarker(world, app, tree)).flatMap((tree) => world.contents.withData(tree));
  return {
    stage,
    held,
    marked: held !== undefined && isMarker(world, app, held.tree),
    pins,
    rendered: rendered !== undefined,
    declared: rendered !== undefined && isMarker(world, app, rendered),
    data: [...new Set(data)].sort(),
  };
}

type Planned = Omit<RetirementStep, 'state'> & { readonly done: boolean | 'unknown' };

function stepsOf(world: PlanWorld, app: string, stands: readonly Stand[]): readonly Planned[] {
  const here = stands.filter(({ held, pins }) => held !== undefined || pins.length > 0);
  const hosts = here.filter(({ held }) => held !== undefined);
  const steps: Planned[] = [];
  const file = `apps/${app}/app.ts`;
  steps.push({
    step: 'declare',
    done: stands.every(isDeclared),
    what: `say in ${file} that it is retired, and why (retired: '…' instead of all that it does); render it and commit`,
    command: `fleetwright retire ${app} --why …`,
  });
  for (const { stage, pins } of here)
    for (const pin of pins) steps.push({ step: 'unpin', stage: stage.name, done: false, ...endOfPin(pin) });
  for (const { stage, marked, held, data } of hosts)
    steps.push({
      step: 'promote',
      stage: stage.name,
      done: marked && held?.commit !== undefined,
      what: `promote the marker to ${stage.name} and commit: everything else of ${app} is pruned there`,
      command: `fleetwright promote ${app} --to ${stage.name}${confirming(data)}`,
    });
  for (const { stage } of hosts)
    steps.push({
      step: 'remove',
      stage: stage.name,
      done: false,
      what: `when only ${app}-retired is left on the clusters of ${stage.name}, remove the entry and commit`,
      command: `fleetwright retire ${app} --stage ${stage.name}`,
    });
  steps.push(...deletions(world, app, stands));
  steps.push({
    step: 'delete-folder',
    done: false,
    what: `delete apps/${app} and commit`,
    command: `git rm -r apps/${app}`,
  });
  return steps;
}

/** Whether the definition says so there: where a stage holds something of the app, or HEAD renders it for one. */
function isDeclared({ held, pins, rendered, declared }: Stand): boolean {
  return declared || (!rendered && held === undefined && pins.length === 0);
}

function endOfPin(pin: string): Pick<Planned, 'what' | 'command'> {
  const { app, cluster } = parseEntry(pin);
  return { what: `end the pin ${pin}`, command: `fleetwright unhold ${app} --cluster ${cluster}` };
}

/** One step for each stage that runs the app, or has run its marker: the Applications by hub, with their exact names. */
function deletions(world: PlanWorld, app: string, stands: readonly Stand[]): readonly Planned[] {
  return stands.flatMap(({ stage, held }): Planned[] => {
    const tree = held?.tree ?? lastHeld(world, stage, app);
    const release = tree === undefined ? undefined : world.contents.release(app, tree);
    const commands = release ? deleteCommands(world, stage, app, release) : [];
    if (commands.length === 0) return [];
    const what = `delete the Applications of ${app} on the hubs of ${stage.name}, and ${app}-retired from its clusters; nobody but you does that`;
    const command = commands.join('\n');
    return [{ step: 'delete-applications', stage: stage.name, done: held ? false : 'unknown', what, command }];
  });
}

/** What a stage held of an app that it holds no more. */
function lastHeld(world: PlanWorld, stage: Stage, app: string): string | undefined {
  return world.history.changes.get(entryPath(stage.name, app))?.find(({ tree }) => tree !== undefined)?.tree;
}

function deleteCommands(world: PlanWorld, stage: Stage, app: string, release: ReleaseFile): readonly string[] {
  const known = knownTo(world, stage.name);
  const placed = Object.entries(known?.clusters ?? {})
    .filter(([, cluster]) => isFor(release, cluster))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return [...Map.groupBy(placed, ([, { hub }]) => hub)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([hub, clusters]) => {
      const names = clusters.map(([cluster]) => `${app}.${cluster}`).join(' ');
      return `kubectl --context ${hub} -n ${known?.hubs[hub]?.namespace ?? 'argocd'} delete application ${names}`;
    });
}

/** The first step that is not done is next; those of the same kind after it may go at the same time, the others wait. */
function inOrder(steps: readonly Planned[]): readonly RetirementStep[] {
  const open = steps.find(({ done }) => done === false)?.step;
  return steps.map(({ done, ...step }): RetirementStep => {
    if (done === 'unknown') return { ...step, state: 'unknown' };
    return { ...step, state: done ? 'done' : step.step === open ? 'next' : 'later' };
  });
}

/** What is to vanish, and from where. */
export interface RemovalRequest {
  readonly app: string;
  readonly stage: string;
}

/** An entry that goes, as plain data: with it goes its hold. */
export interface RemovalPlan extends Moves {
  readonly app: string;
  readonly stage: string;
}

/**
 * Plans the removal of an app's entry: "entries vanish only from marker to nothing". Errors: FW4001, FW4005, FW4002 an entry that is not
 * there, FW4010 one that is not the marker, or not committed, or that pins stand beside.
 */
export function planRemoval(world: PlanWorld, { app, stage: name }: RemovalRequest): Result<RemovalPlan> {
  const stage = stageNamed(world, name);
  const unknown = unknownIn(world, [app], name);
  if (unknown.length > 0 || !stage) return fail(unknown);
  const { held, marked, pins } = standOf(world, stage, app);
  if (!held)
    return fail([
      error('FW4002', `${name} holds nothing of ${app}`, `fleetwright retire ${app} shows what is left`, undefined),
    ]);
  const errors: Diagnostic[] = [];
  const file = { file: entryPath(name, app) };
  if (!marked) {
    const message = `${name} runs ${app} still: an entry goes only when nothing but its marker is left`;
    errors.push(error('FW4010', message, `fleetwright retire ${app} shows the steps`, file));
  } else if (held.commit === undefined) errors.push(notPruned(app, `in ${name}`, file.file));
  for (const pin of pins) {
    const { cluster } = parseEntry(pin);
    const hint = `fleetwright unhold ${app} --cluster ${cluster}`;
    errors.push(error('FW4010', `${pin} is pinned in ${name}`, hint, { file: entryPath(name, pin) }));
  }
  if (errors.length > 0) return fail(errors);
  const path = entryPath(name, app);
  const removal: Removal = { movement: 'removal', app, stage: name, entry: app, from: held.tree, to: undefined, path };
  const hold = holdPath({ stage: name, entry: app });
  return ok({
    app,
    stage: name,
    movements: [removal],
    holds: world.holds.has(hold) ? [holdChange(world, hold, undefined)] : [],
  });
}
