import { runGit } from './run.ts';

/** A commit of HEAD's first-parent history. */
export interface Commit {
  readonly sha: string;
  /** When it was committed, in seconds since 1970. */
  readonly time: number;
}

/** That a directory changed. */
export interface TreeMove {
  /** Index into the commits. */
  readonly commit: number;
  /** Its tree after that commit; `undefined`: gone. */
  readonly tree: string | undefined;
}

/** How directories changed along HEAD's first parents. */
export interface TreeHistory {
  /** Newest first. Empty before the first commit. */
  readonly commits: readonly Commit[];
  /** By path of a directory, newest first. */
  readonly changes: ReadonlyMap<string, readonly TreeMove[]>;
  /** Whether the history is cut off: then the last commit is not the first, and what it adds was there before. */
  readonly shallow: boolean;
}

/**
 * How the directories that fit one of `patterns` changed. A pattern is a path whose segments may contain `*`, for any
 * characters but `/`: `apps/*\/rendered/*` without the backslash. What a merge brought counts as changed by the merge.
 */
export function readHistory(root: string, patterns: readonly string[]): TreeHistory {
  const log = ['log', '--first-parent', '--no-color', '--no-decorate'];
  const listed = runGit(root, [...log, '--no-patch', '--format=%H %ct', 'HEAD', '--']).stdout.toString('utf8');
  const commits = listed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ sha: line.slice(0, 40), time: Number(line.slice(41)) }));
  const raw = ['--diff-merges=first-parent', '--raw', '-t', '-z', '--no-abbrev', '--no-renames', '--format=commit %H'];
  const printed = runGit(root, [...log, ...raw, 'HEAD', '--', ...patterns]).stdout.toString('utf8');
  const shallow = runGit(root, ['rev-parse', '--is-shallow-repository']).stdout.toString('utf8').trim() === 'true';
  return { commits, changes: parseRaw(printed, commits, patterns.map(toExpression)), shallow };
}

/** `commit <sha>`, then pairs of `:<modes> <shas> <status>` and path, all ended by NUL; the first pair after a line feed. */
function parseRaw(printed: string, commits: readonly Commit[], wanted: readonly RegExp[]): Map<string, TreeMove[]> {
  const indexes = new Map(commits.map(({ sha }, index) => [sha, index]));
  const changes = new Map<string, TreeMove[]>();
  const tokens = printed.split('\0');
  let commit = -1;
  for (let position = 0; position < tokens.length; position++) {
    const token = (tokens[position] ?? '').trimStart();
    if (token.startsWith('commit ')) commit = indexes.get(token.slice('commit '.length)) ?? -1;
    if (!token.startsWith(':')) continue;
    const path = tokens[++position] ?? '';
    const [oldMode, newMode, , newSha] = token.slice(1).split(' ');
    if ((oldMode !== treeMode && newMode !== treeMode) || !wanted.some((pattern) => pattern.test(path))) continue;
    const moves = changes.get(path) ?? [];
    // A file in the place of a directory leaves no directory.
    moves.push({ commit, tree: newMode === treeMode ? newSha : undefined });
    changes.set(path, moves);
  }
  return changes;
}

const treeMode = '040000';

function toExpression(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(`^${escaped}$`);
}
