import { describe, expect, test } from 'vitest';
import { isRemoteFile, repoSpecOf } from './remote.ts';

// From the tests of api/internal/git/repospec.go, and what the rules there say of local paths.
describe('a repository', () => {
  test.each([
    ['https://github.com/org/repo', 'https://github.com/', 'org/repo', '', ''],
    ['github.com/org/repo/a/b?ref=v1', 'https://github.com/', 'org/repo', 'a/b', 'v1'],
    ['GitHub.com/org/repo', 'https://github.com/', 'org/repo', '', ''],
    ['git@github.com:org/repo//a?version=v1&ref=v2', 'git@github.com:', 'org/repo', 'a', 'v2'],
    ['ssh://git@github.com/org/repo', 'git@github.com:', 'org/repo', '', ''],
    ['git::https://gitlab.com/org/sub/repo.git/a', 'https://gitlab.com/', 'org/sub/repo.git', '/a'.slice(1), ''],
    ['https://dev.azure.com/org/project/_git/repo/a/b', 'https://dev.azure.com/', 'org/project/_git/repo', 'a/b', ''],
    ['user@host.xz:path/to/repo.git', 'user@host.xz:', 'path/to/repo.git', '', ''],
    ['file:///srv/repo', 'file://', '/srv/repo', '', ''],
    ['file:///srv/repo//a', 'file://', '/srv/repo', 'a', ''],
  ])('%s', (path, host, repoPath, folder, ref) => {
    expect(repoSpecOf(path)).toEqual({ host, repoPath, path: folder, ref });
  });
});

describe('no repository', () => {
  test.each([
    '../base',
    'base',
    '/abs/github.com/org/repo',
    'github.com/org',
    'https://host',
    'host.xz:org/repo',
    'ftp://host/org/repo',
    'https://github.com/org/repo//../outside',
    '1user@host:org/repo',
    '',
  ])('%s', (path) => {
    expect(repoSpecOf(path)).toBeUndefined();
  });
});

test('a file to fetch', () => {
  expect(['https://a/b', 'HTTP:b', 'http.yaml', 'ssh://a', 'a/http://b'].map(isRemoteFile)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
