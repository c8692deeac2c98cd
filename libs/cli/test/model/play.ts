import type { Real, State } from './real.ts';
import { beginning, commit, type Model, perform } from './steps.ts';

/** A scenario as it is played: every command is checked as the model checks it. */
export interface Play {
  readonly real: Real;
  /** Edits a definition: `before` must be there once. */
  edit(file: string, before: string, after: string): void;
  /** Renders and commits; gives the files that are new in the commit. */
  release(): Promise<readonly string[]>;
  /** A command that succeeds, and a commit of what it did; gives the files that are new in the commit. */
  move(...args: readonly string[]): Promise<readonly string[]>;
  /** `promote --all-due` to these stages, with the soak of each. */
  train(...stages: readonly string[]): Promise<void>;
  /** A command that is refused and changes nothing; gives the codes of its errors. */
  refused(...args: readonly string[]): Promise<readonly string[]>;
  /** Names of apps by stage, as `status` has them. */
  due(): Promise<Readonly<Record<string, readonly string[]>>>;
  state(): State;
}

/** Begins where every stage holds the first releases. */
export function play(real: Real): Play {
  real.again();
  const model: Model = beginning(real);
  const run = async (args: readonly string[]): Promise<void> => {
    if (!(await perform(model, real, args)))
      throw new Error(`refused: ${args.join(' ')}\n${(await real.run(args)).stderr}`);
  };
  const committed = (message: string): readonly string[] => {
    commit(model, real, message);
    return real.tree
      .git('show', '--first-parent', '--format=', '--name-only', 'HEAD')
      .split('\n')
      .filter((file) => file !== '');
  };
  return {
    real,
    edit(file, before, after) {
      real.tree.edit(file, before, after);
      model.unrendered = true;
    },
    async release() {
      await run(['render']);
      return committed('Release');
    },
    async move(...args) {
      await run(args);
      return committed(args.join(' '));
    },
    async train(...stages) {
      for (const stage of stages) {
        await run(['promote', '--all-due', '--to', stage]);
        commit(model, real, `Promote to ${stage}`);
        real.wait(3);
      }
    },
    async refused(...args) {
      const before = real.state();
      const { exit, stderr } = await real.run(args);
      if (exit === 0) throw new Error(`not refused: ${args.join(' ')}`);
      if (real.state().tree !== before.tree) throw new Error(`changed something: ${args.join(' ')}`);
      return [...new Set([...stderr.matchAll(/error (FW\d{4})/g)].map(([, code]) => code ?? ''))];
    },
    async due() {
      const document: unknown = JSON.parse((await real.run(['status', '--json'])).stdout);
      const due: unknown =
        typeof document === 'object' && document !== null && 'due' in document ? document.due : undefined;
      return Object.fromEntries(Object.entries(due ?? {}).map(([stage, apps]) => [stage, String(apps).split(',')]));
    },
    state: () => real.state(),
  };
}

/** The folders that files are in, `depth` deep. */
export function foldersOf(files: readonly string[], depth: number): readonly string[] {
  return [...new Set(files.map((file) => file.split('/').slice(0, depth).join('/')))].sort();
}
