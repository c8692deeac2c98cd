import type { Clusters, Release as ReleaseFile, StageCluster } from '@fleetwright/model/engine';
import type { Change, History, Movement, PlanWorld, Stage, WorkTree } from '../src/index.ts';

/** A commit as the test sees it: seconds since 1970, and every directory with its tree, whose name is its sha. */
interface Snapshot {
  readonly time: number;
  readonly trees: ReadonlyMap<string, string>;
}

/** A first-parent history in memory. Each commit is an hour after the one before it, unless told. */
export interface Repository {
  /** Sets directories; `undefined` removes one. Gives the commit's time. */
  commit(trees: { readonly [path: string]: string | undefined }, seconds?: number): number;
  /** Commits what a plan moves. */
  apply(movements: readonly Movement[], seconds?: number): number;
  history(): History;
  /** Time of HEAD. */
  time(): number;
}

export const HOUR = 3600;

/** An empty repository. */
export function repository(): Repository {
  const snapshots: Snapshot[] = [];
  const time = (): number => snapshots.at(-1)?.time ?? 0;
  const commit: Repository['commit'] = (trees, seconds = HOUR) => {
    const next = new Map(snapshots.at(-1)?.trees);
    for (const [path, tree] of Object.entries(trees)) {
      if (tree === undefined) next.delete(path);
      else next.set(path, tree);
    }
    snapshots.push({ time: time() + seconds, trees: next });
    return time();
  };
  return {
    commit,
    time,
    history: () => historyOf(snapshots),
    apply: (movements, seconds) => commit(Object.fromEntries(movements.map(({ path, to }) => [path, to])), seconds),
  };
}

function historyOf(snapshots: readonly Snapshot[]): History {
  const newestFirst = [...snapshots].reverse();
  const changes = new Map<string, Change[]>();
  for (const path of new Set(snapshots.flatMap((snapshot) => [...snapshot.trees.keys()]))) {
    const found: Change[] = [];
    for (const [commit, { trees }] of newestFirst.entries())
      if (trees.get(path) !== newestFirst[commit + 1]?.trees.get(path)) found.push({ commit, tree: trees.get(path) });
    changes.set(path, found);
  }
  const commits = newestFirst.map(({ time }, index) => ({ sha: `c${newestFirst.length - index}`, time }));
  return { commits, changes, shallow: false };
}

/** The stages of scenarios.md; prod-ap follows prod-eu like prod-us. */
export const stages: readonly Stage[] = [
  { name: 'dev', environment: 'dev', after: [], soak: 0 },
  { name: 'staging', environment: 'staging', after: ['dev'], soak: 0 },
  { name: 'prod-canary', environment: 'prod', after: ['staging'], soak: 0 },
  { name: 'prod-eu', environment: 'prod', after: ['prod-canary'], soak: 0 },
  { name: 'prod-ap', environment: 'prod', after: ['prod-eu'], soak: 0 },
  { name: 'prod-us', environment: 'prod', after: ['prod-eu'], soak: 0 },
];

/** The stages above, each with that soak in seconds. */
export function soaking(seconds: number): readonly Stage[] {
  return stages.map((stage) => ({ ...stage, soak: seconds }));
}

/** A clean work tree. */
export const clean: WorkTree = { unreproduced: new Set(), uncommitted: new Set(), entries: new Map() };

/** A world at HEAD's time, where every stage runs every app, no app needs anything and no stage has a cluster. */
export function worldOf(from: Repository, changes: Partial<PlanWorld> = {}): PlanWorld {
  return {
    history: from.history(),
    stages,
    now: from.time(),
    runs: () => true,
    workTree: clean,
    holds: new Map(),
    contents: contentsOf({}),
    ...changes,
  };
}

/** Trees of which every one is a release that needs nothing, without clusters, with the halves that its name says (`C1+I2`), but for what is given. */
export function contentsOf(contents: Partial<PlanWorld['contents']>): PlanWorld['contents'] {
  return {
    release: (app) => releaseFile({ app }),
    clusters: () => clustersFile('', {}),
    halves: (tree) => {
      const [config, images] = tree.split('+');
      return config !== undefined && images !== undefined ? { config, images } : undefined;
    },
    join: ({ config, images }) => `${config}+${images}`,
    marker: ({ app }) => `${app}-marker`,
    withData: () => [],
    ...contents,
  };
}

/** A release.yaml that needs nothing. */
export function releaseFile(fields: Partial<ReleaseFile>): ReleaseFile {
  return {
    format: 1,
    app: 'web',
    team: 'shop',
    environment: 'dev',
    namespace: 'shop',
    namespaces: [],
    addOn: false,
    platform: false,
    placement: [],
    rules: {},
    reads: [],
    variants: ['default'],
    facts: {},
    labels: {},
    kinds: [],
    ...fields,
  };
}

/** A clusters.yaml of one hub. */
export function clustersFile(
  stage: string,
  clusters: { readonly [name: string]: StageCluster },
  buckets = 1,
): Clusters {
  const hub = { buckets, namespace: 'argocd', repository: { url: 'https://git.example/fleet', revision: 'main' } };
  return { format: 1, stage, environment: 'prod', follows: [], platform: 'platform', hubs: { eu: hub }, clusters };
}

/** An active cluster. */
export function cluster(fields: Partial<StageCluster> = {}): StageCluster {
  const base = { hub: 'eu', server: 'https://k8s.example', kubernetes: '1.36', state: 'active' } as const;
  return { ...base, labels: { size: 'small' }, facts: { domain: 'example.org' }, ...fields };
}

/** Trees of `app` in the three environments: `rendered('web', 2)` is `web2-dev`, `web2-staging`, `web2-prod`. */
export function rendered(
  app: string,
  version: number,
  environments: readonly string[] = ['dev', 'staging', 'prod'],
): Record<string, string> {
  const trees: Record<string, string> = {};
  for (const environment of environments)
    trees[`apps/${app}/rendered/${environment}`] = `${app}${version}-${environment}`;
  return trees;
}

/** What is `fleet` in every stage, held and rendered: `fleet1-dev` and so on. */
export function fleetEverywhere(version = 1): Record<string, string> {
  const trees: Record<string, string> = {};
  for (const { name } of stages) {
    trees[`clusters/rendered/${name}`] = `fleet${version}-${name}`;
    trees[`clusters/stages/${name}/fleet`] = `fleet${version}-${name}`;
  }
  return trees;
}
