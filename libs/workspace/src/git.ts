import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import type { FileTree } from 'kustomize-ts';
import { readHistory, type TreeHistory } from './git/history.ts';
import { type ObjectAt, readFilesAt, readGitTree, treesAt } from './git/objects.ts';
import { GitFailed, runGit } from './git/run.ts';

/**
 * The git repository of a work tree, read only. Methods throw {@link GitFailed}, with a diagnostic, when git fails at
 * what can only fail in a broken or partial repository.
 */
export interface Repository {
  /** The commit that HEAD names; `undefined` before the first. */
  head(): string | undefined;
  /** How directories changed along HEAD's first parents; see {@link TreeHistory}. `patterns` such as `apps/*\/rendered/*`. */
  treeHistory(patterns: readonly string[]): TreeHistory;
  /** The tree of a directory at a commit (or anything that names one); `undefined` when there is no directory. */
  treeOf(commit: string, path: string): string | undefined;
  /** The commit of HEAD's first parents that last changed something below a path; `undefined`: none did. */
  lastChange(path: string): string | undefined;
  /** The files of a tree, by paths inside it. FW5016 or FW5006 for links, submodules and what is not UTF-8. */
  readTree(sha: string): FileTree;
  /** The texts of files inside trees, by `<tree>:<path>`, by one call of git; what is not there is left out. */
  readFiles(at: readonly ObjectAt[]): ReadonlyMap<string, string>;
  /** The trees of folders inside trees, by `<tree>:<path>`, by one call of git; what is not there is left out. */
  treesIn(at: readonly ObjectAt[]): ReadonlyMap<string, string>;
  /** Whom git would name as the author of a commit, `Ada <ada@example.com>`; `undefined` when nobody told it. */
  author(): string | undefined;
  /** Paths below `pathspecs` that differ from HEAD: changed, staged, untracked. Ignored files do not count. */
  uncommitted(pathspecs: readonly string[]): readonly string[];
  /** Files below `pathspecs` that git neither has nor looks at, because it was told to ignore them. */
  ignored(pathspecs: readonly string[]): readonly string[];
  /** Whether there are uncommitted ones. */
  isDirty(pathspecs: readonly string[]): boolean;
}

/** The repository whose work tree is `root`: FW5002 when there is none right there, FW5003 when git cannot be used. */
export function openRepository(root: string): Result<Repository> {
  if (!existsSync(join(root, '.git'))) return fail([notARepository(root)]);
  try {
    const format = text(root, ['rev-parse', '--show-object-format']);
    if (format !== 'sha1') return fail([otherFormat(format)]);
  } catch (cause) {
    if (cause instanceof GitFailed) return fail([cause.diagnostic]);
    throw cause;
  }
  return ok(repositoryAt(root));
}

/** The nearest folder, from `cwd` upwards, that has a clusters/fleet.ts; FW5002 when none has. */
export function findRoot(cwd: string): Result<string> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'clusters', 'fleet.ts'))) return ok(folder);
    if (folder === dirname(folder)) break;
  }
  const hint = 'change into a Fleetwright work tree (its root has clusters/fleet.ts), or clone one';
  return fail([error('FW5002', 'neither this folder nor one above it has a clusters/fleet.ts', hint, undefined)]);
}

function repositoryAt(root: string): Repository {
  function head(): string | undefined {
    const { status, stdout } = runGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { accepted: 1 });
    return status === 0 ? stdout.toString('utf8').trim() : undefined;
  }
  function treeOf(commit: string, path: string): string | undefined {
    const printed = text(root, ['ls-tree', '-d', '-z', '--full-tree', commit, '--', path]);
    return /^040000 tree ([0-9a-f]{40})\t/.exec(printed)?.[1];
  }
  function uncommitted(pathspecs: readonly string[]): readonly string[] {
    const how = ['--porcelain', '-z', '--untracked-files=all', '--no-renames'];
    const printed = runGit(root, ['status', ...how, '--', ...pathspecs]).stdout.toString('utf8');
    const paths = printed.split('\0').filter((line) => line !== '');
    return paths.map((line) => line.slice('XY '.length)).sort();
  }
  function ignored(pathspecs: readonly string[]): readonly string[] {
    const how = ['--others', '--ignored', '--exclude-standard', '-z'];
    const printed = runGit(root, ['ls-files', ...how, '--', ...pathspecs]).stdout.toString('utf8');
    return printed.split('\0').filter((path) => path !== '');
  }
  function lastChange(path: string): string | undefined {
    if (head() === undefined) return undefined;
    const sha = text(root, [
      'log',
      '-1',
      '--first-parent',
      '--diff-merges=first-parent',
      '--format=%H',
      'HEAD',
      '--',
      path,
    ]);
    return sha === '' ? undefined : sha;
  }
  return {
    head,
    treeOf,
    lastChange,
    uncommitted,
    ignored,
    treeHistory: (patterns) =>
      head() === undefined ? { commits: [], changes: new Map(), shallow: false } : readHistory(root, patterns),
    readTree: (sha) => readGitTree(root, sha),
    readFiles: (at) => readFilesAt(root, at),
    treesIn: (at) => treesAt(root, at),
    author: () => authorOf(root),
    isDirty: (pathspecs) => uncommitted(pathspecs).length > 0,
  };
}

/** Not what git would guess of the machine's user: nobody would be found by it. */
function authorOf(root: string): string | undefined {
  const asked = runGit(root, ['-c', 'user.useConfigOnly=true', 'var', 'GIT_AUTHOR_IDENT'], { accepted: 128 });
  return /^(.+ <.*>) \d+ [+-]\d{4}$/.exec(asked.stdout.toString('utf8').trim())?.[1];
}

function text(root: string, args: readonly string[]): string {
  return runGit(root, args).stdout.toString('utf8').trim();
}

function notARepository(root: string): Diagnostic {
  const inside = existsSync(join(root, 'clusters', 'fleet.ts'));
  const hint = inside
    ? 'run "git init" here; a fleet is the root of its repository, not a folder in another one'
    : 'run Fleetwright at the root of the repository, where clusters/ and apps/ are';
  return error('FW5002', 'this folder is not the root of a git work tree', hint, undefined);
}

function otherFormat(format: string): Diagnostic {
  const hint = 'use a repository with SHA-1 object names, as forges do';
  return error('FW5002', `the repository names its objects by ${format}`, hint, undefined);
}
