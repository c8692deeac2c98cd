import { type Diagnostic, error } from '@fleetwright/diagnostics';
import type { Problem } from './fit.ts';
import { isMarker } from './leaving.ts';
import type { Movement } from './movement.ts';
import { FLEET } from './paths.ts';
import { list } from './text.ts';
import { holdingOf, type PlanWorld, type Stage } from './world.ts';

/** A release that would come to a stage. */
export interface Coming {
  readonly app: string;
  readonly stage: Stage;
  readonly tree: string;
}

/**
 * What keeps the marker of an app from coming to a stage, FW4010: data that would be pruned and is not confirmed by name; objects in
 * namespaces that it does not name, which Argo CD could not prune. Nothing where what comes is no marker.
 */
export function markerFaults(world: PlanWorld, coming: Coming, confirm: readonly string[]): readonly Diagnostic[] {
  const { app, stage, tree } = coming;
  const held = holdingOf(world, stage.name, app)?.tree;
  if (held === undefined || app === FLEET || !isMarker(world, app, tree) || isMarker(world, app, held)) return [];
  const command = `fleetwright promote ${app} --to ${stage.name}`;
  return [...unconfirmed(app, world.contents.withData(held), confirm, command), ...unnamed(world, coming, held)];
}

/**
 * FW4010 for data of apps that leave clusters in a plan (the pins to markers among its movements) that is not confirmed by name, each with
 * the app whose movement is to blame: its own, or else that of `fleet`.
 */
export function leavingFaults(
  world: PlanWorld,
  stage: Stage,
  movements: readonly Movement[],
  confirm: readonly string[],
): readonly Problem[] {
  const pins = movements.filter((movement) => movement.movement === 'pin');
  return [...Map.groupBy(pins, ({ app }) => app)].flatMap(([app, own]) => {
    const held = holdingOf(world, stage.name, app)?.tree;
    const objects = held === undefined ? [] : world.contents.withData(held);
    const blamed = movements.some(({ entry }) => entry === app) ? app : FLEET;
    const on = own.length > 3 ? `${own.length} clusters` : list(own.map(({ cluster }) => cluster));
    const command = `fleetwright promote ${blamed} --to ${stage.name}`;
    const faults = unconfirmed(`${app} on ${on}`, objects, confirm, command);
    return faults.map((diagnostic) => ({ app: blamed, diagnostic }));
  });
}

function unnamed(world: PlanWorld, { app, stage, tree }: Coming, held: string): readonly Diagnostic[] {
  const [marker, release] = [world.contents.release(app, tree), world.contents.release(app, held)];
  if (!marker || !release) return [];
  const named = new Set([marker.namespace, ...marker.namespaces]);
  const missing = [release.namespace, ...release.namespaces].filter((name) => !named.has(name)).sort();
  if (missing.length === 0) return [];
  const message = `${stage.name} has objects of ${app} in ${list(missing)}, which the marker does not name: nobody could prune them`;
  const hint = `in apps/${app}/app.ts: leaving: [${missing.map((name) => `'${name}'`).join(', ')}]; render and commit`;
  return [error('FW4010', message, hint, { file: `apps/${app}/app.ts` })];
}

/** FW4010 for objects that take data along and are not confirmed by name. */
export function unconfirmed(
  who: string,
  objects: readonly string[],
  confirm: readonly string[],
  command: string,
): readonly Diagnostic[] {
  const missing = [...new Set(objects)].sort().filter((object) => !confirm.includes(object));
  if (missing.length === 0) return [];
  const message = `with ${who} goes the data of ${list(missing)}`;
  return [error('FW4010', message, `if that is meant: ${command}${confirming(missing)}`, undefined)];
}

/** The words of a command that confirm objects. */
export function confirming(objects: readonly string[]): string {
  return objects.map((object) => ` --confirm ${object}`).join('');
}
