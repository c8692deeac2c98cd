import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contend, expectOrder, expectTidy, interrupt, settled } from './race.ts';

it('eight at once', () => expectOrder(2), 120_000);

it.skipIf(process.platform === 'win32')(
  'interrupted while it writes: it ends at once, and the next finishes',
  async () => {
    const root = mkdtempSync(join(tmpdir(), 'interrupted-'));
    const { status, took } = await interrupt(root, 5000);
    expect(status).toBe(130);
    expect(took).toBeLessThan(1000);
    expect(existsSync(join(root, '.fleetwright/journal'))).toBe(true);
    expect(existsSync(join(root, '.fleetwright/lock'))).toBe(false);
    expect(await settled(root)).toBe(1);
    expectTidy(root);
    rmSync(root, { recursive: true });
  },
);

it('killed at any moment: the next finds all files the same', async () => {
  const root = mkdtempSync(join(tmpdir(), 'killed-'));
  let before = 0;
  for (let round = 0; round < 12; round++) {
    await contend(root, 300, 20_000, 60 + round * 10);
    const now = await settled(root);
    expect(now - before).toBeLessThan(2);
    before = now;
  }
  await contend(root, 300, 20_000);
  expect(await settled(root)).toBe(before + 1);
  expectTidy(root);
  rmSync(root, { recursive: true });
});
