import type { AsyncCommand } from 'fast-check';
import { clustersOf, foreign, type History, misplaced, smuggled, unpaired } from './invariants.ts';
import type { Real, State } from './real.ts';

/** What the model remembers; everything else is read from the work tree. */
export interface Model {
  /** What was committed, the newest last. */
  history: History;
  /** Clusters that a stage has held. */
  known: ReadonlySet<string>;
  /** Whether definitions say what is not rendered yet. */
  unrendered: boolean;
}

/** Where every run begins. */
export function beginning(real: Real): Model {
  const shas = real.tree
    .git('rev-list', '--first-parent', '--reverse', 'HEAD')
    .split('\n')
    .filter((line) => line !== '');
  const history = shas.map((sha) => stateOf(real, sha));
  const known = new Set(clustersOf(real.tree.root, real.state()).keys());
  return { history, known, unrendered: false };
}

function stateOf(real: Real, commit: string): State {
  const [folders, files] = [new Map<string, string>(), new Map<string, string>()];
  for (const line of real.tree.git('ls-tree', '-r', '-t', '-z', commit).split('\0')) {
    const [, type, object = '', file = ''] = /^\d+ (tree|blob) (\w+)\t(.*)$/s.exec(line) ?? [];
    if (type !== undefined) (type === 'tree' ? folders : files).set(file, object);
  }
  return { tree: '', folders, files };
}

/** One step of a person; what it does is checked in {@link perform}. */
export type Step = AsyncCommand<Model, Real>;

/** Makes a step of a name and what it does. */
export function step(name: string, run: (model: Model, real: Real) => Promise<void>): Step {
  return { check: () => true, run, toString: () => name };
}

/** Fails with all that is wrong. */
function must(what: string, wrong: readonly string[]): void {
  if (wrong.length > 0) throw new Error(`after ${what}:\n${wrong.join('\n')}`);
}

/** Runs a command and checks what it did, or that it did nothing. Gives whether it succeeded. */
export async function perform(model: Model, real: Real, args: readonly string[]): Promise<boolean> {
  const before = real.state();
  const ran = await real.run(args);
  const line = `fleetwright ${args.join(' ')} (exit ${ran.exit})`;
  if (/FW9999/.test(ran.stdout + ran.stderr)) throw new Error(`${line}\n${ran.stdout}${ran.stderr}`);
  if (![0, 1, 2, 64].includes(ran.exit)) throw new Error(`${line}\n${ran.stderr}`);
  const after = real.state();
  if (ran.exit !== 0) {
    must(
      line,
      after.tree === before.tree
        ? []
        : ['a command that was refused changed something', ...difference(before, after), ran.stderr],
    );
    return false;
  }
  if (args[0] === 'render' && !args.includes('--check')) model.unrendered = false;
  if (args[0] === 'promote') {
    const moved = { before, after, history: model.history, root: real.tree.root };
    must(line, smuggled(moved, args[args.indexOf('--to') + 1] ?? '', args.includes('--skip-order')));
  }
  await expectAllWell(model, real, line, after, before);
  return true;
}

/** Checks all that must hold at any time; `before`: what a command found, so that what it cannot have changed is not looked at. */
export async function expectAllWell(
  model: Model,
  real: Real,
  line: string,
  after: State,
  before?: State,
): Promise<void> {
  model.known = new Set([...model.known, ...clustersOf(real.tree.root, after).keys()]);
  must(line, [
    ...foreign(after, model.history, real.tree.root),
    ...unpaired(after),
    ...misplaced(real, after, model.known),
  ]);
  if (before && before.folders.get('clusters') === after.folders.get('clusters')) return;
  must(line, await untrue(model, real));
}

/** What `render --check` finds. Facts, overlays and hubs are always true; rendered files once they were rendered. */
async function untrue(model: Model, real: Real): Promise<readonly string[]> {
  const ran = await real.run(['render', '--check']);
  const lines = ran.stdout.split('\n').filter((found) => found !== '');
  const derived = lines.filter((found) => / clusters\/(facts|overlays|hubs)\//.test(found));
  if (ran.exit !== 0 && ran.exit !== 2) return [`render --check ended with ${ran.exit}`, ran.stderr];
  return model.unrendered ? derived : lines;
}

/** Commits; then what is committed is a release. */
export function commit(model: Model, real: Real, message: string): void {
  model.history = [...model.history, real.commit(message)];
}

/** Performs a movement and commits it, unless it is to be left. */
export async function move(model: Model, real: Real, args: readonly string[], left: boolean): Promise<boolean> {
  const done = await perform(model, real, args);
  if (done && !left) commit(model, real, args.join(' '));
  return done;
}

function difference(before: State, after: State): readonly string[] {
  const paths = new Set([...before.files.keys(), ...after.files.keys()]);
  return [...paths].filter((path) => before.files.get(path) !== after.files.get(path)).map((path) => `  ${path}`);
}
