import { expect, test } from 'vitest';
import { isGitRevision, isGitUrl } from './git-source.ts';

test('URLs of git repositories', () => {
  const good = [
    'https://github.com/example/fleet.git',
    'http://git.internal:8080/fleet',
    'git://git.example.com/fleet',
    'ssh://git@git.example.com:2222/~acme/fleet.git',
    'ssh://[::1]/fleet',
    'git@github.com:acme/fleet.git',
    'https://dev.azure.com/acme/My%20Fleet/_git/fleet?path=a&b=c',
  ];
  expect(good.filter((text) => !isGitUrl(text))).toEqual([]);
  const bad = [
    '',
    'fleet',
    '/srv/fleet',
    'file:///srv/fleet',
    'https://',
    'https://user:secret@git.example.com/x',
    'http://token@git.example.com/x',
    'ssh://git:secret@git.example.com/x',
    'git.example.com:x',
    'https://git.example.com/{{.cluster}}',
    'https://{{.x}}/y',
    'https://git.example.com/a b',
    'git@x:a"b',
    "https://git.example.com/'",
    'https://git.example.com/x\n',
    'https://git.example.com/\u0007',
    'https://x/\\',
  ];
  expect(bad.filter(isGitUrl)).toEqual([]);
});

test('revisions', () => {
  const good = [
    'main',
    'HEAD',
    'refs/heads/main',
    'release/1.2',
    'v1.0.0+x',
    'renovate/@acme-x',
    'größe',
    'a'.repeat(40),
  ];
  expect(good.filter((text) => !isGitRevision(text))).toEqual([]);
  const bad = [
    '',
    '-x',
    '/x',
    'x/',
    'a//b',
    'a..b',
    '.x',
    'a/.b',
    'x.',
    'x.lock',
    'a b',
    'a~1',
    'a^',
    'a:b',
    'x*',
    '@{u}',
  ];
  expect([...bad, '{{.x}}', "'", '"', 'x\n', 'a\\b', '@', 'a\u200b'].filter(isGitRevision)).toEqual([]);
});
