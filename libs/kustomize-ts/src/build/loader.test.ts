import { describe, expect, test } from 'vitest';
import { refuse } from '../refusal.ts';
import type { Files } from '../tree.ts';
import { enter, type Loader, type LoadRestrictor, load, type Outcome, peek, rootLoader } from './loader.ts';
import { filesRead, noReads, stillHolds } from './reads.ts';

const files = new Map([
  ['app/a.yaml', 'a'],
  ['app/sub/b.yaml', 'b'],
  ['base/c.yaml', 'c'],
]);

function loaderAt(tree: Files, root: string, restrictor: LoadRestrictor = 'LoadRestrictionsRootOnly'): Loader {
  return value(rootLoader(tree, root, restrictor, noReads()));
}

function value<T>(outcome: Outcome<T>): T {
  if ('problem' in outcome) throw new Error(outcome.problem.message);
  return outcome.value;
}

function said(outcome: Outcome<unknown>): string {
  return 'problem' in outcome ? `${outcome.problem.code} ${outcome.problem.message}` : 'fine';
}

// The words are those of kustomize 5.8.1, which has the root of the tree at `/`.
describe('a file', () => {
  test.each([
    ['a.yaml', 'fine'],
    ['./sub/../sub//b.yaml', 'fine'],
    ['/app/a.yaml', 'fine'],
    ['../app/a.yaml', 'fine'],
    ['../../../app/a.yaml', 'fine'],
    ['../base/c.yaml', "FW6004 security; file '/base/c.yaml' is not in or below '/app'"],
    ['/base/c.yaml', "FW6004 security; file '/base/c.yaml' is not in or below '/app'"],
    ['../base', "FW6003 '/base' must resolve to a file"],
    ['', "FW6003 '/app' must resolve to a file"],
    ['no/such', "FW6003 evalsymlink failure on '/app/no/such' : lstat /app/no: no such file or directory"],
    ['https://example.org/a.yaml', "FW6006 'https://example.org/a.yaml' would have to be fetched over a network"],
  ])('%s: %s', (path, words) => {
    expect(said(load(loaderAt(files, 'app'), path))).toBe(words);
  });

  test('may be anywhere when that is allowed', () => {
    const loader = loaderAt(files, 'app', 'LoadRestrictionsNone');
    expect(said(load(loader, '../base/c.yaml'))).toBe('fine');
    expect(said(load(loader, '../base'))).toBe('FW6003 read /base: is a directory');
    expect(said(load(loader, 'no'))).toBe('FW6003 open /app/no: no such file or directory');
  });

  test('that the tree refuses is a problem of who names it', () => {
    const get = (path: string) =>
      path === 'app/a.yaml'
        ? refuse('FW5001', 'open /app/a.yaml: permission denied', 'mend it', { file: path })
        : files.get(path);
    const loader = loaderAt({ get, keys: () => files.keys() }, 'app');
    expect(said(load(loader, 'a.yaml'))).toBe('FW5001 open /app/a.yaml: permission denied');
    expect(() => peek(loader, 'a.yaml')).toThrow('permission denied');
  });

  test('is where its links lead', () => {
    const links = new Map([
      ['app/in.yaml', 'app/a.yaml'],
      ['app/out.yaml', 'base/c.yaml'],
    ]);
    const realPath = (path: string) => links.get(path) ?? path;
    const loader = loaderAt({ get: (path) => files.get(path), keys: () => files.keys(), realPath }, 'app');
    expect(load(loader, 'in.yaml')).toEqual({ value: 'a' });
    expect(said(load(loader, 'out.yaml'))).toBe("FW6004 security; file '/app/out.yaml' is not in or below '/app'");
  });
});

describe('a folder', () => {
  test.each([
    ['../base', 'fine'],
    ['sub', 'fine'],
    ['', 'FW6003 new root cannot be empty'],
    ['/base', "FW6004 new root '/base' cannot be absolute"],
    ['a.yaml', "FW6003 must build at directory: '/app/a.yaml': file is not directory"],
    ['.', "FW6005 cycle detected: candidate root '/app' contains visited root '/app'"],
    ['..', "FW6005 cycle detected: candidate root '/' contains visited root '/app'"],
    ['github.com/org/repo', "FW6006 'github.com/org/repo' would have to be fetched over a network"],
  ])('%s: %s', (path, words) => {
    expect(said(enter(loaderAt(files, 'app'), path, noReads()))).toBe(words);
  });

  test('cannot be one that led to it', () => {
    const base = value(enter(loaderAt(files, 'app/sub'), '../../base', noReads()));
    expect(said(enter(base, '../app', noReads()))).toBe(
      "FW6005 cycle detected: candidate root '/app' contains visited root '/app/sub'",
    );
  });

  test('has paths from where its links lead', () => {
    const tree: Files = { get: (path) => files.get(path), realPath: (path) => (path === 'app/link' ? 'base' : path) };
    expect(load(value(enter(loaderAt(tree, 'app'), 'link', noReads())), 'c.yaml')).toEqual({ value: 'c' });
  });
});

describe('what was read', () => {
  test('is noted, and holds until the tree says otherwise', () => {
    const loader = loaderAt(files, 'app');
    load(loader, 'a.yaml');
    load(loader, 'missing.yaml');
    const part = value(enter(loader, 'sub', noReads()));
    load(part, 'b.yaml');
    loader.reads.parts.add(part.reads);
    expect(filesRead(loader.reads)).toEqual(['app/a.yaml', 'app/sub/b.yaml']);
    const holds = (changes: [string, string][]) => stillHolds(loader.reads, new Map([...files, ...changes]), new Map());
    expect(holds([['base/c.yaml', 'other']])).toBe(true);
    expect(holds([['app/a.yaml', 'other']])).toBe(false);
    expect(holds([['app/sub/b.yaml', 'other']])).toBe(false);
    expect(holds([['app/missing.yaml', 'there now']])).toBe(false);
  });

  test('is compared byte by byte', () => {
    const loader = loaderAt({ get: (path) => (path === 'app/x' ? new Uint8Array([1, 2]) : undefined) }, 'app');
    load(loader, 'x');
    const tree = (bytes: number[]): Files => ({
      get: (path) => (path === 'app/x' ? new Uint8Array(bytes) : undefined),
    });
    expect([[1, 2], [1, 3], [1]].map((bytes) => stillHolds(loader.reads, tree(bytes), new Map()))).toEqual([
      true,
      false,
      false,
    ]);
  });
});
