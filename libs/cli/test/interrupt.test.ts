import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { smallFleet } from './small-fleet.ts';
import { repository, workTree } from './work-tree.ts';

/** Command lines of the processes that run below a folder. */
function processesFor(root: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(root) && line.includes('sandbox'));
}

it.skipIf(process.platform === 'win32')(
  'an interrupted command ends with 130 and leaves no process behind',
  async () => {
    using tree = workTree({ ...smallFleet, 'apps/loop/app.ts': 'await 0;\nfor (;;) {}\n' });
    const main = join(repository, 'libs/cli/src/main.ts');
    const child = spawn(process.execPath, ['--conditions=development', main, 'render'], {
      cwd: tree.root,
      stdio: 'ignore',
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    while (processesFor(tree.root).length === 0) await sleep(50);
    await sleep(500);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    await sleep(200);
    expect(processesFor(tree.root)).toEqual([]);
  },
);

it.skipIf(process.platform === 'win32')('a reader that goes away does not change how a command ends', async () => {
  using tree = workTree(smallFleet);
  const main = join(repository, 'libs/cli/src/main.ts');
  const child = spawn(process.execPath, ['--conditions=development', main, 'render', '--check'], { cwd: tree.root });
  child.stdout.destroy();
  child.stderr.destroy();
  const ended = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  expect(ended).toBe(2);
});
