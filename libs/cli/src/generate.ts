import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, error, fail, hasErrors, ok, type Result, warning } from '@fleetwright/diagnostics';
import { FLEET, parseHoldPath } from '@fleetwright/promotion';
import {
  checkBuilt,
  checkFacts,
  checkRendered,
  checkWorld,
  type Documents,
  deploy,
  openDocuments,
  renderApp,
  renderEnvironments,
  renderFleet,
} from '@fleetwright/render';
import { checkNames, difference, readTree, readTrees, type TreeChange } from '@fleetwright/workspace';
import { type FileTree, nest } from 'kustomize-ts';
import { type Vanishing, vanishing } from './guard.ts';
import { noProgress, type Progress } from './progress.ts';
import { appFolders, inCodeUnitOrder, type World } from './world.ts';

/** What f makes of definitions, with paths from the root. Apps with errors are left out. */
export interface Rendering {
  /** What was asked for: names of apps, and `fleet`. */
  readonly names: readonly string[];
  readonly tree: FileTree;
  readonly diagnostics: readonly Diagnostic[];
}

/** What can be rendered: every app, and the fleet. */
export function renderable(world: World): readonly string[] {
  return [...world.names, FLEET];
}

/** `rendered = f(definitions)` of apps and of `fleet`, by name; of all by default. */
export function render(
  world: World,
  names: readonly string[] = renderable(world),
  progress: Progress = noProgress,
): Rendering {
  const tree = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const add = (folder: string, result: Result<FileTree>): void => {
    diagnostics.push(...(result.ok ? result.warnings : result.errors));
    if (!result.ok) return;
    for (const [path, content] of nest(result.value, folder)) tree.set(path, content);
  };
  let done = 0;
  for (const [app, definition] of inCodeUnitOrder(world.definitions))
    if (names.includes(app)) {
      progress.step('Rendering', done, names.length);
      done += 1;
      const environments = renderEnvironments(definition, world.fleet);
      add(`apps/${app}/rendered`, renderApp(definition, world.fleet, environments));
      diagnostics.push(...checkFacts(definition, world.fleet, world.inventory, environments));
    }
  if (names.includes(FLEET)) add('clusters/rendered', renderFleet(world.fleet, world.inventory));
  return { names, tree, diagnostics };
}

/** `facts, overlays, hubs = g(stages)`, with paths from the root. `stages` has paths from `clusters/stages`. */
function derive(stages: FileTree, documents: Documents): Result<FileTree> {
  const result = deploy(stages, documents);
  if (!result.ok) return result;
  const found = [...result.warnings, ...checkWorld(stages, documents)];
  return hasErrors(found) ? fail(found) : ok(nest(result.value, 'clusters'), found);
}

/** Folders below `clusters` that g owns. */
const derivedAreas = ['clusters/facts', 'clusters/overlays', 'clusters/hubs'] as const;

/** What the stages of the work tree hold, with paths from `clusters/stages`. */
export function readStages(root: string): Result<FileTree> {
  return readTree(root, 'clusters/stages');
}

/** Generated files: what should be in the work tree, and how what is there differs. Paths are from the root. */
export interface Generated {
  readonly wanted: FileTree;
  readonly changes: readonly TreeChange[];
  /** Folders that go whole. */
  readonly vanishing: readonly Vanishing[];
  /** Why what the stages hold cannot be built. What is generated is right all the same, and may be what mends it. */
  readonly unbuilt: readonly Diagnostic[];
}

/** What g makes of `stages`, against the work tree. */
export function compareDerived(
  root: string,
  stages: FileTree,
  documents: Documents = openDocuments(),
): Result<Generated> {
  const derived = derive(stages, documents);
  if (!derived.ok) return derived;
  const current = readTrees(root, derivedAreas);
  if (!current.ok) return current;
  const changes = difference(current.value, derived.value);
  const gone = vanishing(current.value.keys(), derived.value.keys());
  return ok({ wanted: derived.value, changes, vanishing: gone, unbuilt: [] }, derived.warnings);
}

/** How {@link compareAll} goes about it. */
export interface CompareOptions {
  /** The rendered files of others are left alone. */
  readonly only?: readonly string[] | undefined;
  /** What the stages hold, where somebody has read it already. */
  readonly stages?: Result<FileTree>;
  /** Build the overlay of every cluster; by default one of each variant. */
  readonly everyOverlay?: boolean;
  readonly progress?: Progress;
}

/** All that is generated, f and g, against the work tree. */
export function compareAll(
  root: string,
  world: World,
  rendering: Rendering,
  { only, stages = readStages(root), everyOverlay = false, progress = noProgress }: CompareOptions = {},
): Result<Generated> {
  const found = [...rendering.diagnostics];
  if (!stages.ok) return fail([...found, ...stages.errors]);
  const documents = openDocuments();
  const derived = compareDerived(root, stages.value, documents);
  found.push(...(derived.ok ? derived.warnings : derived.errors));
  const gone = abandoned(stages.value, world);
  found.push(...gone);
  if (!only) found.push(...withoutDefinition(root, world, gone));
  if (!derived.ok || hasErrors(found)) return fail(found);

  const read = readRendered(root, world, only);
  if (!read.ok) return read;
  const { current, others } = read.value;
  const building = (done: number, total: number): void => progress.step('Building', done, total);
  // Of definitions with errors nothing is rendered, and what they own would be missed.
  if (!hasErrors(world.diagnostics))
    found.push(...checkRendered(new Map([...others, ...rendering.tree]), documents, building));
  const changes = [...difference(current, rendering.tree), ...derived.value.changes];
  const wanted = new Map([...rendering.tree, ...derived.value.wanted]);
  found.push(...checkNames([...others.keys(), ...wanted.keys()]));
  if (hasErrors(found)) return fail(found);
  const stay = [...others.keys()];
  const vanished = vanishing([...current.keys(), ...stay], [...rendering.tree.keys(), ...stay]);
  const unbuilt = checkBuilt(stages.value, documents, { overlays: everyOverlay ? 'all' : 'alike', progress: building });
  return ok({ wanted, changes, vanishing: [...vanished, ...derived.value.vanishing], unbuilt }, found);
}

/** What is rendered in the work tree: what `only` names (all, when it names nothing), and the others. */
function readRendered(
  root: string,
  world: World,
  only: readonly string[] | undefined,
): Result<{ readonly current: FileTree; readonly others: FileTree }> {
  const current = readTrees(root, areasOf(only ?? [...renderable(world), ...removedApps(root, world)]));
  if (!current.ok) return current;
  const others = readTrees(root, areasOf(only ? renderable(world).filter((name) => !only.includes(name)) : []));
  return others.ok ? ok({ current: current.value, others: others.value }) : others;
}

/** Folders of the rendered files of apps and of `fleet`. */
function areasOf(names: readonly string[]): string[] {
  return names.map((name) => (name === FLEET ? 'clusters/rendered' : `apps/${name}/rendered`));
}

/** Apps whose definition is gone while their rendered files are still there. */
function removedApps(root: string, world: World): string[] {
  const rendered = (app: string): boolean => existsSync(join(root, 'apps', app, 'rendered'));
  return appFolders(root).filter((app) => !world.names.includes(app) && rendered(app));
}

/** What stages hold although it is declared no more: apps without a definition, and stages themselves. `stages` has paths from `clusters/stages`. */
function abandoned(stages: FileTree, world: World): readonly Diagnostic[] {
  const holders = new Map<string, Set<string>>();
  const undeclared = new Set<string>();
  const strays: Diagnostic[] = [];
  for (const path of [...stages.keys()].sort()) {
    const [stage = '', entry = '', ...file] = path.split('/');
    if (file.length === 0) {
      if (!parseHoldPath(`clusters/stages/${path}`)) strays.push(stray(path));
      continue;
    }
    if (!world.fleet.stages.has(stage)) undeclared.add(stage);
    const app = entry.split('@')[0] ?? entry;
    if (app !== FLEET && !world.names.includes(app) && !isMisplaced(world, app))
      holders.set(app, (holders.get(app) ?? new Set()).add(stage));
  }
  const apps = [...holders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([app, on]) => appGone(app, [...on].sort()));
  return [...apps, ...[...undeclared].sort().map(stageGone), ...strays];
}

/** A warning (FW1001) for every images.yaml beside which there is no app.ts; not where the app is told to be gone. */
function withoutDefinition(root: string, world: World, gone: readonly Diagnostic[]): readonly Diagnostic[] {
  const told = new Set(gone.map(({ at }) => at?.file));
  const isOrphan = (app: string): boolean =>
    !world.names.includes(app) &&
    !told.has(`apps/${app}/app.ts`) &&
    existsSync(join(root, 'apps', app, 'images.yaml')) &&
    !isMisplaced(world, app);
  return appFolders(root)
    .filter(isOrphan)
    .map((app) => {
      const message = `apps/${app} has an images.yaml but no app.ts, so nothing is rendered of it`;
      const hint = `write apps/${app}/app.ts, or remove what is left of the app: \`rm -r apps/${app}\``;
      return warning('FW1001', message, hint, { file: `apps/${app}/images.yaml` });
    });
}

/** Whether a link or the like stands where the app or its definition should be: that is told, and the app is not gone. */
function isMisplaced({ diagnostics }: World, app: string): boolean {
  const places = new Set(['apps', `apps/${app}`, `apps/${app}/app.ts`]);
  return diagnostics.some(({ code, at }) => code === 'FW5016' && at !== undefined && places.has(at.file));
}

function appGone(app: string, stages: readonly string[]): Diagnostic {
  const message = `apps/${app}/app.ts is gone, but ${stages.join(', ')} still ${stages.length === 1 ? 'runs' : 'run'} ${app}`;
  const hint = `bring it back (\`git log -- apps/${app}/app.ts\` has it): an app goes stage by stage, and \`fleetwright retire ${app}\` shows the way`;
  return error('FW5005', message, hint, { file: `apps/${app}/app.ts` });
}

/** A file where only holds, freezes and folders are: in the place of an app's folder it would take the app off its clusters. */
function stray(path: string): Diagnostic {
  const file = `clusters/stages/${path}`;
  const hint = `restore what stood there (\`git checkout HEAD -- ${file}\`), or remove it`;
  return error('FW3001', `${file} is neither a hold nor a freeze nor the folder of an app`, hint, { file });
}

function stageGone(stage: string): Diagnostic {
  const hint = `declare it again in clusters/fleet.ts, with its clusters in clusters/inventory.ts: its clusters go on syncing clusters/stages/${stage}, and nothing could be promoted there`;
  return error('FW5007', `the stage "${stage}" is gone from clusters/fleet.ts, but still holds apps`, hint, {
    file: 'clusters/fleet.ts',
  });
}
