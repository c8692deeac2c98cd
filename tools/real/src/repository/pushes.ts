import { randomUUID } from 'node:crypto';
import { git } from './git.ts';
import { type Commit, nowhere, type Push, pushEvent } from './webhook.ts';

/** How long a receiver of a webhook has for its answer. In milliseconds. */
const patience = 5000;

/** Whose pushes to follow, and whom to tell. */
export interface Following {
  /** A bare repository; a path. */
  readonly repository: string;
  /** Where others reach it. */
  readonly url: string;
  readonly hooks: () => readonly string[];
  readonly note: (words: string) => void;
  /** Gives up what is not delivered. */
  readonly signal: AbortSignal;
}

/** Commit of each branch, by ref. */
type Branches = ReadonlyMap<string, string>;

/**
 * Finds out which branches a push moved, by what they were before and are after it, and tells it to every hook. Every move is told
 * once, also where pushes come at the same time: one event may then stand for two moves of a branch.
 */
export class Pushes {
  readonly #to: Following;
  readonly #open = new Set<Promise<void>>();
  #known: Branches = new Map();
  #receiving = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(to: Following) {
    this.#to = to;
  }

  /** Follows one push; `receive` carries it out and answers the client. Never fails. */
  async follow(receive: () => Promise<void>): Promise<void> {
    const open = this.#follow(receive).catch((error: unknown) => {
      this.#to.note(`webhooks of a push are not sent: ${wordsOf(error)}`);
    });
    this.#open.add(open);
    await open;
    this.#open.delete(open);
  }

  /** Waits until all that was to be told of pushes is told, or given up. */
  async settled(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  async #follow(receive: () => Promise<void>): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#receiving === 0) this.#known = await this.#branches();
      this.#receiving++;
    });
    await receive();
    const before = await this.#inTurn(async () => {
      this.#receiving--;
      const known = this.#known;
      this.#known = await this.#branches();
      return { known, now: this.#known };
    });
    await Promise.all(movesOf(before.known, before.now).map((move) => this.#tell(move)));
  }

  /** One after the other, whatever becomes of those before. */
  async #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(action);
    this.#turn = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  async #branches(): Promise<Branches> {
    const listed = await git(this.#to.repository, 'for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads');
    const lines = listed.split('\n').filter((line) => line !== '');
    return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)]));
  }

  async #tell(move: Move): Promise<void> {
    const { repository, url } = this.#to;
    const hooks = this.#to.hooks();
    if (hooks.length === 0) return;
    const defaultBranch = (await git(repository, 'symbolic-ref', '--short', 'HEAD')).trim();
    const changes = await changesOf(repository, move);
    const body = JSON.stringify(pushEvent({ url, defaultBranch, ...move, ...changes }));
    await Promise.all(hooks.map((hook) => this.#deliver(hook, body, `push of ${move.ref}`)));
  }

  async #deliver(hook: string, body: string, what: string): Promise<void> {
    const delivery = randomUUID();
    const attempt = async (): Promise<string | undefined> => {
      const headers = { 'content-type': 'application/json', 'x-github-event': 'push', 'x-github-delivery': delivery };
      const signal = AbortSignal.any([this.#to.signal, AbortSignal.timeout(patience)]);
      try {
        const response = await fetch(hook, { method: 'POST', headers, body, signal });
        const answer = await response.text();
        return response.ok ? undefined : `${response.status} ${answer.trim()}`;
      } catch (error) {
        return wordsOf(error);
      }
    };
    if ((await attempt()) === undefined || this.#to.signal.aborted) return;
    const failure = await attempt();
    if (failure !== undefined && !this.#to.signal.aborted)
      this.#to.note(`webhook for the ${what} not delivered to ${hook}, tried twice: ${failure}`);
  }
}

interface Move {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

function movesOf(known: Branches, now: Branches): readonly Move[] {
  return [...new Set([...known.keys(), ...now.keys()])]
    .map((ref) => ({ ref, before: known.get(ref) ?? nowhere, after: now.get(ref) ?? nowhere }))
    .filter(({ before, after }) => before !== after);
}

/** What a webhook says of a move: its commits; where `before` is not in the history of `after`, their difference as one commit. */
async function changesOf(repository: string, { before, after }: Move): Promise<Pick<Push, 'forced' | 'commits'>> {
  if (after === nowhere) return { forced: false, commits: [] };
  const created = before === nowhere;
  const forced = !created && (await git(repository, 'rev-list', '--max-count=1', before, `^${after}`)) !== '';
  if (forced || created) {
    const [last] = await headsOf(repository, '--max-count=1', after);
    const files = await filesOf(repository, created ? undefined : before, after);
    return { forced, commits: last ? [{ ...last, ...files }] : [] };
  }
  const commits: Commit[] = [];
  for (const { parent, ...head } of await headsOf(repository, '--reverse', `${before}..${after}`)) {
    commits.push({ ...head, ...(await filesOf(repository, parent, head.id)) });
  }
  return { forced, commits };
}

/** A commit without its files. */
interface Head extends Omit<Commit, 'added' | 'modified' | 'removed'> {
  /** The first. */
  readonly parent: string | undefined;
}

const fields = ['%H', '%T', '%P', '%cI', '%an', '%ae', '%cn', '%ce', '%B'];

async function headsOf(repository: string, ...range: readonly string[]): Promise<readonly Head[]> {
  const tokens = (await git(repository, 'log', '-z', `--format=${fields.join('%x00')}`, ...range)).split('\0');
  return Array.from({ length: Math.floor(tokens.length / fields.length) }, (_, index) => {
    const own = tokens.slice(index * fields.length, (index + 1) * fields.length);
    const [id = '', tree = '', parents = '', time = '', author = '', mail = '', committer = '', address = ''] = own;
    return {
      id,
      tree,
      parent: parents === '' ? undefined : parents.split(' ')[0],
      time,
      message: own.at(-1)?.trimEnd() ?? '',
      author: { name: author, email: mail },
      committer: { name: committer, email: address },
    };
  });
}

/** The files in which two commits differ; `undefined` has none. */
async function filesOf(
  repository: string,
  before: string | undefined,
  after: string,
): Promise<Pick<Commit, 'added' | 'modified' | 'removed'>> {
  const base = before ?? (await git(repository, 'hash-object', '-t', 'tree', '/dev/null')).trim();
  const listed = await git(repository, 'diff-tree', '-r', '-z', '--no-renames', '--name-status', base, after);
  const files: Record<'added' | 'modified' | 'removed', string[]> = { added: [], modified: [], removed: [] };
  const tokens = listed.split('\0');
  for (let at = 0; at + 1 < tokens.length; at += 2) {
    const list = tokens[at] === 'A' ? files.added : tokens[at] === 'D' ? files.removed : files.modified;
    list.push(tokens[at + 1] ?? '');
  }
  return files;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${patience / 1000} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
