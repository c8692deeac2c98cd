import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** How long one answer is waited for: a program that does not answer is asked anew, on a new connection. In milliseconds. */
const patience = 10_000;

/** Whether an address of HTTP answers with success. @throws where it does not answer */
export async function answersOk(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience) });
  // Read to its end, so that the connection is free again.
  await answer.arrayBuffer();
  return answer.ok;
}

/** Whether a Redis answers. @throws where nobody listens */
export async function answersPing(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  socket.setTimeout(patience, () => socket.destroy());
  // With QUIT it hangs up after its answer.
  socket.write('PING\r\nQUIT\r\n');
  return (await text(socket)).startsWith('+PONG');
}
