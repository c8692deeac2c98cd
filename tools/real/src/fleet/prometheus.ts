import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../listen.ts';

/**
 * Starts an HTTP server that answers each query of Prometheus with one number, 1 at first: `PUT /value` with a number as its text changes it.
 * The shape is that of `/api/v1/query` (https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries).
 * @returns its URL
 */
export async function startPrometheus(): Promise<string> {
  let value = '1';
  const server = createServer((request, response) => {
    if (request.method === 'PUT' && request.url === '/value') read(request, response).catch(() => response.destroy());
    else if (request.url?.startsWith('/api/v1/query')) answer(response);
    else response.writeHead(404).end();
  });
  async function read(request: IncomingMessage, response: ServerResponse): Promise<void> {
    value = await text(request);
    response.end();
  }
  function answer(response: ServerResponse): void {
    const result = [{ metric: {}, value: [Date.now() / 1000, value] }];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
  }
  return `http://127.0.0.1:${await listen(server)}`;
}
