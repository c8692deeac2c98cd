import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeFleet, removeGenerated } from '../src/fleet.ts';
import { compareRaw, writeRaw } from '../src/raw.ts';

const base = mkdtempSync(join(tmpdir(), 'fleetwright-bench-test-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

it('the synthetic fleet has an overlay for each cluster and app, and all of it is committed', async () => {
  // One app of each sort, and the platform app.
  const { folder, generated, overlays } = await makeFleet(join(base, 'fleet'), { apps: 7, clusters: 10 });
  expect(overlays).toBe(70);
  expect(execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' })).toBe('');

  writeRaw(join(base, 'raw'), generated);
  expect(compareRaw(join(base, 'raw'), generated).wall).toBeGreaterThan(0);
  const [path = ''] = generated.keys();
  writeFileSync(join(base, 'raw', path), 'something else');
  expect(() => compareRaw(join(base, 'raw'), generated)).toThrow(`${path} differs`);

  removeGenerated(folder);
  const left = execFileSync('git', ['ls-files', '--deleted'], { cwd: folder, encoding: 'utf8' });
  expect(left.trim().split('\n').sort()).toEqual([...generated.keys()].sort());
});
