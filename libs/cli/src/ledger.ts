import { asWarning, type Diagnostic, fail, ok, type Result } from '@fleetwright/diagnostics';
import { type Hold, parseHold, placeOn } from '@fleetwright/model/engine';
import {
  begunNow,
  type Contents,
  entryPath,
  FLEET,
  type History,
  isEmptied,
  type PlanWorld,
  parseHoldPath,
  parsePath,
  renderedPath,
  sinceBeginning,
  treeAt,
  type WorkTree,
} from '@fleetwright/promotion';
import { GitFailed, openRepository, treeSha } from '@fleetwright/workspace';
import { type FileTree, subtree } from 'kustomize-ts';
import { readerOf } from './contents.ts';
import type { Context } from './context.ts';
import { type Rendering, readStages, render, renderable } from './generate.ts';
import { loadWorld, type World } from './world.ts';

/** What promotion knows of this work tree, and how to read the trees that it speaks of. */
export interface Ledger {
  readonly world: PlanWorld;
  /** What the definitions say. */
  readonly definitions: World;
  /** With paths from `clusters/stages`. */
  readonly stages: FileTree;
  /** The files of a tree of the history, or of a stage's entry that is not committed yet. */
  readonly readTree: (sha: string) => FileTree;
  /** Whether a fleet begins here (`fleetwright init`) that is not committed yet: nothing of HEAD's stages is its. */
  readonly begins: boolean;
}

/** Directories that promotion looks at. */
const directories = ['apps/*/rendered/*', 'clusters/rendered/*', 'clusters/stages/*/*'];

const fleetFile = 'clusters/fleet.ts';

/** The work tree and its history, with f run for HEAD; an app's errors stop that app only, and are warnings here. */
export async function openLedger(context: Context): Promise<Result<Ledger>> {
  const loaded = await loadWorld(context.root, { progress: context.progress });
  if (!loaded.ok) return loaded;
  const rendering = render(loaded.value, undefined, context.progress);
  context.progress.step('Reading history', 0, 1);
  const opened = readLedger(context.root, loaded.value, rendering, context.now);
  // What follows may be a question, below which nothing may be drawn.
  context.progress.end();
  if (!opened.ok) return opened;
  const found = [...loaded.value.diagnostics, ...rendering.diagnostics].filter(({ severity }) => severity === 'error');
  return { ...opened, warnings: found.map(asWarning) };
}

/**
 * Reads history and work tree, for who has the definitions rendered. `now` is in seconds. Fails outside a git work tree, when
 * git does, and when the stages cannot be read; `stages` is for who has read them already.
 */
export function readLedger(
  root: string,
  world: World,
  rendering: Rendering,
  now: number,
  stages: Result<FileTree> = readStages(root),
): Result<Ledger> {
  if (!stages.ok) return stages;
  try {
    return ledgerAt(root, world, rendering, now, stages.value);
  } catch (thrown) {
    if (thrown instanceof GitFailed) return fail([thrown.diagnostic]);
    throw thrown;
  }
}

function ledgerAt(root: string, world: World, rendering: Rendering, now: number, stages: FileTree): Result<Ledger> {
  const repository = openRepository(root);
  if (!repository.ok) return repository;
  const changed = repository.value.uncommitted(['apps', fleetFile, 'clusters/rendered', 'clusters/stages']);
  const { entries: differing, trees } = changedEntries(changed, stages);
  const holds = readHolds(stages);
  if (!holds.ok) return holds;
  const past = sinceBeginning(repository.value.treeHistory(directories));
  // Stages that were lost by mistake leave the fleet's definition as it is.
  const begins = changed.includes(fleetFile) && isEmptied(past, { entries: differing });
  const history = begins ? begunNow(past) : past;
  const entries = begins ? new Map<string, string | undefined>() : differing;
  const { contents, readTree } = readerOf(repository.value, history, trees);
  const planWorld: PlanWorld = {
    history,
    stages: [...world.fleet.stages.values()],
    now,
    runs: runsAtHead(history, contents),
    workTree: { ...unfinished(changed, history, world, rendering), entries },
    holds: holds.value,
    author: repository.value.author(),
    contents,
  };
  return ok({ world: planWorld, definitions: world, stages, readTree, begins });
}

/** Entries of stages that differ from HEAD, and the trees that only the work tree has; `changed` are the paths that do. */
function changedEntries(changed: readonly string[], stages: FileTree) {
  const entries = new Map<string, string | undefined>();
  const trees = new Map<string, FileTree>();
  for (const path of changed) {
    if (!path.startsWith('clusters/stages/')) continue;
    const [, , stage, entry, file] = path.split('/');
    // A file right below the stage is a hold or a freeze.
    if (stage === undefined || entry === undefined || file === undefined) continue;
    const folder = entryPath(stage, entry);
    if (entries.has(folder)) continue;
    const files = subtree(stages, `${stage}/${entry}`);
    const tree = files.size === 0 ? undefined : treeSha(files);
    entries.set(folder, tree);
    if (tree !== undefined) trees.set(tree, files);
  }
  return { entries, trees };
}

/** Which rendered directories are not committed, and which f does not reproduce: those without a definition among them. */
function unfinished(
  changed: readonly string[],
  history: History,
  world: World,
  rendering: Rendering,
): Pick<WorkTree, 'uncommitted' | 'unreproduced'> {
  const uncommitted = new Set<string>();
  for (const path of changed) {
    const directory = renderedDirectory(path);
    if (directory !== undefined) uncommitted.add(directory);
  }
  const unreproduced = new Set<string>();
  for (const directory of renderedDirectories(history, world)) {
    if (!isAsked(directory, world, rendering)) continue;
    const files = subtree(rendering.tree, directory);
    const reproduced = files.size === 0 ? undefined : treeSha(files);
    if (reproduced !== treeAt(history, directory, 0) && !uncommitted.has(directory)) unreproduced.add(directory);
  }
  return { uncommitted, unreproduced };
}

/** Whether f was asked for a directory, or would have nothing to give for it; of others a rendering of some apps says nothing. */
function isAsked(directory: string, world: World, { names }: Rendering): boolean {
  const place = parsePath(directory);
  return place?.place === 'rendered' && (names.includes(place.app) || !renderable(world).includes(place.app));
}

function renderedDirectory(path: string): string | undefined {
  const parts = path.split('/');
  const directory = parts.slice(0, parts[0] === 'apps' ? 4 : 3).join('/');
  return parsePath(directory)?.place === 'rendered' ? directory : undefined;
}

/** Rendered directories that HEAD has, or that the definitions give. */
function renderedDirectories(history: History, world: World): ReadonlySet<string> {
  const known = [...history.changes.keys()].filter((path) => parsePath(path)?.place === 'rendered');
  const found = new Set(known);
  for (const stage of world.fleet.stages.values())
    for (const app of [FLEET, ...world.names]) found.add(renderedPath(app, stage));
  return found;
}

/** Whether an active cluster of a stage runs an app, by what HEAD holds. What cannot be read is unknown, never open. */
function runsAtHead(history: History, contents: Contents): PlanWorld['runs'] {
  return (stage, app) => {
    const held = treeAt(history, entryPath(stage, FLEET), 0);
    if (held === undefined) return false;
    const known = contents.clusters(held);
    if (!known) return 'unknown';
    const active = Object.values(known.clusters).filter(({ state }) => state === 'active');
    if (app === FLEET) return active.length > 0;
    const tree = treeAt(history, entryPath(stage, app), 0);
    const release = tree === undefined ? undefined : contents.release(app, tree);
    if (!release) return 'unknown';
    return active.some((cluster) => placeOn(release, cluster, { pinned: false, joined: false }).is !== 'absent');
  };
}

/** The hold and freeze files of the stages; all that is wrong with them at once. */
function readHolds(stages: FileTree): Result<ReadonlyMap<string, Hold>> {
  const holds = new Map<string, Hold>();
  const errors: Diagnostic[] = [];
  for (const [inside, text] of stages) {
    const path = `clusters/stages/${inside}`;
    if (!parseHoldPath(path)) continue;
    const parsed = parseHold(text, path);
    if (parsed.ok) holds.set(path, parsed.value);
    else errors.push(...parsed.errors);
  }
  return errors.length > 0 ? fail(errors) : ok(holds);
}
