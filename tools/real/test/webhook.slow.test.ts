import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nowhere, pushEvent } from '../src/repository/webhook.ts';
import { Served } from './served.ts';

describe('webhooks of pushes', () => {
  let served: Served;

  beforeEach(async () => {
    served = await Served.start();
  });
  afterEach(() => served.end());

  test('a push is told to every hook as GitHub tells it: each commit with its files', async () => {
    const ada = await served.clone('ada');
    ada.write('a.txt', 'one\n');
    ada.write('old.txt', 'old\n');
    const before = await ada.push('One');
    await served.server.settled();
    const received = await served.receiver();
    const other = await served.receiver();
    ada.write('ä "quoted".txt', 'new\n');
    ada.write('a.txt', 'two\n');
    await ada.commit('Two\n\nWith a body');
    await ada.git('mv', 'old.txt', 'renamed.txt');
    const after = await ada.push('Three');
    await served.server.settled();
    expect(received).toHaveLength(1);
    expect(other).toEqual([{ ...other[0], push: received[0]?.push }]);
    expect(received[0]?.headers).toMatchObject({ 'x-github-event': 'push', 'content-type': 'application/json' });
    expect(received[0]?.push).toEqual({
      ref: 'refs/heads/main',
      before,
      after,
      created: false,
      deleted: false,
      forced: false,
      commits: [
        {
          id: await ada.git('rev-parse', 'HEAD~1'),
          message: 'Two\n\nWith a body',
          added: ['ä "quoted".txt'],
          modified: ['a.txt'],
          removed: [],
        },
        { id: after, message: 'Three', added: ['renamed.txt'], modified: [], removed: ['old.txt'] },
      ],
      // Argo CD's URL of the repository must be this page's, or it with `.git`.
      repository: {
        html_url: served.server.url.replace(/\.git$/, ''),
        clone_url: served.server.url,
        default_branch: 'main',
      },
    });
  });

  test('a forced push is one commit with the difference of before and after', async () => {
    const ada = await served.clone('ada');
    ada.write('a.txt', 'one\n');
    const first = await ada.push('One');
    ada.write('a.txt', 'two\n');
    ada.write('b.txt', 'two\n');
    const second = await ada.push('Two');
    await served.server.settled();
    const received = await served.receiver();
    await ada.reset(first);
    await served.server.settled();
    expect(await served.commitOf('main')).toBe(first);
    expect(received.map((each) => each.push)).toMatchObject([
      {
        before: second,
        after: first,
        forced: true,
        commits: [{ id: first, added: [], modified: ['a.txt'], removed: ['b.txt'] }],
      },
    ]);
  });

  test('a merge has the files that it brings to the branch', async () => {
    const ada = await served.clone('ada');
    await ada.push('One');
    await ada.git('checkout', '--quiet', '-b', 'side');
    ada.write('side.txt', 'side\n');
    await ada.commit('Side');
    await ada.git('checkout', '--quiet', 'main');
    ada.write('main.txt', 'main\n');
    await ada.commit('Main');
    const received = await served.receiver();
    await ada.git('merge', '--quiet', '--no-edit', 'side');
    await ada.push('After');
    await served.server.settled();
    const added = received[0]?.push.commits.map((each) => [each.message.split(' ')[0], each.added]);
    expect(added).toEqual(
      expect.arrayContaining([
        ['Merge', ['side.txt']],
        ['Main', ['main.txt']],
        ['Side', ['side.txt']],
        ['After', []],
      ]),
    );
  });

  test('a branch that comes and goes', async () => {
    const ada = await served.clone('ada');
    ada.write('a.txt', 'one\n');
    const received = await served.receiver();
    const sha = await ada.push('One');
    await served.server.settled();
    await ada.git('push', '--quiet', 'origin', 'HEAD:topic');
    await ada.git('push', '--quiet', 'origin', ':topic');
    await served.server.settled();
    const ref = 'refs/heads/topic';
    expect(received.map((each) => each.push)).toMatchObject([
      { ref: 'refs/heads/main', before: nowhere, after: sha, created: true, commits: [{ id: sha, added: ['a.txt'] }] },
      { ref, before: nowhere, after: sha, created: true, commits: [{ id: sha, added: ['a.txt'] }] },
      { ref, before: sha, after: nowhere, deleted: true, commits: [] },
    ]);
  });

  test('pushes at the same time: every branch is told, once', async () => {
    const clones = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => served.clone(name)));
    const received = await served.receiver();
    await Promise.all(
      clones.map(async (each, index) => {
        await each.commit(`Of ${index}`);
        await each.git('push', '--quiet', 'origin', `HEAD:branch-${index}`);
      }),
    );
    await served.server.settled();
    const refs = received.map((each) => each.push.ref).toSorted();
    expect(refs).toEqual([0, 1, 2, 3, 4].map((index) => `refs/heads/branch-${index}`));
  });

  test('a hook that fails once is tried again, and not noted', async () => {
    const received = await served.receiver((count) => (count === 1 ? 503 : 200));
    await (await served.clone('ada')).push('One');
    await served.server.settled();
    expect(received).toHaveLength(2);
    expect(served.notes).toEqual([]);
  });

  test('hooks that fail, or are not there, are noted; the others get theirs', async () => {
    await served.receiver(() => 500);
    served.hooks.push('http://127.0.0.1:1/api/webhook');
    const received = await served.receiver();
    await (await served.clone('ada')).push('One');
    await served.server.settled();
    expect(received).toHaveLength(1);
    expect(served.notes.toSorted()).toEqual([
      expect.stringMatching(/refs\/heads\/main not delivered to http:\/\/127\.0\.0\.1:1\/api\/webhook, tried twice: ./),
      expect.stringMatching(/refs\/heads\/main not delivered to .*, tried twice: 500 so be it$/),
    ]);
  });

  test('a hook that never answers does not hold up the push, nor the end of the server', async () => {
    const received = await served.receiver(() => undefined);
    const ada = await served.clone('ada');
    expect(await ada.push('One')).toBe(await served.commitOf('main'));
    await expect.poll(() => received.length).toBe(1);
    await served.server.close();
    expect(served.notes).toEqual([]);
  });
});

test('pushEvent says of an empty push what readers need: no head, no pusher', () => {
  const event = pushEvent({
    url: 'http://127.0.0.1:7000/team/fleet.git',
    defaultBranch: 'main',
    ref: 'refs/heads/topic',
    before: '1'.repeat(40),
    after: nowhere,
    forced: false,
    commits: [],
  });
  expect(event).toMatchObject({
    deleted: true,
    head_commit: null,
    repository: { name: 'fleet', full_name: 'team/fleet', html_url: 'http://127.0.0.1:7000/team/fleet' },
  });
  expect(event).not.toHaveProperty('pusher');
});
