import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Program, Supervisor } from '../src/fleet/supervisor.ts';
import { withPrograms } from '../src/fleet/temporary.ts';

function supervisor(): Supervisor {
  const folder = mkdtempSync(join(tmpdir(), 'fleetwright-supervisor-'));
  const made = new Supervisor(folder);
  onTestFinished(async () => {
    await made.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return made;
}

/** A program that a shell is. */
function shell(name: string, script: string, isReady = true): Program {
  return { name, command: 'sh', args: ['-c', script], ready: () => Promise.resolve(isReady) };
}

it('a program that ends before it is ready: how it ended, and its last words', async () => {
  await expect(supervisor().start(shell('a/one', 'echo no room >&2; exit 3', false))).rejects.toThrow(
    /^a\/one ended with 3 before it was ready\nno room\n$/,
  );
});

it('a program that is killed while it starts is not waited for', async () => {
  const programs = supervisor();
  const [started, killed] = await Promise.allSettled([
    programs.start(shell('a/one', 'sleep 60', false)),
    programs.kill('a'),
  ]);
  expect(started.status === 'rejected' && String(started.reason)).toContain('a/one was killed before it was ready');
  expect(killed).toMatchObject({ value: ['a/one'] });
});

it('what is killed can be started again, and appends to its log; what is removed cannot', async () => {
  const programs = supervisor();
  await programs.start(shell('a/one', 'echo here; exec sleep 60'));
  await programs.start(shell('ab/two', 'exec sleep 60'));
  await expect(programs.start(shell('a/one', 'true'))).rejects.toThrow('a/one runs already');
  await expect.poll(() => readFileSync(programs.log('a/one'), 'utf8')).toBe('here\n');
  await programs.kill('a');
  expect(programs.list().map(({ name, state }) => `${name} ${state}`)).toEqual(['a/one killed', 'ab/two running']);
  expect(await programs.startAgain('a')).toEqual(['a/one']);
  await expect.poll(() => readFileSync(programs.log('a/one'), 'utf8')).toBe('here\nhere\n');
  expect(await programs.remove('a')).toEqual(['a/one']);
  expect(programs.list().map(({ name }) => name)).toEqual(['ab/two']);
  expect(await programs.startAgain('a')).toEqual([]);
});

it('nothing is started once all was stopped', async () => {
  const programs = supervisor();
  await programs.start(shell('one', 'exec sleep 60'));
  await programs.stop();
  expect(programs.list()).toMatchObject([{ name: 'one', state: 'killed', exit: 'SIGTERM' }]);
  await expect(programs.start(shell('two', 'true'))).rejects.toThrow('all programs were stopped');
});

it('programs for one piece of work: nothing of them is left', async () => {
  const folder = await withPrograms('fleetwright-test-', async ({ supervisor: programs, folder }) => {
    await programs.start(shell('one', 'exec sleep 60'));
    return folder;
  });
  expect(existsSync(folder)).toBe(false);
});

it('programs for a piece of work that fails: what the program said that ended, and the logs', async () => {
  let folder = '';
  const failed = withPrograms('fleetwright-test-', async ({ supervisor: programs, folder: own }) => {
    folder = own;
    await programs.start(shell('one', 'echo out of memory; exit 9'));
    await expect.poll(() => programs.list()[0]?.state).toBe('exited');
    throw new Error('no answer');
  });
  await expect(failed).rejects.toThrow(
    /^no answer\none ended with 9:\nout of memory\n\nThe logs of its programs are in .*\/logs$/,
  );
  expect(readdirSync(folder)).toEqual(['logs']);
  rmSync(folder, { recursive: true });
});
