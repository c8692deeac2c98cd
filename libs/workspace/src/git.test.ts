import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { treeSha } from './git/objects.ts';
import { findRoot, openRepository, type Repository } from './git.ts';

let root: string;
let clock = 1_700_000_000;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'git-'));
  git('init', '--quiet', '--initial-branch=main');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgSign=false'];
  const env = { ...process.env, GIT_COMMITTER_DATE: `${(clock += 60)} +0000` };
  return execFileSync('git', [...identity, ...args], { cwd: root, env, encoding: 'utf8' }).trim();
}
function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
function commit(message: string, files: { [path: string]: string } = {}): string {
  for (const [path, text] of Object.entries(files)) put(path, text);
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '-m', message);
  return git('rev-parse', 'HEAD');
}
function open(): Repository {
  const opened = openRepository(root);
  if (!opened.ok) throw new Error(JSON.stringify(opened.errors));
  return opened.value;
}
const patterns = ['apps/*/rendered/*', 'clusters/rendered/*', 'clusters/stages/*/*'];
const web = 'apps/web/rendered/dev';

test('history: root commit, merges, a squash, directories that go and come back', () => {
  const first = commit('root', {
    [`${web}/config/release.yaml`]: '1\n',
    'apps/web/app.ts': '1',
    'clusters/rendered/policy.yaml': 'p',
  });
  git('checkout', '--quiet', '-b', 'feature');
  commit('on the branch, never on main by itself', { [`${web}/config/release.yaml`]: 'between\n' });
  commit('last on the branch', { [`${web}/config/release.yaml`]: '2\n' });
  git('checkout', '--quiet', 'main');
  const stage = commit('promote', {
    'clusters/stages/dev/web/config/release.yaml': '1\n',
    'clusters/stages/dev/web.hold.yaml': '',
  });
  git('merge', '--quiet', '--no-ff', '-m', 'merge', 'feature');
  const merged = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '-b', 'squashed');
  commit('a', { [`${web}/images/kustomization.yaml`]: 'a\n' });
  git('checkout', '--quiet', 'main');
  git('merge', '--quiet', '--squash', 'squashed');
  const squashed = commit('squash');
  git('rm', '-r', '--quiet', web);
  const removed = commit('remove');
  const unrelated = commit('unrelated', { 'README.md': 'x' });
  const back = commit('come back', { [`${web}/config/release.yaml`]: '2\n', 'apps/ünï cöde/rendered/dev/x': '1\n' });

  const repository = open();
  const history = repository.treeHistory(patterns);
  const tree = (sha: string, path: string): string => git('rev-parse', `${sha}:${path}`);
  expect(history.commits.map(({ sha }) => sha)).toEqual([back, unrelated, removed, squashed, merged, stage, first]);
  expect(history.commits.map(({ sha }) => Number(git('show', '-s', '--format=%ct', sha)))).toEqual(
    history.commits.map(({ time }) => time),
  );
  expect(history.shallow).toBe(false);
  expect(Object.fromEntries(history.changes)).toEqual({
    [web]: [
      { commit: 0, tree: tree(back, web) },
      { commit: 2, tree: undefined },
      { commit: 3, tree: tree(squashed, web) },
      { commit: 4, tree: tree(merged, web) },
      { commit: 6, tree: tree(first, web) },
    ],
    'apps/ünï cöde/rendered/dev': [{ commit: 0, tree: tree(back, 'apps/ünï cöde/rendered/dev') }],
    'clusters/stages/dev/web': [{ commit: 5, tree: tree(stage, 'clusters/stages/dev/web') }],
  });
  // A release that returns has the tree that it had.
  expect(history.changes.get(web)?.[0]?.tree).toBe(history.changes.get(web)?.[3]?.tree);
  expect(repository.treeOf(merged, web)).toBe(tree(merged, web));
  expect(repository.treeOf(removed, web)).toBeUndefined();
  expect(repository.treeOf(first, 'apps/web/app.ts')).toBeUndefined();
  expect(repository.head()).toBe(back);
});

test('trees of git and trees in memory have the same files and the same id', () => {
  // The order of git: folders as if they ended in a slash, bytes rather than code units.
  const files = {
    'a-b': 'before the folder\n',
    'a/x': 'ü\n',
    'a.b': 'between\n',
    a0: '',
    'deep/er/est': '1\n',
    '\uffee': 'after in bytes? no: before\n',
    '\u{1f600}': 'code units sort it first\n',
  };
  commit('files', files);
  const repository = open();
  const sha = git('rev-parse', 'HEAD^{tree}');
  const tree = repository.readTree(sha);
  expect(Object.fromEntries(tree)).toEqual(files);
  expect(treeSha(tree)).toBe(sha);
  expect(treeSha(new Map([...tree].reverse()))).toBe(sha);
  expect(treeSha(new Map([...tree, ['a0', 'x']]))).not.toBe(sha);
  expect(treeSha(new Map())).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
  expect(repository.readTree('4b825dc642cb6eb9a060e54bf8d69288fbee4904')).toEqual(new Map());
});

test('what is inside many trees is read by one call of git', () => {
  commit('root', { 'a/config/x.yaml': 'ü\n', 'a/images/y': '', 'b/config/x.yaml': '2' });
  const [a, b] = ['a', 'b'].map((folder) => git('rev-parse', `HEAD:${folder}`));
  const [config, images] = ['config', 'images'].map((folder) => git('rev-parse', `HEAD:a/${folder}`));
  const gone = '0'.repeat(40);
  const at = (path: string) => [a, gone, b].map((tree) => ({ tree: tree ?? '', path }));
  const { readFiles, treesIn } = open();
  expect([...readFiles([...at('config/x.yaml'), ...at('images/y'), ...at('config')])]).toEqual([
    [`${a}:config/x.yaml`, 'ü\n'],
    [`${b}:config/x.yaml`, '2'],
    [`${a}:images/y`, ''],
  ]);
  expect(treesIn([...at('config'), ...at('images'), ...at('config/x.yaml')]).get(`${a}:config`)).toBe(config);
  expect([...treesIn(at('images'))]).toEqual([[`${a}:images`, images]]);
  expect([...readFiles([]), ...treesIn([])]).toEqual([]);
});

test('the author is who git was told, never a guess', () => {
  const nobody = { HOME: root, XDG_CONFIG_HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: undefined };
  for (const [name, value] of Object.entries({ ...nobody, GIT_AUTHOR_EMAIL: undefined, EMAIL: undefined }))
    vi.stubEnv(name, value);
  expect(open().author()).toBeUndefined();
  git('config', 'user.name', 'Ada Lovelace');
  expect(open().author()).toBeUndefined();
  git('config', 'user.email', 'ada@example.com');
  expect(open().author()).toBe('Ada Lovelace <ada@example.com>');
  vi.unstubAllEnvs();
});

test('what is not committed: changed, staged, untracked, deleted, but not ignored', () => {
  commit('root', { 'apps/a': '1', 'apps/b': '1', 'apps/c': '1', 'apps/same': '1', else: '1', '.gitignore': '*.log\n' });
  expect(open().isDirty(['apps'])).toBe(false);
  put('else', '2');
  put('apps/x.log', '');
  expect(open().isDirty(['apps'])).toBe(false);
  put('apps/a', '2');
  put('apps/b', '2');
  git('add', 'apps/b');
  rmSync(join(root, 'apps/c'));
  put('apps/neü/deep', '1');
  expect(open().uncommitted(['apps'])).toEqual(['apps/a', 'apps/b', 'apps/c', 'apps/neü/deep']);
  expect(open().isDirty(['apps'])).toBe(true);
});

test('before the first commit there is no history', () => {
  expect(open().head()).toBeUndefined();
  expect(open().treeHistory(patterns)).toEqual({ commits: [], changes: new Map(), shallow: false });
});

test('a shallow clone says so', () => {
  commit('one', { [`${web}/x`]: '1' });
  commit('two');
  const origin = root;
  root = mkdtempSync(join(tmpdir(), 'clone-'));
  git('clone', '--quiet', '--depth=1', `file://${origin}`, '.');
  expect(open().treeHistory(patterns)).toMatchObject({ commits: [{}], shallow: true });
  rmSync(origin, { recursive: true });
});

test('without git on the PATH, and with a repository that git refuses', () => {
  const path = process.env['PATH'];
  process.env['PATH'] = root;
  try {
    const hint = 'install git (2.31 or later) and put it on the PATH';
    expect(openRepository(root)).toMatchObject({ ok: false, errors: [{ code: 'FW5003', hint }] });
  } finally {
    process.env['PATH'] = path;
  }
  writeFileSync(join(root, '.git/config'), '[core\n');
  expect(openRepository(root)).toMatchObject({ ok: false, errors: [{ code: 'FW5003' }] });
});

test('only the root of a work tree will do', () => {
  put('fleet/clusters/fleet.ts', '');
  put('fleet/apps/web/app.ts', '');
  const inside = openRepository(join(root, 'fleet'));
  expect(inside).toMatchObject({ ok: false, errors: [{ code: 'FW5002' }] });
  expect(findRoot(join(root, 'fleet/apps/web'))).toMatchObject({ ok: true, value: join(root, 'fleet') });
  expect(findRoot(root)).toMatchObject({ ok: false, errors: [{ code: 'FW5002' }] });
});
