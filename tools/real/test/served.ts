import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type GitServer, startGitServer } from '../src/repository/git-server.ts';
import { WorkTree } from '../src/repository/work-tree.ts';

const run = promisify(execFile);

/** What Argo CD 3.2.11 reads of a push (util/webhook/webhook.go, applicationset/webhook/webhook.go), by the types that it is read into. */
const push = z.object({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  created: z.boolean(),
  deleted: z.boolean(),
  forced: z.boolean(),
  commits: z.array(
    z.object({
      id: z.string(),
      message: z.string(),
      added: z.array(z.string()),
      modified: z.array(z.string()),
      removed: z.array(z.string()),
    }),
  ),
  repository: z.object({ html_url: z.string(), clone_url: z.string(), default_branch: z.string() }),
});

/** A webhook that came. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly push: z.infer<typeof push>;
}

/** An empty repository, served, with clones of it and receivers of its webhooks. */
export class Served {
  readonly bare: string;
  readonly server: GitServer;
  readonly hooks: string[];
  /** What the server noted. */
  readonly notes: string[];
  readonly #folder: string;
  readonly #receivers: Server[] = [];

  private constructor(folder: string, bare: string, server: GitServer, hooks: string[], notes: string[]) {
    this.#folder = folder;
    this.bare = bare;
    this.server = server;
    this.hooks = hooks;
    this.notes = notes;
  }

  static async start(): Promise<Served> {
    const folder = mkdtempSync(join(tmpdir(), 'git-server-'));
    const bare = join(folder, 'a bare one.git');
    const hooks: string[] = [];
    const notes: string[] = [];
    const note = (words: string): unknown => notes.push(words);
    await makeBare(bare);
    return new Served(folder, bare, await startGitServer({ repository: bare, hooks: () => hooks, note }), hooks, notes);
  }

  /** A clone on a branch `main`, made over HTTP. */
  async clone(name: string): Promise<WorkTree> {
    const settings = ['user.name=Ada', 'user.email=ada@example.com', 'commit.gpgsign=false', 'http.proxy='];
    const folder = join(this.#folder, name);
    await run('git', ['clone', '--quiet', ...settings.flatMap((each) => ['--config', each]), this.server.url, folder]);
    const workTree = new WorkTree(folder);
    await workTree.git('checkout', '--quiet', '-B', 'main');
    return workTree;
  }

  /** What a ref is in the repository that is served. */
  async commitOf(ref: string): Promise<string> {
    return (await run('git', ['--git-dir', this.bare, 'rev-parse', ref])).stdout.trim();
  }

  /** One more receiver of webhooks, and what it gets. `answer` is the status of its answer to the nth; nothing: it never answers. */
  async receiver(answer: (nth: number) => number | undefined = () => 200): Promise<readonly Received[]> {
    const received: Received[] = [];
    const take = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
      const body = await text(incoming);
      received.push({ headers: incoming.headers, push: push.parse(JSON.parse(body)) });
      const status = answer(received.length);
      if (status !== undefined) response.writeHead(status).end('so be it\n');
    };
    const server = createServer((incoming, response) => void take(incoming, response));
    this.#receivers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new TypeError('not a TCP server');
    this.hooks.push(`http://127.0.0.1:${address.port}/api/webhook`);
    return received;
  }

  async end(): Promise<void> {
    await this.server.close();
    for (const receiver of this.#receivers) receiver.close().closeAllConnections();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** An empty bare repository. */
export async function makeBare(folder: string): Promise<void> {
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder]);
}
