import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a command printed, and how it ended. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | null;
}

/** A work tree of its own in a temporary folder, used as a person would: files are written, commands are run, commits made. */
export interface WorkTree extends Disposable {
  readonly root: string;
  /** Runs `fleetwright` in it. */
  run(...args: string[]): Ran;
  /** As `run`, but it goes on beside others. */
  start(...args: string[]): Promise<Ran>;
  /** As `run`, but what fails fails the test. */
  succeed(...args: string[]): Ran;
  git(...args: string[]): string;
  /** Commits everything; each commit is one minute later than the one before. */
  commit(message: string): void;
  write(path: string, text: string): void;
  /** Replaces `before`, which must occur exactly once. */
  edit(path: string, before: string, after: string): void;
  read(path: string): string;
  remove(path: string): void;
  /** Hash of every file in a folder of the work tree, by path; without those of git and of Fleetwright's own folder. */
  snapshot(): ReadonlyMap<string, string>;
  /** Paths that differ from HEAD. */
  changed(): readonly string[];
}

/** Root of this repository. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '');
const compileCache = join(repository, 'node_modules', '.cache', 'fleetwright');
const command = join(repository, 'libs', 'cli', 'src', 'main.ts');
const files = (texts: Readonly<Record<string, string>>) => Object.entries(texts);

/** Makes a work tree with these files in it, one commit deep. */
export function workTree(texts: Readonly<Record<string, string>>): WorkTree {
  const root = mkdtempSync(join(tmpdir(), 'fleetwright-'));
  let minutes = 0;
  const own = {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: root, NO_COLOR: '1', NODE_COMPILE_CACHE: compileCache },
  };
  const tree: WorkTree = {
    root,
    run(...args) {
      const line = ['--conditions=development', command, ...args];
      const ran = spawnSync(process.execPath, line, { ...own, encoding: 'utf8' });
      return { stdout: ran.stdout, stderr: ran.stderr, exit: ran.status };
    },
    start(...args) {
      const child = spawn(process.execPath, ['--conditions=development', command, ...args], own);
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      return new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (exit) => resolve({ stdout, stderr, exit }));
      });
    },
    succeed(...args) {
      const ran = tree.run(...args);
      if (ran.exit !== 0) throw new Error(`fleetwright ${args.join(' ')} ended with ${ran.exit}:\n${ran.stderr}`);
      return ran;
    },
    git(...args) {
      const date = new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString();
      const who = {
        GIT_AUTHOR_NAME: 'A',
        GIT_AUTHOR_EMAIL: 'a@example.com',
        GIT_COMMITTER_NAME: 'A',
        GIT_COMMITTER_EMAIL: 'a@example.com',
      };
      const env = { PATH: process.env['PATH'], HOME: root, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, ...who };
      const ran = spawnSync('git', args, { cwd: root, encoding: 'utf8', env });
      if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr}`);
      return ran.stdout;
    },
    commit(message) {
      minutes += 1;
      tree.git('add', '--all');
      tree.git('commit', '--quiet', '--allow-empty', '--message', message);
    },
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    edit(path, before, after) {
      const parts = tree.read(path).split(before);
      if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} places with ${before}`);
      tree.write(path, parts.join(after));
    },
    read: (path) => readFileSync(join(root, path), 'utf8'),
    remove: (path) => rmSync(join(root, path), { recursive: true }),
    snapshot() {
      const hashes = new Map<string, string>();
      const others = new Set(['.git', '.fleetwright', 'node_modules']);
      const folders = readdirSync(root).filter((name) => !others.has(name));
      for (const folder of folders.filter((name) => statSync(join(root, name)).isDirectory())) {
        for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
          if (!entry.isFile()) continue;
          const file = join(entry.parentPath, entry.name);
          hashes.set(relative(root, file), createHash('sha256').update(readFileSync(file)).digest('hex'));
        }
      }
      return hashes;
    },
    changed() {
      const printed = tree.git('status', '--porcelain', '--untracked-files=all', '--no-renames');
      return printed
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.slice(3));
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
  tree.write('package.json', '{ "type": "module", "imports": { "#fleet": "./clusters/fleet.ts" } }\n');
  tree.write('.gitignore', 'node_modules\n');
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  for (const [path, text] of files(texts)) tree.write(path, text);
  tree.git('init', '--quiet', '--initial-branch=main');
  tree.commit('Begin');
  return tree;
}
