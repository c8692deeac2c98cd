import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { programsOf } from './fleet/connect.ts';
import type { State } from './fleet/state.ts';
import { sumOf } from './fleet/status.ts';
import { repositoryRoot } from './programs.ts';
import { WorkTree } from './repository/work-tree.ts';

/** The fleet that journeys go through. */
export const journeyed = { hubs: 2, spokes: 4, rollouts: ['canary-eu-1'] };

/**
 * Goes through all journeys in a fleet that runs, one after the other. The exit code of the test runner.
 * @param folder the fleet's
 * @param only part of the name of a journey or of its file; all journeys where it is undefined
 * @throws Error where no journey has such a name
 */
export async function makeJourneys(folder: string, only: string | undefined): Promise<number> {
  const report = join(folder, 'journeys.json');
  const child = spawn(
    process.execPath,
    [
      join(repositoryRoot, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      'vitest.e2e.config.ts',
      '--reporter=verbose',
      '--reporter=json',
      `--outputFile=${report}`,
      ...(only === undefined ? [] : chosen(only)),
    ],
    { cwd: repositoryRoot, env: { ...process.env, FLEETWRIGHT_FLEET: folder }, stdio: 'inherit' },
  );
  // Where this process ends first, nobody wants to know any more.
  const kill = (): void => void child.kill();
  process.once('exit', kill);
  await once(child, 'exit').finally(() => process.off('exit', kill));
  const { numPassedTests, numFailedTests } = counted.parse(JSON.parse(readFileSync(report, 'utf8')));
  if (child.exitCode === 0 && numPassedTests + numFailedTests === 0)
    throw new Error(
      `no journey has ${JSON.stringify(only)} in its name\n  hint: their files are ${files().join(', ')}`,
    );
  return child.exitCode ?? 1;
}

const counted = z.object({ numPassedTests: z.int(), numFailedTests: z.int() });

/** What tells the test runner which journeys: the name of a file goes before that of a journey. */
function chosen(only: string): readonly string[] {
  const named = files().filter((file) => file.includes(only));
  return named.length > 0 ? named : ['--testNamePattern', only.replaceAll(/[^\w\s]/g, String.raw`\$&`)];
}

function files(): readonly string[] {
  const all = readdirSync(join(repositoryRoot, 'tools/real/journeys'));
  return all.filter((file) => file.endsWith('.journey.ts')).toSorted();
}

/**
 * Looks whether journeys can be made in a fleet.
 * @throws Error where it is smaller than what they need, or its work tree holds what they would throw away
 */
export async function checkJourneys(state: State): Promise<void> {
  const lacks = journeyed.rollouts.filter(
    (name) => !state.spokes.some((spoke) => spoke.name === name && spoke.rollouts),
  );
  if (state.hubs.length < journeyed.hubs || state.spokes.length < journeyed.spokes || lacks.length > 0) {
    const flags = `--hubs ${journeyed.hubs} --spokes ${journeyed.spokes} --rollouts ${journeyed.rollouts.join(' ')}`;
    throw new Error(`the fleet ${state.name} is too small for journeys\n  hint: \`npm run fleet -- up ${flags}\``);
  }
  const tree = new WorkTree(state.repository.workTree);
  const changed = await tree.git('status', '--porcelain');
  const unpushed = await tree.git('log', '--oneline', 'origin/main..HEAD');
  if (changed !== '' || unpushed !== '')
    throw new Error(
      `journeys would throw away what ${tree.folder} holds and origin does not:\n${[changed, unpushed].filter(Boolean).join('\n')}\n  hint: push it, or throw it away`,
    );
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
