import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ground } from './cluster.ts';
import { Supervisor } from './supervisor.ts';

/**
 * Does something with programs that are there for it alone, in a temporary folder, and ends them. Nothing of it is left, also
 * where this process exits in the middle.
 * @param prefix of the folder's name
 * @throws Error what went wrong, with the last words of programs that ended by themselves, and where the logs are, which stay then
 */
export async function withPrograms<T>(prefix: string, work: (ground: Ground) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const supervisor = new Supervisor(folder);
  const clean = (): void => {
    // They die with this process anyway, but until then they write.
    for (const { pid } of supervisor.list()) if (pid !== undefined) kill(pid);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.once('exit', clean);
  try {
    const result = await work({ supervisor, folder });
    await supervisor.stop();
    clean();
    return result;
  } catch (cause) {
    const ended = lastWords(supervisor);
    await supervisor.stop();
    for (const name of ['etcd', 'clusters', 'home', 'tmp', 'sa.key', 'sa.pub'])
      rmSync(join(folder, name), { recursive: true, force: true });
    const message = cause instanceof Error ? cause.message : String(cause);
    const logs = `The logs of its programs are in ${join(folder, 'logs')}`;
    throw new Error([message, ...ended, logs].join('\n'), { cause });
  } finally {
    process.off('exit', clean);
  }
}

/** Of the programs that ended by themselves. */
function lastWords(supervisor: Supervisor): readonly string[] {
  const ended = supervisor.list().filter(({ state }) => state === 'exited');
  return ended.map(({ name, exit }) => {
    const last = readFileSync(supervisor.log(name), 'utf8').split('\n').slice(-15).join('\n');
    return `${name} ended with ${exit}:\n${last}`;
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was quicker.
  }
}
