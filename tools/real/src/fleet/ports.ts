import { once } from 'node:events';
import { createServer } from 'node:net';
import { listen } from '../listen.ts';

/** What this process was given. */
const given = new Set<number>();

/**
 * Ports of 127.0.0.1 that nobody listens on, none of them given before: whom the earlier ones are for may not listen yet. Nothing keeps
 * other processes from taking them.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(servers.map(listen));
  const fresh = ports.filter((port) => !given.has(port));
  for (const port of fresh) given.add(port);
  // Those that were given before are still listened on here, so that others come.
  const more = fresh.length < count ? await freePorts(count - fresh.length) : [];
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return [...fresh, ...more];
}
