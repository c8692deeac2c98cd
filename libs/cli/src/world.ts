import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, fail, ok, type Result, warning } from '@fleetwright/diagnostics';
import {
  type AppModel,
  type FleetModel,
  type InventoryModel,
  type PlatformModel,
  resolveDefinition,
  resolveFleet,
  resolveInventory,
} from '@fleetwright/model/engine';
import { type Loaded, type LoadedDefinition, type LoadOptions, loadDefinitions } from '@fleetwright/workspace';
import { noProgress, type Progress } from './progress.ts';

/** What the definitions of a work tree say, validated. */
export interface World {
  readonly fleet: FleetModel;
  readonly inventory: InventoryModel;
  /** By name, those without errors. */
  readonly definitions: ReadonlyMap<string, AppModel | PlatformModel>;
  /** Names of all definitions, those with errors included, in code-unit order. */
  readonly names: readonly string[];
  /** Errors of definitions, and all warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** How the definitions are loaded. */
export interface WorldOptions extends Pick<LoadOptions, 'workers' | 'only' | 'loader'> {
  /** Default: shown nowhere. */
  readonly progress?: Progress;
}

/**
 * Loads and validates every definition below `root`. Fails only when the fleet or the inventory has errors, with all
 * that was found; an app's errors stop that app, and stand in the world's diagnostics.
 */
export async function loadWorld(
  root: string,
  { progress = noProgress, ...how }: WorldOptions = {},
): Promise<Result<World>> {
  const onLoaded = (done: number, total: number): void => progress.step('Loading definitions', done, total);
  const loaded = await loadDefinitions(root, { ...how, onLoaded });
  const diagnostics: Diagnostic[] = [...loaded.diagnostics];
  const keep = <T>(result: Result<T> | undefined): T | undefined => {
    if (!result) return undefined;
    diagnostics.push(...(result.ok ? result.warnings : result.errors));
    return result.ok ? result.value : undefined;
  };
  const fleet = keep(loaded.fleet && resolveFleet(loaded.fleet));
  if (!fleet) return fail(digestsOnce(diagnostics));
  const inventory = keep(loaded.inventory && resolveInventory(loaded.inventory, fleet));
  const definitions = new Map<string, AppModel | PlatformModel>();
  for (const [name, source] of inCodeUnitOrder(loaded.apps)) {
    const definition = keep(resolveApp(name, source, fleet, loaded));
    if (definition) definitions.set(name, definition);
  }
  if (!inventory) return fail(digestsOnce(diagnostics));
  return ok({ fleet, inventory, definitions, names: definitionNames(root), diagnostics: digestsOnce(diagnostics) });
}

/** The vocabulary, and the inventory as it was written; no app is looked at. */
export interface Vocabulary {
  readonly fleet: FleetModel;
  /** `undefined` when it cannot be loaded; `problems` says why. */
  readonly inventory: LoadedDefinition | undefined;
  readonly problems: readonly Diagnostic[];
}

/** Loads clusters/fleet.ts and clusters/inventory.ts, for commands that need the words and no app. */
export async function loadVocabulary(root: string): Promise<Result<Vocabulary>> {
  const loaded = await loadDefinitions(root, { workers: 1, only: [] });
  const fleet = loaded.fleet && resolveFleet(loaded.fleet);
  if (!fleet) return fail(loaded.diagnostics);
  if (!fleet.ok) return fail([...loaded.diagnostics, ...fleet.errors]);
  return ok({ fleet: fleet.value, inventory: loaded.inventory, problems: loaded.diagnostics }, fleet.warnings);
}

function resolveApp(name: string, source: LoadedDefinition, fleet: FleetModel, loaded: Loaded) {
  const { file, input, define } = source;
  if (define !== 'app' && define !== 'platform') return undefined;
  return resolveDefinition({ file, input, define }, name, fleet, loaded.images.get(name));
}

/** One warning for all images without a digest, where digests are recommended: a fleet without them has one for every app. */
function digestsOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const missing = diagnostics.filter(({ code, severity }) => code === 'FW1032' && severity === 'warning');
  const [first] = missing;
  if (!first || missing.length === 1) return diagnostics;
  const files = [...new Set(missing.flatMap(({ at }) => (at ? [at.file] : [])))].sort();
  const shown = files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ');
  const message = `${missing.length} images have no digest: ${shown}`;
  const once = warning('FW1032', message, first.hint ?? '', undefined);
  return [...diagnostics.filter((diagnostic) => !missing.includes(diagnostic)), once];
}

/** Names of the folders below `apps` that hold an `app.ts`. */
function definitionNames(root: string): string[] {
  return appFolders(root).filter((app) => existsSync(join(root, 'apps', app, 'app.ts')));
}

/** Names of all folders below `apps`, in code-unit order. */
export function appFolders(root: string): string[] {
  if (!existsSync(join(root, 'apps'))) return [];
  const entries = readdirSync(join(root, 'apps'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Entries in code-unit order of their keys. */
export function inCodeUnitOrder<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
