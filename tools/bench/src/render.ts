import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fleetwright, profiled, type Ran, type Took } from './command.ts';
import type { Size } from './definitions.ts';
import { type Fleet, makeFleet, removeGenerated } from './fleet.ts';
import { type Phases, readPhases } from './profile.ts';
import { compareRaw, writeRaw } from './raw.ts';

/** What was measured of one fleet: medians over the rounds. */
export interface Measured extends Size {
  readonly overlays: number;
  readonly files: number;
  readonly bytes: number;
  readonly cold: Compared;
  readonly check: Compared;
  /** The most that the command's processes together had resident; `undefined` where the system does not say it. */
  readonly peakBytes: number | undefined;
}

/** The command against a plain loop: on the clock, and in time of processors, where the system says it. */
export interface Compared {
  readonly wall: Against;
  readonly cpu: Against | undefined;
}

/** The command, and the same bytes handled by a plain loop in the same round. In milliseconds. */
export interface Against {
  readonly command: number;
  readonly raw: number;
  /** Median of the ratios of each round. */
  readonly ratio: number;
}

/** All that a run of the benchmark found. */
export interface Findings {
  readonly sizes: readonly Measured[];
  /** Of the largest fleet, one run of each under the profiler. */
  readonly phases: { readonly cold: Phases; readonly check: Phases };
}

/** What to measure. */
export interface Plan {
  readonly apps: number;
  /** Numbers of clusters, the largest last. */
  readonly clusters: readonly number[];
  /** Rounds that count; one more goes before them. */
  readonly rounds: number;
  /** Told what is being done. */
  progress(words: string): void;
}

/** Makes the fleets in a temporary folder, measures all of them in turn in every round, and takes the folder away again. */
export async function benchRender(plan: Plan): Promise<Findings> {
  const base = mkdtempSync(join(tmpdir(), 'fleetwright-bench-'));
  process.once('exit', () => rmSync(base, { recursive: true, force: true }));
  const fleets: Fleet[] = [];
  for (const clusters of plan.clusters) {
    plan.progress(`making a fleet of ${plan.apps} apps and ${clusters} clusters`);
    fleets.push(await makeFleet(join(base, String(clusters)), { apps: plan.apps, clusters }));
  }
  const rounds = new Map<Fleet, Round[]>(fleets.map((fleet) => [fleet, []]));
  for (let round = 0; round <= plan.rounds; round++) {
    for (const fleet of fleets) {
      plan.progress(`${round === 0 ? 'warm-up' : `round ${round} of ${plan.rounds}`}: ${fleet.size.clusters} clusters`);
      const measured = await measure(fleet, join(base, 'raw'));
      if (round > 0) rounds.get(fleet)?.push(measured);
    }
  }
  const largest = fleets.at(-1);
  if (!largest) throw new TypeError('no numbers of clusters');
  plan.progress('profiling');
  const phases = await profile(largest, base);
  return { sizes: fleets.map((fleet) => summed(fleet, rounds.get(fleet) ?? [])), phases };
}

interface Round {
  readonly cold: Ran;
  readonly written: Took;
  readonly check: Ran;
  readonly compared: Took;
}

async function measure({ folder, generated }: Fleet, raw: string): Promise<Round> {
  rmSync(raw, { recursive: true, force: true });
  settle(folder);
  const written = writeRaw(raw, generated);
  rmSync(raw, { recursive: true, force: true });
  removeGenerated(folder);
  settle(folder);
  const cold = await expectExit(fleetwright(folder, ['render']));
  compareRaw(folder, generated); // it wrote what it should
  settle(folder);
  const compared = compareRaw(folder, generated);
  const check = await expectExit(fleetwright(folder, ['render', '--check']));
  return { cold, written, check, compared };
}

async function profile({ folder }: Fleet, base: string): Promise<Findings['phases']> {
  removeGenerated(folder);
  settle(folder);
  const run = async (name: string, args: readonly string[]): Promise<Phases> => {
    const profiles = join(base, name);
    mkdirSync(profiles);
    const { took } = await expectExit(profiled(folder, args, profiles));
    return readPhases(profiles, took.wall);
  };
  return { cold: await run('cold', ['render']), check: await run('check', ['render', '--check']) };
}

async function expectExit(running: Promise<Ran>): Promise<Ran> {
  const ran = await running;
  if (ran.exit !== 0) throw new Error(`the command ended with ${ran.exit}:\n${ran.stdout.slice(0, 2000)}${ran.stderr}`);
  return ran;
}

/** Lets the disk finish what was written before, so that the next does not pay for it. */
function settle(folder: string): void {
  if (process.platform === 'linux') execFileSync('sync', ['-f', folder]);
}

function summed({ size, overlays, generated }: Fleet, rounds: readonly Round[]): Measured {
  const peaks = rounds.flatMap(({ cold, check }) => [cold, check]).flatMap(({ peakBytes }) => peakBytes ?? []);
  let bytes = 0;
  for (const content of generated.values()) bytes += content.length;
  return {
    ...size,
    overlays,
    files: generated.size,
    bytes,
    cold: compare(rounds.map(({ cold, written }) => [cold.took, written])),
    check: compare(rounds.map(({ check, compared }) => [check.took, compared])),
    peakBytes: peaks.length > 0 ? Math.max(...peaks) : undefined,
  };
}

function compare(pairs: readonly (readonly [command: Took, raw: Took])[]): Compared {
  const cpu = pairs.flatMap(([command, raw]) =>
    command.cpu === undefined || raw.cpu === undefined ? [] : [[command.cpu, raw.cpu] as const],
  );
  return {
    wall: against(pairs.map(([command, raw]) => [command.wall, raw.wall])),
    cpu: cpu.length > 0 ? against(cpu) : undefined,
  };
}

function against(pairs: readonly (readonly [command: number, raw: number])[]): Against {
  return {
    command: median(pairs.map(([command]) => command)),
    raw: median(pairs.map(([, raw]) => raw)),
    ratio: median(pairs.map(([command, raw]) => command / raw)),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}
