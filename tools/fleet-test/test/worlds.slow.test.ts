import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { isReferenceFleet, otherFleet, root } from '../src/fleet.ts';

const command = join(root, 'libs/cli/src/main.ts');
const shim = join(root, 'tools/fleet-test/src/other-world.ts');
const base = mkdtempSync(join(tmpdir(), 'fleetwright-worlds-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

interface World {
  readonly folder: string;
  readonly umask: string;
  readonly workers: number;
  readonly env: Readonly<Record<string, string>>;
}

/** Renders the reference fleet and fills every stage, from nothing, in a world; gives all that was generated, modes included. */
function generated(world: World): Map<string, string> {
  const folder = join(base, world.folder);
  mkdirSync(folder, { recursive: true });
  const keep = (source: string): boolean =>
    !/\/(rendered|stages|facts|overlays|hubs)(\/|$)/.test(relative(root, source));
  for (const name of ['apps', 'clusters'])
    cpSync(join(root, name), join(folder, name), { recursive: true, filter: keep });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  const git = 'git -c user.name=a -c user.email=a@example.com';
  const fleetwright = `"${process.execPath}" --conditions=development "${command}"`;
  const steps = [
    'git init --quiet',
    `${git} add --all && ${git} commit --quiet -m begin`,
    `${fleetwright} render --workers ${world.workers}`,
    `${git} add --all && ${git} commit --quiet -m render`,
    ...['dev', 'staging', 'prod-canary', 'prod-eu', 'prod-us', 'prod-ap'].flatMap((stage) => [
      `${fleetwright} promote --all-due --to ${stage}`,
      `${git} add --all && ${git} commit --quiet -m promote`,
    ]),
  ];
  const script = ['set -e', `umask ${world.umask}`, ...steps].join('\n');
  const env = { PATH: process.env['PATH'] ?? '', ...world.env };
  const ran = spawnSync('bash', ['-c', script], { cwd: folder, env, encoding: 'utf8' });
  expect(ran.status, ran.stderr).toBe(0);
  return contents(folder);
}

function contents(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file);
    if (!entry.isFile() || !/^(apps|clusters)\/.*(rendered|stages|facts|overlays|hubs)\//.test(path)) continue;
    found.set(path, `${(statSync(file).mode & 0o777).toString(8)} ${readFileSync(file, 'utf8')}`);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

it('two worlds write the same bytes', ({ skip }) => {
  skip(!isReferenceFleet, otherFleet);
  const here = generated({ folder: 'a', umask: '022', workers: 1, env: { HOME: base, TZ: 'UTC', LANG: 'C' } });
  const there = generated({
    folder: `b/${'a-long-path-'.repeat(10)}/c`,
    umask: '077',
    workers: 4,
    env: {
      HOME: join(base, 'elsewhere'),
      TZ: 'Asia/Kathmandu',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      NODE_OPTIONS: `--import=${shim}`,
    },
  });
  expect(here.size).toBeGreaterThan(500);
  expect(there).toEqual(here);
});
