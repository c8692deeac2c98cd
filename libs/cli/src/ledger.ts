import { ok, type Result } from '@fleetwright/diagnostics';
import { type Clusters, parseClusters, parseRelease, type Release } from '@fleetwright/model/engine';
import {
  type Contents,
  entryPath,
  FLEET,
  type PlanWorld,
  parsePath,
  renderedPath,
  type WorkTree,
} from '@fleetwright/promotion';
import { openRepository, type Repository, treeSha } from '@fleetwright/workspace';
import { type FileTree, subtree } from 'kustomize-ts';
import { derive, type Rendering, readStages } from './generate.ts';
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

/** Reads history and work tree. `now` is in seconds. Fails outside a git work tree, and when the stages cannot be read. */
export function openLedger(root: string, world: World, rendering: Rendering, now: number): Result<Ledger> {
  const repository = openRepository(root);
  if (!repository.ok) return repository;
  const stages = readStages(root);
  if (!stages.ok) return stages;
  const { entries, trees } = changedEntries(repository.value, stages.value);
  const readTree = (sha: string): FileTree => trees.get(sha) ?? repository.value.readTree(sha);
  const planWorld: PlanWorld = {
    history: repository.value.treeHistory(directories),
    stages: [...world.fleet.stages.values()],
    now,
    runs: runsOn(stages.value),
    workTree: { ...unfinished(repository.value, world, rendering), entries },
    contents: contentsOf(readTree),
  };
  return ok({ world: planWorld, stages: stages.value, readTree });
}

/** Entries of stages that differ from HEAD, and the trees that only the work tree has. */
function changedEntries(repository: Repository, stages: FileTree) {
  const entries = new Map<string, string | undefined>();
  const trees = new Map<string, FileTree>();
  for (const path of repository.uncommitted(['clusters/stages'])) {
    const [, , stage, entry] = path.split('/');
    if (stage === undefined || entry === undefined) continue;
    const folder = entryPath(stage, entry);
    if (entries.has(folder)) continue;
    const files = subtree(stages, `${stage}/${entry}`);
    const tree = files.size === 0 ? undefined : treeSha(files);
    entries.set(folder, tree);
    if (tree !== undefined) trees.set(tree, files);
  }
  return { entries, trees };
}

/** Which rendered directories are not committed, and which f does not reproduce. */
function unfinished(
  repository: Repository,
  world: World,
  rendering: Rendering,
): Pick<WorkTree, 'uncommitted' | 'unreproduced'> {
  const uncommitted = new Set<string>();
  for (const path of repository.uncommitted(['apps', 'clusters/rendered'])) {
    const directory = renderedDirectory(path);
    if (directory !== undefined) uncommitted.add(directory);
  }
  const unreproduced = new Set<string>();
  const head = repository.head();
  for (const directory of renderedDirectories(world)) {
    const files = subtree(rendering.tree, directory);
    const reproduced = files.size === 0 ? undefined : treeSha(files);
    const committed = head === undefined ? undefined : repository.treeOf(head, directory);
    if (reproduced !== committed && !uncommitted.has(directory)) unreproduced.add(directory);
  }
  return { uncommitted, unreproduced };
}

function renderedDirectory(path: string): string | undefined {
  const parts = path.split('/');
  const directory = parts.slice(0, parts[0] === 'apps' ? 4 : 3).join('/');
  return parsePath(directory)?.place === 'rendered' ? directory : undefined;
}

function renderedDirectories(world: World): readonly string[] {
  const found = new Set<string>();
  for (const stage of world.fleet.stages.values())
    for (const app of [FLEET, ...world.names]) found.add(renderedPath(app, stage));
  return [...found];
}

/** Whether an active cluster of a stage has an overlay of an app. */
function runsOn(stages: FileTree): PlanWorld['runs'] {
  const derived = derive(stages);
  const overlays = derived.ok ? derived.value : new Map<string, string>();
  return (stage, app) => {
    const text = stages.get(`${stage}/${FLEET}/clusters.yaml`);
    const known =
      text === undefined ? undefined : valueOf(parseClusters(text, `clusters/stages/${stage}/fleet/clusters.yaml`));
    const active = Object.entries(known?.clusters ?? {}).filter(([, cluster]) => cluster.state === 'active');
    if (app === FLEET) return active.length > 0;
    return active.some(([cluster]) => overlays.has(`clusters/overlays/${cluster}/${app}/kustomization.yaml`));
  };
}

function contentsOf(readTree: (sha: string) => FileTree): Contents {
  return {
    release: (_app, tree): Release | undefined => {
      const text = readTree(tree).get('config/release.yaml');
      return text === undefined ? undefined : valueOf(parseRelease(text, 'config/release.yaml'));
    },
    clusters: (tree): Clusters | undefined => {
      const text = readTree(tree).get('clusters.yaml');
      return text === undefined ? undefined : valueOf(parseClusters(text, 'clusters.yaml'));
    },
  };
}

function valueOf<T>(result: Result<T>): T | undefined {
  return result.ok ? result.value : undefined;
}
