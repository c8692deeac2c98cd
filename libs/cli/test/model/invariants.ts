import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Real, State } from './real.ts';

/*
 * What must hold of every work tree (PROMOTION.md), read from files and git alone. Each function gives what is wrong, in words;
 * nothing: all is well.
 */

/** All that was ever committed, in order. */
export type History = readonly State[];

/** An entry of a stage. */
export interface Entry {
  readonly stage: string;
  readonly app: string;
  /** Of a pin. */
  readonly cluster: string | undefined;
  readonly tree: string;
  readonly path: string;
}

/** The entries of all stages. */
export function entriesOf(state: State): readonly Entry[] {
  const found: Entry[] = [];
  for (const [path, tree] of state.folders) {
    const [, stage, name] = /^clusters\/stages\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
    if (stage === undefined || name === undefined) continue;
    const [app = '', cluster] = name.split('@');
    found.push({ stage, app, cluster, tree, path });
  }
  return found;
}

/** The halves of a tree, when it has two and nothing else. */
export function halvesOf(state: State, path: string): { config: string; images: string } | undefined {
  const [config, images] = [state.folders.get(`${path}/config`), state.folders.get(`${path}/images`)];
  return config === undefined || images === undefined ? undefined : { config, images };
}

/** Where what an entry copies is rendered; environments are what stages are in. */
function sourceOf({ app, stage }: Pick<Entry, 'app' | 'stage'>): string {
  return app === 'fleet' ? `clusters/rendered/${stage}` : `apps/${app}/rendered/${stage === 'dev' ? 'dev' : 'prod'}`;
}

/** Every entry is a release, or two halves of releases, or a pin to the marker of an app that goes. */
export function foreign(state: State, history: History, root: string): readonly string[] {
  return entriesOf(state).flatMap((entry) => {
    const source = sourceOf(entry);
    if (history.some((committed) => committed.folders.get(source) === entry.tree)) return [];
    const halves = halvesOf(state, entry.path);
    const isHalf = (half: 'config' | 'images'): boolean =>
      halves !== undefined && history.some((committed) => committed.folders.get(`${source}/${half}`) === halves[half]);
    if (isHalf('config') && isHalf('images') && !hasMore(state, entry)) return [];
    return entry.cluster !== undefined && isMarker(root, entry) ? [] : [`${entry.path} was never rendered`];
  });
}

/** Whether there is something besides the two halves. */
function hasMore(state: State, { path }: Entry): boolean {
  const inside = [...state.files.keys()].filter((file) => file.startsWith(`${path}/`));
  return inside.some((file) => !/^(config|images)\//.test(file.slice(path.length + 1)));
}

/** Nothing but the ConfigMap that an app leaves behind. */
function isMarker(root: string, { path, app }: Entry): boolean {
  const common = readFileSync(join(root, path, 'config/common/kustomization.yaml'), 'utf8');
  return /^resources:\n- (.*)\n/m.exec(common)?.[1] === `configmap-${app}-retired.yaml`;
}

/** Pins have hold files, and hold files of pins have pins; holds are on something that is there. */
export function unpaired(state: State): readonly string[] {
  const pins = new Set(entriesOf(state).flatMap(({ path, cluster }) => (cluster === undefined ? [] : [path])));
  const wrong = [...pins].filter((path) => !state.files.has(`${path}.hold.yaml`)).map((path) => `${path} has no hold`);
  for (const file of state.files.keys()) {
    const [, path] = /^(clusters\/stages\/[^/]+\/[^/]+@[^/]+)\.hold\.yaml$/.exec(file) ?? [];
    if (path !== undefined && !pins.has(path)) wrong.push(`${file} holds no pin`);
  }
  return wrong;
}

/** Stages by cluster, as the stages know it. */
export function clustersOf(root: string, state: State): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { app, stage, path } of entriesOf(state)) {
    if (app !== 'fleet') continue;
    const text = readFileSync(join(root, path, 'clusters.yaml'), 'utf8');
    const [, clusters = ''] = text.split(/^clusters:\n/m);
    for (const [, name = ''] of clusters.matchAll(/^ {2}([^ \n]+):\n/gm))
      found.set(name, [...(found.get(name) ?? []), stage]);
  }
  return found;
}

/** No cluster is in two stages, and none that a stage has held is lost; a pin is where its cluster is. */
export function misplaced(real: Real, state: State, known: Iterable<string>): readonly string[] {
  const clusters = clustersOf(real.tree.root, state);
  const wrong = [...clusters]
    .filter(([, stages]) => stages.length > 1)
    .map(([name, stages]) => `${name} is in ${stages.join(' and ')}`);
  for (const name of known) if (!clusters.has(name)) wrong.push(`${name} is in no stage`);
  for (const { cluster, stage, path } of entriesOf(state))
    if (cluster !== undefined && !clusters.get(cluster)?.includes(stage))
      wrong.push(`${path}, but ${cluster} is not in ${stage}`);
  return wrong;
}

/** What a promotion moved although it was held, frozen, of another stage, or had not passed the stage before. */
export function smuggled(
  moved: { before: State; after: State; history: History; root: string },
  to: string,
  skipped: boolean,
): readonly string[] {
  const { before, after, history } = moved;
  const wrong: string[] = [];
  for (const entry of entriesOf(after)) {
    if (before.folders.get(entry.path) === entry.tree) continue;
    const { path, stage } = entry;
    if (stage !== to) wrong.push(`${path} moved by a promotion to ${to}`);
    if (entry.cluster !== undefined) continue; // a pin to the marker: checked as such
    for (const freeze of ['clusters/stages/freeze.yaml', `clusters/stages/${stage}/freeze.yaml`])
      if (before.files.has(freeze)) wrong.push(`${path} moved against ${freeze}`);
    if (before.files.has(`${path}.hold.yaml`) && isHeld(moved, entry)) wrong.push(`${path} moved against its hold`);
    if (!skipped && !hasPassed(entry, after, history)) wrong.push(`${path} moved before it had passed`);
  }
  return wrong;
}

/** Whether the hold is on everything, or on one of the halves that came. Holds are files of the work tree that a promotion leaves as they are. */
function isHeld({ after, root }: { after: State; root: string }, { path }: Entry): boolean {
  const text = readFileSync(join(root, `${path}.hold.yaml`), 'utf8');
  const held = [...text.matchAll(/^ {2}(?:config|images): (\w+)$/gm)].map(([, half]) => half);
  const halves = halvesOf(after, path);
  return held.length === 0 || halves === undefined || held.includes(halves.config) || held.includes(halves.images);
}

const after: Readonly<Record<string, string>> = { canary: 'dev', 'prod-eu': 'canary', 'prod-us': 'prod-eu' };

/** "At one of its commits, what is rendered for the stage before is a tree that it holds or has held", half by half. */
function hasPassed(entry: Entry, state: State, history: History): boolean {
  const stage = after[entry.stage];
  if (stage === undefined) return true;
  const [source, before] = [sourceOf(entry), { ...entry, stage, path: `clusters/stages/${stage}/${entry.app}` }];
  const part = (half: string): boolean => {
    const now = state.folders.get(entry.path + half);
    const held = new Set(history.map((committed) => committed.folders.get(before.path + half)));
    return history.some(
      (committed) =>
        committed.folders.get(source + half) === now &&
        // Where the app has no rendering for the stage before, that is skipped.
        (committed.folders.get(sourceOf(before) + half) === undefined ||
          held.has(committed.folders.get(sourceOf(before) + half))),
    );
  };
  return part('') || (part('/config') && part('/images'));
}
