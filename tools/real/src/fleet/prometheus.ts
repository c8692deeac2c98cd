import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../listen.ts';

/** A double of Prometheus. */
export interface Prometheus {
  readonly url: string;
  close(): void;
}

/**
 * Starts an HTTP server that answers each query of Prometheus with one number, 1 at first: `PUT /value` with a number as its text changes it.
 * The shape is that of `/api/v1/query` (https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries).
 */
export async function startPrometheus(): Promise<Prometheus> {
  let value = '1';
  const server = createServer((request, response) => {
    if (request.method === 'PUT' && request.url === '/value') void text(request).then((put) => set(put, response));
    else if (request.url?.startsWith('/api/v1/query')) answer(response);
    else response.writeHead(404).end();
  });
  function set(put: string, response: ServerResponse): void {
    value = put;
    response.end();
  }
  function answer(response: ServerResponse): void {
    const result = [{ metric: {}, value: [Date.now() / 1000, value] }];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
  }
  return { url: `http://127.0.0.1:${await listen(server)}`, close: () => server.close() };
}

async function text(request: IncomingMessage): Promise<string> {
  let all = '';
  for await (const part of request.setEncoding('utf8')) all += String(part);
  return all;
}
