import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileTree } from 'kustomize-ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { difference, readTree, writeChanges } from './tree.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tree-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function make(wanted: { [path: string]: string }): void {
  const tree: FileTree = new Map(Object.entries(wanted));
  const current = readTree(root, '');
  if (!current.ok) throw new Error('unreadable');
  const changes = difference(current.value, tree);
  expect(writeChanges(root, tree, changes)).toEqual({ ok: true, value: changes.length, warnings: [] });
  expect(readTree(root, '')).toEqual({ ok: true, value: tree, warnings: [] });
}
function codes(result: ReturnType<typeof readTree> | ReturnType<typeof writeChanges>): string[] {
  return result.ok ? [] : result.errors.map(({ code, at }) => `${code} ${at?.file}`);
}

test('trees are written until they are equal; empty folders go', () => {
  make({ 'a/b/one': '1\n', 'a/b/two': '2\n', c: 'ü\n' });
  make({ 'a/b/one': 'changed\n', c: 'ü\n' });
  make({ c: 'ü\n' });
  expect(existsSync(join(root, 'a'))).toBe(false);
});

test('a file may become a folder, and a folder a file', () => {
  make({ a: 'file', 'b/c': 'inside' });
  make({ 'a/b': 'inside', b: 'file' });
  expect(readFileSync(join(root, 'a/b'), 'utf8')).toBe('inside');
});

test('difference: sorted by path, equal files left alone', () => {
  const current = new Map([
    ['b', '1'],
    ['same', '1'],
    ['é', '1'],
  ]);
  const wanted = new Map([
    ['same', '1'],
    ['b', '2'],
    ['Z', '1'],
    ['a', '1'],
  ]);
  expect(difference(current, wanted).map(({ path, change }) => `${change} ${path}`)).toEqual([
    'create Z',
    'create a',
    'update b',
    'delete é',
  ]);
});

test('files have mode 0644 whatever the umask, and what a killed run staged is no obstacle', () => {
  writeFileSync(join(root, '.a.new'), 'half');
  const before = process.umask(0o077);
  try {
    expect(writeChanges(root, new Map([['a', 'whole']]), [{ path: 'a', change: 'create' }]).ok).toBe(true);
  } finally {
    process.umask(before);
  }
  expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o644);
  expect(readFileSync(join(root, 'a'), 'utf8')).toBe('whole');
  expect(existsSync(join(root, '.a.new'))).toBe(false);
});

test('nothing is read or written through symbolic links or outside; then nothing is written at all', () => {
  const outside = mkdtempSync(join(tmpdir(), 'outside-'));
  symlinkSync(outside, join(root, 'link'));
  mkdirSync(join(root, 'real'));
  symlinkSync(join(outside, 'x'), join(root, 'real/x'));
  expect(codes(readTree(root, 'link'))).toEqual(['FW5001 link']);
  expect(codes(readTree(root, ''))).toEqual(expect.arrayContaining(['FW5001 link', 'FW5001 real/x']));
  const wanted = new Map([
    ['good', ''],
    ['link/y', ''],
    ['../y', ''],
    ['real/../../y', ''],
  ]);
  const written = writeChanges(
    root,
    wanted,
    [...wanted.keys()].map((path) => ({ path, change: 'create' })),
  );
  expect(written.ok).toBe(false);
  expect(existsSync(join(root, 'good'))).toBe(false);
  expect(existsSync(join(outside, 'y'))).toBe(false);
  rmSync(outside, { recursive: true });
});

test('every file that is not UTF-8 is named; a folder that is not there is empty', () => {
  writeFileSync(join(root, 'a'), Buffer.from([0xff]));
  writeFileSync(join(root, 'b'), Buffer.from([0xc3, 0x28]));
  expect(codes(readTree(root, '')).sort()).toEqual(['FW5006 a', 'FW5006 b']);
  expect(readTree(root, 'none/at/all')).toEqual({ ok: true, value: new Map(), warnings: [] });
});
