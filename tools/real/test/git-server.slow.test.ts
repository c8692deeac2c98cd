import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nowhere } from '../src/repository/webhook.ts';
import { WorkTree } from '../src/repository/work-tree.ts';
import { makeBare, Served } from './served.ts';

const run = promisify(execFile);

describe('a repository that is served', () => {
  let served: Served;

  beforeEach(async () => {
    served = await Served.start();
  });
  afterEach(() => served.end());

  test('a clone pushes, another fetches, with protocol 2 and with 0', async () => {
    const ada = await served.clone('ada');
    ada.write('a.txt', 'one\n');
    const first = await ada.push('One');
    expect(await served.commitOf('main')).toBe(first);
    const bob = await served.clone('bob');
    expect(bob.read('a.txt')).toBe('one\n');
    ada.write('a.txt', 'two\n');
    const second = await ada.push('Two');
    await bob.git('-c', 'protocol.version=0', 'pull', '--quiet');
    expect(await bob.git('rev-parse', 'HEAD')).toBe(second);
    expect(served.notes).toEqual([]);
  });

  test('a push of 20 MB comes through, which git sends in chunks', async () => {
    const ada = await served.clone('ada');
    await ada.git('config', 'core.compression', '0');
    writeFileSync(join(ada.folder, 'large'), randomBytes(20 << 20));
    const sha = await ada.push('Large');
    expect(await served.commitOf('main')).toBe(sha);
    const bob = await served.clone('bob');
    expect(await bob.git('rev-parse', 'HEAD:large')).toBe(await ada.git('rev-parse', 'HEAD:large'));
  });

  test('a request whose body is compressed, which a fetch of many commits is', async () => {
    const ada = await served.clone('ada');
    await ada.push('One');
    const bob = await served.clone('bob');
    // What bob has and the server lacks makes his request long, and git compresses it.
    // Newer than what both have: else that may be named among the first, and a short request is enough.
    const env = { ...process.env, GIT_COMMITTER_DATE: '2037-01-01T00:00:00Z' };
    for (let count = 0; count < 40; count++)
      await run('git', ['commit', '--quiet', '--allow-empty', '--message', `Of bob ${count}`], {
        cwd: bob.folder,
        env,
      });
    await ada.push('After');
    const { stderr } = await run('git', ['fetch'], { cwd: bob.folder, env: { ...process.env, GIT_CURL_VERBOSE: '1' } });
    expect(stderr.toLowerCase()).toContain('content-encoding: gzip');
    expect(await bob.git('rev-parse', 'origin/main')).toBe(await ada.git('rev-parse', 'HEAD'));
  });

  test('ten clones at the same time', async () => {
    const ada = await served.clone('ada');
    ada.write('a.txt', 'one\n');
    const sha = await ada.push('One');
    const clones = await Promise.all(Array.from({ length: 10 }, (_, index) => served.clone(`clone-${index}`)));
    expect(await Promise.all(clones.map((each) => each.git('rev-parse', 'HEAD')))).toEqual(clones.map(() => sha));
  });

  test('a push that is behind is refused as git refuses it, and tells nobody', async () => {
    const ada = await served.clone('ada');
    await ada.push('One');
    const bob = await served.clone('bob');
    await ada.push('Two');
    const received = await served.receiver();
    await expect(bob.push('Other')).rejects.toThrow(/rejected/);
    await served.server.settled();
    expect(received).toEqual([]);
  });

  test('nothing of the repository but the protocol can be read', async () => {
    const asked = ['', '/HEAD', '/config', '/objects/info/packs', '/../fleet.git/HEAD', '/%2e%2e/secret/info/refs'];
    const statuses = await Promise.all(asked.map(async (path) => (await fetch(served.server.url + path)).status));
    expect(statuses).toEqual(asked.map(() => 404));
  });

  test('a repository that is not there yet is said to be none, and served once it is', async () => {
    rmSync(served.bare, { recursive: true });
    await expect(run('git', ['ls-remote', served.server.url])).rejects.toThrow(/not found/);
    await makeBare(served.bare);
    expect((await run('git', ['ls-remote', served.server.url])).stdout).toBe('');
  });

  test('a client that hangs up in the middle of a push leaves the repository as it was, and the server serving', async () => {
    const ada = await served.clone('ada');
    const sha = await ada.push('One');
    const outgoing = request(`${served.server.url}/git-receive-pack`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-git-receive-pack-request' },
    });
    outgoing.on('error', () => undefined);
    outgoing.write(`0094${sha} ${nowhere} refs/heads/main\0 report-status`);
    await once(outgoing, 'socket');
    outgoing.destroy();
    await served.server.settled();
    expect(await served.commitOf('main')).toBe(sha);
    await expect(served.clone('bob')).resolves.toBeInstanceOf(WorkTree);
  });
});
