import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, createCache, type FileTree, toYaml } from 'kustomize-ts';
import { handMade, manyObjects, referenceFleet } from './inputs.ts';
import { type GoProcess, startGo, timeProcess } from './processes.ts';

/**
 * One line of the table: ours against something, in milliseconds, and what the project aims at. Times are the best of all rounds, ours and theirs in turn:
 * others on the machine make some rounds slower, none faster.
 */
export interface Row {
  readonly what: string;
  readonly ours: number;
  readonly against?: { readonly what: string; readonly millis: number };
  readonly aim?: string;
}

/** What to measure with. */
export interface Plan {
  /** Root of the repository. */
  readonly root: string;
  readonly rounds: number;
  /** Folder with kustomize and kustomize-oracle. */
  readonly programs: string;
  /** Folder of the packed kustomize-ts. */
  readonly packed: string;
  /** Told each line as soon as it is known. */
  row(row: Row): void;
  progress(words: string): void;
}

/** Measures everything, telling each row as it is there. */
export async function benchKustomize(plan: Plan): Promise<void> {
  const go = startGo(join(plan.programs, 'kustomize-oracle'));
  try {
    await fleetOverlays(plan, go);
    await fiftyOverlays(plan, go);
    await sizes(plan, go);
  } finally {
    go.close();
  }
  processes(plan);
}

/** Every overlay of this repository, with what they share in the cache. */
async function fleetOverlays(plan: Plan, go: GoProcess): Promise<void> {
  const { tree, overlays } = referenceFleet(plan.root);
  const cache = createCache();
  const texts = new Map<string, string>();
  for (const overlay of overlays) texts.set(overlay, textOf(tree, overlay, cache));
  // An overlay that nobody has built yet, of a base that somebody has: its own file is new, what it stands on is known.
  const fresh = (round: number): FileTree =>
    new Map(
      [...tree].map(([path, text]) => [path, path.startsWith('clusters/overlays/') ? `# ${round}\n${text}` : text]),
    );
  const times = new Map<string, number>(overlays.map((overlay) => [overlay, Number.POSITIVE_INFINITY]));
  for (let round = 0; round <= plan.rounds; round++) {
    plan.progress(`fleet overlays, round ${round} of ${plan.rounds}`);
    const now = fresh(round);
    for (const overlay of overlays) {
      const took = time(() => textOf(now, overlay, cache));
      if (round > 0) times.set(overlay, Math.min(took, times.get(overlay) ?? took));
    }
  }
  const [sample = ''] = overlays;
  const goTimes: number[] = [];
  for (const overlay of overlays) goTimes.push(best(await go.build(tree, overlay, 3)));
  const objects = overlays.map((overlay) => objectsOf(tree, overlay));
  const json = objects.map((one) => best([1, 2, 3].map(() => time(() => JSON.parse(JSON.stringify(one))))));
  const what = `a fleet overlay, its base in the cache (${overlays.length} overlays, ${sample.split('/').length > 2 ? 'this repository' : sample})`;
  plan.row({
    what,
    ours: mean([...times.values()]),
    against: { what: 'kustomize, inside one Go process', millis: mean(goTimes) },
    aim: '≤ 0.5 ms',
  });
  plan.row({
    what: 'the same',
    ours: mean([...times.values()]),
    against: { what: 'its objects as JSON and back', millis: mean(json) },
  });
}

/** Rounds before those that count, so that V8 has compiled what is used: Go's code was compiled before. Larger builds are warm after one. */
const warmRounds = 20;

/** Fifty overlays of one base from nothing, against one Go process that builds the same fifty. */
async function fiftyOverlays(plan: Plan, go: GoProcess): Promise<void> {
  const { tree, overlays } = handMade(50);
  const ours: number[] = [];
  const theirs: number[] = [];
  const all = () => {
    const cache = createCache();
    for (const overlay of overlays) textOf(tree, overlay, cache);
  };
  for (let round = 0; round < warmRounds; round++) all();
  for (let round = 0; round <= plan.rounds; round++) {
    plan.progress(`50 overlays of one base, round ${round} of ${plan.rounds}`);
    const took = time(all);
    let sum = 0;
    for (const overlay of overlays) sum += (await go.build(tree, overlay))[0] ?? 0;
    if (round === 0) continue;
    ours.push(took);
    theirs.push(sum);
  }
  const against = { what: 'kustomize, one Go process, from memory', millis: best(theirs) };
  plan.row({
    what: '50 overlays of one base, written by hand, empty cache',
    ours: best(ours),
    against,
    aim: '≥ 20x',
  });
}

/** One build of ever more objects. kustomize is asked up to 4,000: its time grows faster than the number. */
async function sizes(plan: Plan, go: GoProcess): Promise<void> {
  for (const count of [400, 4000, 40_000]) {
    const tree = manyObjects(count);
    const rounds = count > 4000 ? 1 : plan.rounds;
    const ours: number[] = [];
    for (let round = 0; round < (count > 400 ? 0 : warmRounds); round++) textOf(tree, 'many', undefined);
    for (let round = 0; round <= rounds; round++) {
      plan.progress(`${count} objects, round ${round} of ${rounds}`);
      const took = time(() => textOf(tree, 'many', undefined));
      if (round > 0) ours.push(took);
    }
    const what = `one build of ${count} objects, no cache (${(best(ours) / count).toFixed(3)} ms each)`;
    const aim = count === 400 ? '≥ 10x' : 'linear';
    if (count > 4000) plan.row({ what, ours: best(ours), aim });
    else {
      const theirs = best(await go.build(tree, 'many', count > 400 ? 1 : 3));
      plan.row({
        what,
        ours: best(ours),
        against: { what: 'kustomize, inside one Go process', millis: theirs },
        aim,
      });
    }
    const objects = objectsOf(tree, 'many');
    plan.row({
      what: 'the same',
      ours: best(ours),
      against: { what: 'its objects as JSON and back', millis: time(() => JSON.parse(JSON.stringify(objects))) },
    });
  }
}

/** The command as a process of its own. */
function processes(plan: Plan): void {
  const base = mkdtempSync(join(tmpdir(), 'fleetwright-bench-'));
  try {
    const { tree, overlays } = referenceFleet(plan.root);
    writeAll(base, tree);
    for (const count of [100, 400]) writeAll(join(base, `size-${count}`), manyObjects(count));
    const bin = join(plan.packed, 'bin/kustomize-ts.js');
    if (!existsSync(bin)) throw new Error('npm run pack:kustomize-ts makes what is measured here');
    const overlay = overlays.find((one) => one.endsWith('/frontend')) ?? '';
    const folders = [
      ['a fleet overlay', overlay],
      ['100 objects', 'size-100/many'],
      ['400 objects', 'size-400/many'],
    ] as const;
    for (const [what, folder] of folders) {
      const [node, ours, theirs]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round <= plan.rounds * 4; round++) {
        plan.progress(`processes: ${what}, round ${round} of ${plan.rounds * 4}`);
        const bare = timeProcess(process.execPath, ['-e', '0'], base);
        const mine = timeProcess(process.execPath, [bin, 'build', folder], base);
        const other = timeProcess(join(plan.programs, 'kustomize'), ['build', folder], base);
        if (round === 0) continue;
        node.push(bare);
        ours.push(mine);
        theirs.push(other);
      }
      const faster = folder === overlay ? undefined : '> 1x';
      plan.row({
        what: `the command, ${what}`,
        ours: best(ours),
        against: { what: 'kustomize, the binary', millis: best(theirs) },
        ...(faster && { aim: faster }),
      });
      if (faster === undefined) {
        plan.row({
          what: 'the same',
          ours: best(ours),
          against: { what: 'node -e 0', millis: best(node) },
          aim: '≤ 15 ms more',
        });
      }
    }
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

function textOf(tree: FileTree, folder: string, cache: ReturnType<typeof createCache> | undefined): string {
  const built = build(tree, folder, cache ? { cache } : {});
  if (!built.ok) throw new Error(`${folder}: ${built.errors[0]?.message}`);
  return toYaml(built.value.resources);
}

function objectsOf(tree: FileTree, folder: string): readonly unknown[] {
  const built = build(tree, folder, {});
  if (!built.ok) throw new Error(`${folder}: ${built.errors[0]?.message}`);
  return built.value.objects;
}

function writeAll(folder: string, tree: FileTree): void {
  for (const [path, content] of tree) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function time(work: () => unknown): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}

/** Of overlays that differ in size. */
function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function best(values: readonly number[]): number {
  return Math.min(...values);
}
