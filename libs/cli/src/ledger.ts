import { type Diagnostic, fail, ok, type Result } from '@fleetwright/diagnostics';
import { type Hold, parseClusters, parseHold, parseRelease, placeOn } from '@fleetwright/model/engine';
import {
  type Contents,
  entryPath,
  FLEET,
  type Halves,
  type History,
  type PlanWorld,
  parseHoldPath,
  parsePath,
  renderedPath,
  treeAt,
  type WorkTree,
} from '@fleetwright/promotion';
import { GitFailed, openRepository, type Repository, treeSha } from '@fleetwright/workspace';
import { type FileTree, nest, subtree } from 'kustomize-ts';
import { type Rendering, readStages, renderable } from './generate.ts';
import type { World } from './world.ts';

/** What promotion knows of this work tree, and how to read the trees that it speaks of. */
export interface Ledger {
  readonly world: PlanWorld;
  /** With paths from `clusters/stages`. */
  readonly stages: FileTree;
  /** The files of a tree of the history, or of a stage's entry that is not committed yet. */
  readTree(sha: string): FileTree;
}

/** Directories that promotion looks at. */
const directories = ['apps/*/rendered/*', 'clusters/rendered/*', 'clusters/stages/*/*'];

/** Reads history and work tree. `now` is in seconds. Fails outside a git work tree, when git does, and when the stages cannot be read. */
export function openLedger(root: string, world: World, rendering: Rendering, now: number): Result<Ledger> {
  try {
    return readLedger(root, world, rendering, now);
  } catch (thrown) {
    if (thrown instanceof GitFailed) return fail([thrown.diagnostic]);
    throw thrown;
  }
}

function readLedger(root: string, world: World, rendering: Rendering, now: number): Result<Ledger> {
  const repository = openRepository(root);
  if (!repository.ok) return repository;
  const stages = readStages(root);
  if (!stages.ok) return stages;
  const { entries, trees } = changedEntries(repository.value, stages.value);
  const readTree = (sha: string): FileTree => trees.get(sha) ?? repository.value.readTree(sha);
  const holds = readHolds(stages.value);
  if (!holds.ok) return holds;
  const history = repository.value.treeHistory(directories);
  const contents = contentsOf(readTree, trees);
  const planWorld: PlanWorld = {
    history,
    stages: [...world.fleet.stages.values()],
    now,
    runs: runsAtHead(history, contents),
    workTree: { ...unfinished(repository.value, history, world, rendering), entries },
    holds: holds.value,
    contents,
  };
  return ok({ world: planWorld, stages: stages.value, readTree });
}

/** Entries of stages that differ from HEAD, and the trees that only the work tree has. */
function changedEntries(repository: Repository, stages: FileTree) {
  const entries = new Map<string, string | undefined>();
  const trees = new Map<string, FileTree>();
  for (const path of repository.uncommitted(['clusters/stages'])) {
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
  repository: Repository,
  history: History,
  world: World,
  rendering: Rendering,
): Pick<WorkTree, 'uncommitted' | 'unreproduced'> {
  const uncommitted = new Set<string>();
  for (const path of repository.uncommitted(['apps', 'clusters/rendered'])) {
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

/** Trees never change, so each is read once. A tree that is joined from two halves is kept in `trees`, where `readTree` finds it. */
function contentsOf(readTree: (sha: string) => FileTree, trees: Map<string, FileTree>): Contents {
  const read = <T>(
    file: string,
    parse: (text: string, file: string) => Result<T>,
  ): ((tree: string) => T | undefined) => {
    const known = new Map<string, T | undefined>();
    return (tree) => {
      if (known.has(tree)) return known.get(tree);
      const text = readTree(tree).get(file);
      const parsed = text === undefined ? undefined : parse(text, file);
      const value = parsed?.ok ? parsed.value : undefined;
      known.set(tree, value);
      return value;
    };
  };
  const release = read('config/release.yaml', parseRelease);
  const halves = new Map<string, { readonly config: FileTree; readonly images: FileTree }>();
  const halvesOf = (tree: string): Halves | undefined => {
    const files = readTree(tree);
    const [config, images] = [subtree(files, 'config'), subtree(files, 'images')];
    if (config.size === 0 || images.size === 0) return undefined;
    const found = { config: treeSha(config), images: treeSha(images) };
    halves.set(found.config, { config, images }).set(found.images, { config, images });
    return found;
  };
  const join = ({ config, images }: Halves): string => {
    const [one, other] = [halves.get(config)?.config, halves.get(images)?.images];
    if (!one || !other) throw new TypeError(`no halves ${config} and ${images}`);
    const pair = new Map([...nest(one, 'config'), ...nest(other, 'images')]);
    const tree = treeSha(pair);
    trees.set(tree, pair);
    return tree;
  };
  return {
    release: (_app, tree) => release(tree),
    clusters: read('clusters.yaml', parseClusters),
    halves: halvesOf,
    join,
  };
}
