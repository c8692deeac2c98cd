import { spawnSync } from 'node:child_process';
import { type Diagnostic, error } from '@fleetwright/diagnostics';

/** A git command that failed though the repository was fine when it was opened: a broken object store, a missing program. */
export class GitFailed extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.name = 'GitFailed';
    this.diagnostic = diagnostic;
  }
}

/** What a git command printed, and how it ended. */
export interface Output {
  readonly status: number;
  readonly stdout: Buffer;
}

/** Settings of the user that would change what git prints; the rest of their configuration (safe.directory) stays. */
const settings = [
  'core.quotePath=false',
  'core.fsmonitor=false',
  'log.showRoot=true',
  'log.showSignature=false',
  'diff.renames=false',
  'diff.ignoreSubmodules=none',
  'status.relativePaths=false',
];

/** Variables that tie git to another repository, as in a hook that calls us (`git rev-parse --local-env-vars`). */
const local = [
  'DIR',
  'WORK_TREE',
  'INDEX_FILE',
  'PREFIX',
  'COMMON_DIR',
  'OBJECT_DIRECTORY',
  'SHALLOW_FILE',
  'NAMESPACE',
];
const localVariables = new Set(local.map((name) => `GIT_${name}`));

/**
 * Runs git in `root`. An exit code up to `accepted` (default 0) is an answer; everything else throws {@link GitFailed}
 * with FW5003.
 */
export function runGit(
  root: string,
  args: readonly string[],
  options: { input?: string; accepted?: number } = {},
): Output {
  const inherited = Object.entries(process.env).filter(([name]) => !localVariables.has(name));
  const child = spawnSync('git', [...settings.flatMap((setting) => ['-c', setting]), ...args], {
    cwd: root,
    env: {
      ...Object.fromEntries(inherited),
      LC_ALL: 'C',
      GIT_TERMINAL_PROMPT: '0',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_LITERAL_PATHSPECS: '0',
    },
    ...(options.input !== undefined && { input: options.input }),
    maxBuffer: 2 ** 31 - 1,
  });
  if (child.error) throw new GitFailed(notRunnable(child.error));
  const status = child.status ?? 128;
  if (status > (options.accepted ?? 0)) throw new GitFailed(failed(args, child.stderr.toString('utf8')));
  return { status, stdout: child.stdout };
}

function notRunnable(cause: Error): Diagnostic {
  return error(
    'FW5003',
    `git cannot be run: ${cause.message}`,
    'install git (2.31 or later) and put it on the PATH',
    undefined,
  );
}

function failed(args: readonly string[], said: string): Diagnostic {
  const hint = 'run it by hand in the work tree to see more, and mend what git names';
  return error('FW5003', `git ${args[0] ?? ''} failed: ${said.trim() || 'it said nothing'}`, hint, undefined);
}
