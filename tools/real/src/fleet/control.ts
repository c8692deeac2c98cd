import { createServer } from 'node:http';
import { listen } from '../listen.ts';
import { addSpoke, removeSpoke } from './late-spoke.ts';
import type { Supervisor } from './supervisor.ts';

/**
 * Lets other processes ask for what only the programs' parent can do: `GET /programs`, `POST /kill/<prefix>`, `POST /start/<prefix>`,
 * `PUT /spoke/<name>` for one more cluster and `DELETE /spoke/<name>` for its end. SIGTERM ends it all.
 * @param folder the fleet's
 * @returns its URL
 */
export async function startControl(supervisor: Supervisor, folder: string): Promise<string> {
  const server = createServer((request, response) => {
    // Names are of letters, digits, hyphens and slashes: nothing is encoded.
    const [, verb = '', ...rest] = (request.url ?? '').split('/');
    const prefix = rest.join('/');
    answer(`${request.method} ${verb}`, prefix).then(
      (data) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(data)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  async function answer(what: string, prefix: string): Promise<unknown> {
    if (what === 'GET programs') return supervisor.list();
    if (what === 'POST kill') return supervisor.kill(prefix);
    if (what === 'POST start') return supervisor.startAgain(prefix);
    if (what === 'PUT spoke') return addSpoke({ supervisor, folder }, prefix);
    if (what === 'DELETE spoke') return removeSpoke({ supervisor, folder }, prefix);
    throw new Error(`${what}: no such thing to ask for`);
  }
  return `http://127.0.0.1:${await listen(server)}`;
}
