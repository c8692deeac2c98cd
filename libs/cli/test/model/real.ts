import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '@fleetwright/workspace';
import type { Report } from '../../src/report.ts';
import { runCommand } from '../../src/run.ts';
import { type WorkTree, workTree } from '../work-tree.ts';
import { firstStages, modelFleet } from './fleet.ts';

/** What is in a work tree, as git would commit it. */
export interface State {
  /** Everything. */
  readonly tree: string;
  /** Tree of every folder, by path. */
  readonly folders: ReadonlyMap<string, string>;
  /** Blob of every file, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** A fleet in a work tree, and the command, run in this process. */
export interface Real extends Disposable {
  readonly tree: WorkTree;
  /** How many commands were run, by their name and how they ended: `promote ok`, `promote FW4007`. */
  readonly ran: ReadonlyMap<string, number>;
  run(args: readonly string[], disk?: Disk): Promise<Report>;
  /** By git, not by our own code. */
  state(): State;
  /** Commits everything; gives what is committed then. */
  commit(message: string): State;
  /** Minutes go by. */
  wait(minutes: number): void;
  /**
   * Back to where every stage holds the first releases, or, when it is grown, where dev and canary hold a third one and prod-eu a
   * second one. Nothing that a run left counts any more.
   */
  again(from?: 'begun' | 'grown'): void;
  /** What a killed process leaves is a lock of a process that has ended. */
  bury(): void;
}

/** Makes the fleet of the model: rendered, promoted into every stage, all committed. */
export async function realFleet(): Promise<Real> {
  const tree = workTree(modelFleet);
  const index = join(tree.root, '.git', 'index-of-the-model');
  const ran = new Map<string, number>();
  function git(...args: readonly string[]): string {
    const env = { ...process.env, GIT_INDEX_FILE: index };
    const { status, stdout, stderr } = spawnSync('git', args, {
      cwd: tree.root,
      encoding: 'utf8',
      env,
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout;
  }
  const real: Real = {
    tree,
    ran,
    async run(args, disk) {
      // A minute after the last commit.
      const now = Number(tree.git('log', '-1', '--format=%ct')) + 60;
      const report = await runCommand(args, { cwd: tree.root, color: false, now, ...(disk && { disk }) });
      const [code = report.exit] = /FW\d{4}/.exec(report.exit === 0 ? '' : report.stderr) ?? [];
      const name = `${args[0]} ${disk ? 'killed' : report.exit === 0 ? 'ok' : code}`;
      ran.set(name, (ran.get(name) ?? 0) + 1);
      return report;
    },
    state() {
      git('add', '--all', '.');
      const sha = git('write-tree').trim();
      const [folders, files] = [new Map<string, string>(), new Map<string, string>()];
      for (const line of git('ls-tree', '-r', '-t', '-z', sha).split('\0')) {
        const [, type, object = '', file = ''] = /^\d+ (tree|blob) (\w+)\t(.*)$/s.exec(line) ?? [];
        if (type !== undefined) (type === 'tree' ? folders : files).set(file, object);
      }
      return { tree: sha, folders, files };
    },
    commit(message) {
      tree.commit(message);
      const left = tree.changed();
      if (left.length > 0) throw new Error(`after a commit there is still ${left.join(', ')}`);
      return real.state();
    },
    wait(minutes) {
      for (let minute = 0; minute < minutes; minute++) tree.commit('A minute later');
    },
    again(from = 'begun') {
      tree.git('reset', '--quiet', '--hard', from);
      tree.git('clean', '--quiet', '--force', '-d');
      rmSync(join(tree.root, '.fleetwright'), { recursive: true, force: true });
    },
    bury() {
      const folder = join(tree.root, '.fleetwright');
      if (!existsSync(folder)) return;
      for (const name of readdirSync(folder).filter((file) => file.startsWith('lock'))) {
        const text = readFileSync(join(folder, name), 'utf8');
        writeFileSync(join(folder, name), text.replace(/"start":"[^"]+"/, '"start":"before"'));
        utimesSync(join(folder, name), 0, 0);
      }
    },
    [Symbol.dispose]: () => tree[Symbol.dispose](),
  };
  tree.git('config', 'user.name', 'Ada Lovelace');
  tree.git('config', 'user.email', 'ada@example.com');
  await succeed(real, 'render');
  real.commit('Render');
  for (const stage of firstStages) {
    await succeed(real, 'promote', '--all-due', '--to', stage);
    real.commit(`Promote to ${stage}`);
    real.wait(3);
  }
  tree.git('tag', 'begun');
  return real;
}

/** Gives a fleet a past: two more releases of its apps, the second of which has not come to prod-eu. */
export async function grow(real: Real): Promise<void> {
  real.again();
  for (const [value, stages] of [
    ['b', firstStages],
    ['c', firstStages.slice(0, 2)],
  ] as const) {
    for (const app of ['web', 'api'])
      real.tree.write(
        `apps/${app}/app.ts`,
        real.tree.read(`apps/${app}/app.ts`).replace(/args: \['.*?'\]/, `args: ['${value}']`),
      );
    real.tree.write(
      'apps/web/images.yaml',
      real.tree.read('apps/web/images.yaml').replace(/tag: .*/, `tag: "1.5.0-${value}"`),
    );
    await succeed(real, 'render');
    real.commit(`Release ${value}`);
    for (const stage of stages) {
      await succeed(real, 'promote', '--all-due', '--to', stage);
      real.commit(`Promote to ${stage}`);
      real.wait(3);
    }
  }
  real.tree.git('tag', 'grown');
}

/** Runs a command that must succeed. */
async function succeed(real: Real, ...args: readonly string[]): Promise<Report> {
  const ran = await real.run(args);
  if (ran.exit !== 0) throw new Error(`fleetwright ${args.join(' ')} ended with ${ran.exit}:\n${ran.stderr}`);
  return ran;
}
