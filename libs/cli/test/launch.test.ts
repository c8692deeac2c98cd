import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findNode, isNewEnough } from '../bin/launch.js';

const launcher = resolve(import.meta.dirname, '../bin/node24.js');

function run(script: string, ...args: string[]): { status: number | null; stdout: string } {
  return spawnSync(process.execPath, [launcher, '-e', script, ...args], { encoding: 'utf8' });
}

test('24.11 and later run our sources', () => {
  const versions = ['18.20.0', '20.20.2', '24.10.9', '24.11.0', '24.21.0', '25.0.0', '26.1.0'];
  expect(versions.filter(isNewEnough)).toEqual(['24.11.0', '24.21.0', '25.0.0', '26.1.0']);
});

test('an older Node makes way for the one from node_modules, where npm has one for this platform', () => {
  expect(findNode('24.11.0')).toBe(process.execPath);
  const found = findNode('20.20.2');
  const carried = ['linux-x64', 'linux-arm64', 'win32-x64'].includes(`${process.platform}-${process.arch}`);
  expect(found !== undefined && existsSync(found)).toBe(carried);
  expect(found === undefined || /^node(\.exe)?$/u.test(basename(found))).toBe(true);
});

test('arguments, output and exit code pass through', () => {
  const { status, stdout } = run('console.log(process.argv.slice(1).join()); process.exit(7)', 'a', '--b');
  expect(stdout).toBe('a,--b\n');
  expect(status).toBe(7);
});

test('what the child starts by the name of node is the same Node', () => {
  const { stdout } = run(
    'console.log(require("child_process").execFileSync("node", ["-v"]).toString() === process.version + "\\n")',
  );
  expect(stdout).toBe('true\n');
});

test.skipIf(process.platform === 'win32')('a signal that ends the child is 128 and its number', () => {
  expect(run('process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 10_000)').status).toBe(143);
});

test.skipIf(process.platform === 'win32')('SIGINT and SIGTERM reach the child, which decides how to end', async () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const script = `process.on("${signal}", () => process.exit(42)); setTimeout(() => {}, 10_000); console.log("up")`;
    const child = spawn(process.execPath, [launcher, '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([42, null]);
  }
});

test('a package that is missing or too old is told with what mends it; any other fault stays what it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'launch-'));
  cpSync(resolve(import.meta.dirname, '../bin'), join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'src'));
  const told = [
    "import 'not-installed';",
    "import { tooNew } from 'node:path';",
    "import { ours } from './main.ts';",
  ].map((text) => {
    writeFileSync(join(folder, 'src/main.ts'), text);
    const line = [join(folder, 'bin/fleetwright.js'), 'status'];
    const { status, stderr } = spawnSync(process.execPath, line, { encoding: 'utf8' });
    return `${status} ${stderr}`;
  });
  rmSync(folder, { recursive: true });
  expect(told).toHaveLength(3);
  expect(told[0]).toMatch(/^1 error: Fleetwright cannot start: .*not-installed.*\nhint: .*`npm ci`.*\n$/);
  expect(told[1]).toMatch(/^1 error: Fleetwright cannot start: .*tooNew.*\nhint: .*`npm ci`.*\n$/);
  expect(told[2]).toMatch(/^1 [^]*'ours'/);
  expect(told[2]).not.toContain('npm ci');
});
