import { once } from 'node:events';
import { createServer } from 'node:net';
import { listen } from '../listen.ts';

/** Ports of 127.0.0.1 that nobody listens on, all different. They are free when this returns; nothing keeps others from taking them. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(servers.map(listen));
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
