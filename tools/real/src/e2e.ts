import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { programsOf } from './fleet/connect.ts';
import type { State } from './fleet/state.ts';
import { sumOf } from './fleet/status.ts';
import { repositoryRoot } from './programs.ts';

/**
 * Goes through all journeys in a fleet that runs, one after the other. The exit code of the test runner.
 * @param folder the fleet's
 * @param only part of the names of the journeys to make; all where it is undefined
 */
export async function makeJourneys(folder: string, only: string | undefined): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      join(repositoryRoot, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      'vitest.e2e.config.ts',
      ...(only === undefined ? [] : ['--testNamePattern', only]),
    ],
    { cwd: repositoryRoot, env: { ...process.env, FLEETWRIGHT_FLEET: folder }, stdio: 'inherit' },
  );
  // Where this process ends first, nobody wants to know any more.
  const kill = (): void => void child.kill();
  process.once('exit', kill);
  await once(child, 'exit').finally(() => process.off('exit', kill));
  return child.exitCode ?? 1;
}

/** Looks every ten seconds at how much memory all programs of a fleet take, until it is stopped: the most that was seen, in bytes. */
export function watchMemory(state: State): { stop(): number } {
  let most = 0;
  const timer = setInterval(() => {
    void look().catch(() => undefined);
  }, 10_000);
  async function look(): Promise<void> {
    most = Math.max(most, sumOf((await programsOf(state)).map(({ memory }) => memory)));
  }
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}
