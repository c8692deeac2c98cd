import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from './holder.ts';
import { holderOf, writeHolder } from './state.ts';

/** A fleet to start. */
export interface Start {
  readonly name: string;
  /** Its folder; a path. What an earlier fleet left there is removed. */
  readonly folder: string;
  readonly hubs: number;
  readonly spokes: number;
  /** Names of the clusters that run Argo Rollouts. */
  readonly rollouts: readonly string[];
  /** Told what the fleet says of its start. */
  on: (message: Message) => void;
}

/** The process that holds a fleet, from the outside. */
export interface Holder {
  /** Lets it go on when this process ends: without it, it ends too. */
  leave(): void;
  /** Ends the fleet, and waits until nothing of it runs. */
  stop(): Promise<void>;
}

/** Starts a fleet in a process of its own and waits until all its Applications are fine. @throws Error with what went wrong; nothing runs then */
export async function startHolder({ name, folder, hubs, spokes, rollouts, on }: Start): Promise<Holder> {
  if (holderOf(folder) !== undefined)
    throw new Error(
      `a fleet called ${name} runs already: end it with \`npm run fleet -- down --name ${name}\`, or give this one another --name`,
    );
  rmSync(folder, { recursive: true, force: true });
  // Whoever can read it can do everything in the fleet.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = openSync(join(folder, 'holder.log'), 'a');
  const child = fork(
    join(import.meta.dirname, 'holder.ts'),
    [name, folder, String(hubs), String(spokes), ...rollouts],
    {
      execArgv: ['--conditions=development'],
      // A group of its own: what a terminal sends to this one's must not end it behind our back.
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    },
  );
  closeSync(log);
  if (child.pid !== undefined) writeHolder(folder, child.pid);
  await new Promise<void>((resolve, reject) => {
    let failure = '';
    child.on('message', (message: Message) => {
      on(message);
      if (message.kind === 'ready') resolve();
      if (message.kind === 'failed') failure = message.words;
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(failure || `the fleet ended; its log: ${join(folder, 'holder.log')}`)));
  });
  return {
    leave() {
      child.send('stay', () => {
        child.disconnect();
        child.unref();
      });
    },
    stop: () => stopped(child),
  };
}

async function stopped(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.kill('SIGTERM');
  });
}
