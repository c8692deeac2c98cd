import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { listen } from '../listen.ts';
import { answerWithGit } from './http-backend.ts';
import { Pushes } from './pushes.ts';

/** A repository that is served. */
export interface GitServer {
  /** Where it is cloned from, fetched from and pushed to: `http://127.0.0.1:7000/fleet.git`. */
  readonly url: string;
  /** Waits until the webhooks of every push that was answered so far are delivered or given up. */
  settled(): Promise<void>;
  /** Ends it, with whatever is under way. */
  close(): Promise<void>;
}

/** What to serve, and whom to tell. */
export interface Serving {
  /** A bare repository; a path. It need not be there yet: until it is, clients are told that there is none. */
  readonly repository: string;
  /** URLs that get a webhook for every branch that a push moves. Asked at each push. */
  readonly hooks: () => readonly string[];
  /** Told of what went wrong: webhooks that could not be delivered, errors of git that no client sees. */
  readonly note: (words: string) => void;
}

/** What clients of the smart protocol ask for (https://git-scm.com/docs/http-protocol); the rest of the repository's folder is nobody's business. */
const paths = /^\/fleet\.git\/(info\/refs|git-upload-pack|git-receive-pack)(?:\?(.*))?$/;

/**
 * Serves a bare repository over HTTP on a free port of 127.0.0.1, by git's own `http-backend`: to clone, fetch and push, for whoever
 * can reach it. After a push it sends webhooks as GitHub does.
 * @throws Error where git has no http-backend
 */
export async function startGitServer({ repository, hooks, note }: Serving): Promise<GitServer> {
  const program = findHttpBackend();
  const closing = new AbortController();
  const server = createServer((request, response) => {
    const [, path, query = ''] = paths.exec(request.url ?? '') ?? [];
    if (path === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end(`there is nothing here but ${url}\n`);
      return;
    }
    const asked = { program, repository, path, query, note, signal: closing.signal };
    const answer = (): Promise<void> => answerWithGit(request, response, asked);
    if (path === 'git-receive-pack') void pushes.follow(answer);
    else void answer();
  });
  // A push may take as long as it takes.
  server.requestTimeout = 0;
  const url = `http://127.0.0.1:${await listen(server)}/fleet.git`;
  const pushes = new Pushes({ repository, url, hooks, note, signal: closing.signal });
  return {
    url,
    settled: () => pushes.settled(),
    async close() {
      const closed = once(server, 'close');
      closing.abort();
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, pushes.settled()]);
    },
  };
}

function findHttpBackend(): string {
  const folder = execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim();
  const program = join(folder, 'git-http-backend');
  if (!existsSync(program))
    throw new Error(
      `git has no http-backend in ${folder}: install the package of git that brings it (Alpine: git-daemon)`,
    );
  return program;
}
