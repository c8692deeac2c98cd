import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { readTree } from '../src/tree.ts';
import { openWorkTree } from '../src/work-tree.ts';

const contender = fileURLToPath(new URL('contender.ts', import.meta.url));

/** Interrupts a process while it writes many files; gives its exit status, and how long it took to end, in milliseconds. */
export async function interrupt(root: string, files: number): Promise<{ status: number | null; took: number }> {
  const child = spawn(process.execPath, ['--conditions=development', contender, root, String(files), '60000']);
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  while (!existsSync(join(root, '.fleetwright/journal'))) await sleep(1);
  const began = performance.now();
  child.kill('SIGINT');
  return { status: await ended, took: performance.now() - began };
}

/** Starts a process that adds one to the number in every file; kills it after `killMs`. Gives its exit status, `null` when killed. */
export async function contend(root: string, files: number, waitMs: number, killMs?: number): Promise<number | null> {
  const args = ['--conditions=development', contender, root, String(files), String(waitMs)];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  if (killMs !== undefined) {
    await sleep(killMs);
    child.kill('SIGKILL');
  }
  return ended;
}

/** The one number that stands in all files. */
export async function settled(root: string): Promise<number> {
  const tree = await openWorkTree(root, { command: 'look' });
  if (!tree.ok) throw new Error(JSON.stringify(tree.errors));
  tree.value.close();
  const read = readTree(root, 'clusters/facts');
  const texts = new Set(read.ok ? read.value.values() : []);
  expect(texts.size).toBeLessThan(2);
  return Number([...texts][0] ?? 0);
}

/** Nothing is left of runs that were locked out or killed. */
export function expectTidy(root: string): void {
  expect(readdirSync(join(root, '.fleetwright')).sort()).toEqual(['.gitignore', 'written']);
  expect(readdirSync(join(root, 'clusters/facts')).filter((name) => name.startsWith('.'))).toEqual([]);
}

/** Eight processes at once, several times: each that ends well has written all files, the others say that they were locked out. */
export async function expectOrder(rounds: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'race-'));
  let done = 0;
  for (let round = 0; round < rounds; round++) {
    const ended = await Promise.all(Array.from({ length: 8 }, (_, n) => contend(root, 20, n % 2 === 0 ? 60_000 : 0)));
    expect(ended.filter((status) => status !== 0 && status !== 75)).toEqual([]);
    done += ended.filter((status) => status === 0).length;
    expect(await settled(root)).toBe(done);
  }
  expect(done).toBeGreaterThanOrEqual(rounds * 4);
  expectTidy(root);
  rmSync(root, { recursive: true });
}
