import { execFile } from 'node:child_process';
import { appendFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type Chosen, readInventory } from '../fleet/choose.ts';
import { repositoryRoot } from '../programs.ts';
import { withRepositoryUrl, withServers } from './definitions.ts';
import { cleanEnvironment } from './git.ts';
import { WorkTree } from './work-tree.ts';

const run = promisify(execFile);

/** Which repository to make, of which fleet. */
export interface Wanted {
  /** Where the repository comes that is served; a path where nothing is yet. */
  readonly bare: string;
  /** Where its clone comes; a path where nothing is yet. */
  readonly workTree: string;
  /** Where `bare` is served, already. */
  readonly url: string;
  readonly chosen: Chosen;
  /** URL of the API server of each chosen cluster, by name. */
  readonly servers: ReadonlyMap<string, string>;
  /** Told of each step. */
  readonly say: (words: string) => void;
}

/** A person who is nobody in particular. */
const identity = { 'user.name': 'Fleet Harness', 'user.email': 'harness@example.com' } as const;

// What whoever runs this has configured for themselves (signing, hooks) is not for a clone that a program works in. And
// no collection of garbage runs on behind a command that has ended.
const configuration = {
  ...identity,
  'commit.gpgsign': 'false',
  'core.autocrlf': 'false',
  'core.hooksPath': '/dev/null',
  // What is served here is reached without one.
  'http.proxy': '',
  'gc.auto': '0',
  'maintenance.auto': 'false',
} as const;

/**
 * Makes the repository of a fleet that runs here: this repository's HEAD with its history, in which the clusters that run
 * are reached where they run, all others are gone, and Argo CD reads from where it is served. The change is rendered,
 * committed, and promoted through every stage with the command, as a team would; then it is pushed to `main`.
 * @throws Error with what git or Fleetwright said
 */
export async function prepareRepository({ bare, workTree, url, chosen, servers, say }: Wanted): Promise<void> {
  const missing = chosen.clusters.filter(({ name }) => !servers.has(name)).map(({ name }) => name);
  if (missing.length > 0) throw new Error(`there is no server for ${missing.join(', ')}`);
  say(await whatRuns());
  await copyHistory(bare);
  const clone = await cloneOf(bare, workTree, url);
  clone.write('clusters/fleet.ts', withRepositoryUrl(clone.read('clusters/fleet.ts'), url));
  clone.write('clusters/inventory.ts', withServers(clone.read('clusters/inventory.ts'), servers));
  say(`rendering a fleet of ${chosen.clusters.map(({ name }) => name).join(', ')}`);
  await clone.fleetwright('render');
  await clone.commit('Only the clusters that run here');
  await checkInventory(workTree, chosen, servers);
  for (const stage of (await readInventory(workTree)).stages) await promote(clone, stage, say);
  say('pushing it to main');
  await clone.git('push', '--quiet', 'origin', 'HEAD:main');
}

/** HEAD, in words; what of the work tree is not in it. */
async function whatRuns(): Promise<string> {
  const head = (await inRoot('log', '-1', '--format=%h %s')).trim();
  const changed = (await inRoot('status', '--porcelain')).split('\n').filter((line) => line !== '').length;
  const but =
    changed === 0 ? '' : `; ${changed} changed or new files of the work tree are not in it: commit them to run them`;
  return `the fleet is HEAD (${head})${but}`;
}

async function copyHistory(bare: string): Promise<void> {
  if ((await inRoot('rev-parse', '--is-shallow-repository')).trim() === 'true')
    throw new Error('this repository is a shallow clone, and promotion reads its history: git fetch --unshallow');
  await inRoot('init', '--quiet', '--bare', '--initial-branch=main', bare);
  await inRoot(
    '--git-dir',
    bare,
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-auto-gc',
    repositoryRoot,
    'HEAD:refs/heads/main',
  );
}

async function cloneOf(bare: string, workTree: string, url: string): Promise<WorkTree> {
  const settings = Object.entries(configuration).flatMap(([key, value]) => ['--config', `${key}=${value}`]);
  await inRoot('clone', '--quiet', ...settings, bare, workTree);
  const clone = new WorkTree(workTree);
  await clone.git('remote', 'set-url', 'origin', url);
  symlinkSync(join(repositoryRoot, 'node_modules'), join(workTree, 'node_modules'));
  // A pattern with a slash at its end, as in .gitignore, does not match a link.
  appendFileSync(join(workTree, '.git/info/exclude'), '/node_modules\n');
  return clone;
}

/** What is rendered is read back: an edit that did not do what it should is found here, not by a hub that reaches for a cluster of someone's. */
async function checkInventory(workTree: string, chosen: Chosen, servers: ReadonlyMap<string, string>): Promise<void> {
  const { clusters } = await readInventory(workTree);
  const wrong = clusters.filter(({ name, server, state }) =>
    chosen.clusters.some((one) => one.name === name)
      ? state !== 'active' || server !== servers.get(name)
      : state !== 'gone',
  );
  const found = chosen.clusters.filter(({ name }) => clusters.some((cluster) => cluster.name === name));
  if (wrong.length > 0 || found.length < chosen.clusters.length)
    throw new Error(
      `clusters/inventory.ts was changed, and is rendered otherwise than meant: ${JSON.stringify(wrong)}`,
    );
}

const promotion = z.object({
  movements: z.array(z.unknown()),
  holds: z.array(z.unknown()),
  message: z.string().optional(),
});

/** Promotes the fleet to a stage, where it is due, and commits it with the message that the command proposes. */
async function promote(clone: WorkTree, stage: string, say: (words: string) => void): Promise<void> {
  const { message } = promotion.parse(JSON.parse(await clone.fleetwright('promote', 'fleet', '--to', stage, '--json')));
  if (message === undefined) {
    say(`nothing of the fleet is due in ${stage}`);
    return;
  }
  await clone.commit(message);
  say(`promoted the fleet to ${stage}`);
}

async function inRoot(...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd: repositoryRoot, env: cleanEnvironment(), maxBuffer: 1 << 26 });
  return stdout;
}
