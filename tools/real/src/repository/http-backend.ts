import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { withoutConfiguration } from './git.ts';

/** What a client asks of a repository. */
export interface Asked {
  /** git's `http-backend`; a path. */
  readonly program: string;
  /** A bare repository; a path. */
  readonly repository: string;
  /** What follows the repository in the URL: `info/refs`. */
  readonly path: string;
  /** What follows `?` in the URL, or nothing. */
  readonly query: string;
  /** Told of what git says that no client sees. */
  readonly note: (words: string) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

// As GitHub has it: anybody may push, also by force, and ask for any commit that was pushed once. And nothing may run on
// after the answer, as git's collection of garbage would.
const configuration = [
  ['http.receivepack', 'true'],
  ['receive.denyNonFastForwards', 'false'],
  ['receive.autogc', 'false'],
  ['uploadpack.allowAnySHA1InWant', 'true'],
] as const;

/**
 * Answers a request of a git client by `git http-backend`, a program of CGI (RFC 3875, https://git-scm.com/docs/git-http-backend). Returns when
 * that has ended and the answer is written, or the client has hung up; never fails.
 */
export async function answerWithGit(request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
  const child = spawn(asked.program, { env: environment(request, asked), signal: asked.signal });
  const over = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? code}`));
  });
  response.once('close', () => {
    if (!response.writableFinished) child.kill();
  });
  request.pipe(child.stdin);
  // It ends without having read all when it refuses; the client still wants to send the rest before it reads why.
  child.stdin.on('error', () => request.resume());
  const said = text(child.stderr).catch(() => '');
  try {
    const { status, reason, headers } = parseHead(await readHead(child.stdout));
    response.writeHead(status, reason, headers);
    await pipeline(child.stdout, response);
  } catch {
    // What follows a head that is sent cannot be taken back: the client must see that it is cut off.
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end('git http-backend gave no answer\n');
  }
  const failure = await over;
  const words = (await said).trim();
  if (response.writableFinished && (failure ?? words) !== '')
    asked.note(`git http-backend, ${asked.path}: ${[failure, words].filter(Boolean).join(': ')}`);
}

/** The request's side of CGI, and nothing of this process' environment but the PATH. */
function environment({ method, headers }: IncomingMessage, { repository, path, query }: Asked): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    ...withoutConfiguration,
    GIT_CONFIG_COUNT: String(configuration.length),
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_TRANSLATED: `${repository}/${path}`,
    QUERY_STRING: query,
    REQUEST_METHOD: method,
    SERVER_PROTOCOL: 'HTTP/1.1',
    REMOTE_ADDR: '127.0.0.1',
    CONTENT_TYPE: headers['content-type'],
    // Without, it reads to the end, which is what a chunked body needs.
    CONTENT_LENGTH: headers['content-length'],
    HTTP_CONTENT_ENCODING: headers['content-encoding'],
    GIT_PROTOCOL: headers['git-protocol']?.toString(),
  };
  for (const [index, [key, value]] of configuration.entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return env;
}

const blankLine = '\r\n\r\n';

/** What comes before the blank line; what comes after stays in the stream. */
async function readHead(stdout: Readable): Promise<string> {
  let seen = Buffer.alloc(0);
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    seen = Buffer.concat([seen, z.instanceof(Buffer).parse(chunk)]);
    const end = seen.indexOf(blankLine);
    if (end < 0) continue;
    if (end + blankLine.length < seen.length) stdout.unshift(seen.subarray(end + blankLine.length));
    return seen.subarray(0, end).toString('latin1');
  }
  throw new Error('it ended before its head did');
}

interface Head {
  readonly status: number;
  readonly reason: string;
  readonly headers: Record<string, string>;
}

function parseHead(head: string): Head {
  const headers: Record<string, string> = {};
  let status = 'Status: 200 OK';
  for (const line of head.split('\r\n')) {
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (name.toLowerCase() === 'status') status = value;
    else if (name !== '') headers[name] = value;
  }
  const [, code = '200', reason = 'OK'] = /(\d{3})\s*(.*)$/.exec(status) ?? [];
  return { status: Number(code), reason, headers };
}
