import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** What a program printed, and its exit code. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A throw-away copy of this work tree, committed in a repository of its own, in which planting things hurts nobody. */
export interface Copy {
  readonly root: string;
  /** Writes a file, with the folders above it. */
  write(path: string, content: string): void;
  /** Adds to a file, which need not be there yet. */
  append(path: string, content: string): void;
  /** Runs a program of node_modules/.bin on the Node of the tests. */
  run(program: string, ...args: string[]): Run;
  /** Commits everything that is not ignored. */
  commit(): void;
  /** Back to what was committed. */
  reset(): void;
  remove(): void;
}

const source = resolve(import.meta.dirname, '../../..');

/** Packages of the workspace are taken from the copy, all others from the original's node_modules. */
export function copyWorkTree(): Copy {
  const root = mkdtempSync(join(tmpdir(), 'fleetwright-copy-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: source,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  for (const file of listed.split('\0').filter((name) => name !== '')) {
    // A file that is gone since git last looked is none.
    cpSync(join(source, file), join(root, file), { force: true, errorOnExist: false, recursive: true });
  }
  linkModules(join(source, 'node_modules'), join(root, 'node_modules'));
  git(root, 'init', '--quiet', '--initial-branch=main');
  commit(root);
  return {
    root,
    write(path, content) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    append(path, content) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      appendFileSync(join(root, path), content);
    },
    run(program, ...args) {
      const file = join(root, 'node_modules/.bin', program);
      return spawnSync(process.execPath, [file, ...args], { cwd: root, encoding: 'utf8', env: environment() });
    },
    commit: () => commit(root),
    reset() {
      git(root, 'reset', '--quiet', '--hard');
      git(root, 'clean', '--quiet', '--force', '-d');
    },
    remove() {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function commit(root: string): void {
  git(root, 'add', '--all');
  git(root, '-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message=copy');
}

function git(root: string, ...args: string[]): void {
  execFileSync('git', args, { cwd: root, env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' } });
}

/** One link per package; links into the work tree itself are made again, so that they lead into the copy. */
function linkModules(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const original = join(from, entry.name);
    const link = join(to, entry.name);
    if (entry.name === '@fleetwright') {
      linkModules(original, link);
    } else if (entry.isSymbolicLink()) {
      symlinkSync(readlinkSync(original), link);
    } else if (entry.name !== '.cache') {
      symlinkSync(original, link);
    }
  }
}

/** Without what an Nx around us tells the programs it starts. */
function environment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'));
  return { ...Object.fromEntries(entries), NX_DAEMON: 'false' };
}
