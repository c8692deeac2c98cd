import { expect, it } from 'vitest';
import { checkNames } from './names.ts';

const said = (...paths: string[]): string[] => checkNames(paths).map(({ message }) => message);

it('finds what is one file where case does not count, or where letters are composed', () => {
  expect(said('apps/Web/a', 'apps/web/b')).toEqual(['apps/Web and apps/web differ in upper and lower case only']);
  expect(said('a/\u00e9', 'a/e\u0301')).toHaveLength(1);
  expect(said('a/b', 'a/c', 'b/a')).toEqual([]);
});

it('finds a file where another needs a folder, whichever comes first', () => {
  expect(said('app', 'app/b')).toEqual(['app would be a file and a folder']);
  expect(said('app/b', 'app')).toEqual(['app would be a file and a folder']);
});

it.each([
  'a/NUL',
  'con.yaml',
  'a/COM1.txt',
  'a./b',
  'a /b',
  'a:b',
  'a/b?',
  'a\u0000b',
  'a\nb',
  'a\\b',
  '.git/config',
  'a/.GIT/x',
  'x'.repeat(241),
])('finds the impossible name %j', (path) => {
  expect(checkNames([path]).map(({ code }) => code)).toEqual(['FW5011']);
});

it('takes what generated files are called', () => {
  expect(
    said(
      'apps/web/rendered/prod/config/large,mesh/facts/kustomization.yaml',
      'clusters/stages/prod/web@eu-1/x',
      'a/null',
      'a/.x.new',
    ),
  ).toEqual([]);
});
