import { once } from 'node:events';
import type { Server } from 'node:net';

/** Has a server listen on 127.0.0.1, on a port that nobody had. The port. */
export async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not a TCP server');
  return address.port;
}
