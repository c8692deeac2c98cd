import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { difference, readTree, readTrees } from './tree.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tree-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function codes(result: ReturnType<typeof readTree>): string[] {
  return result.ok ? [] : result.errors.map(({ code, at }) => `${code} ${at?.file}`);
}

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

test('nothing is read through symbolic links', () => {
  const outside = mkdtempSync(join(tmpdir(), 'outside-'));
  symlinkSync(outside, join(root, 'link'));
  mkdirSync(join(root, 'real'));
  symlinkSync(join(outside, 'x'), join(root, 'real/x'));
  expect(codes(readTree(root, 'link'))).toEqual(['FW5016 link']);
  expect(codes(readTree(root, ''))).toEqual(expect.arrayContaining(['FW5016 link', 'FW5016 real/x']));
  rmSync(outside, { recursive: true });
});

test('every file that is not UTF-8 is named; a folder that is not there is empty', () => {
  writeFileSync(join(root, 'a'), Buffer.from([0xff]));
  writeFileSync(join(root, 'b'), Buffer.from([0xc3, 0x28]));
  expect(codes(readTree(root, '')).sort()).toEqual(['FW5006 a', 'FW5006 b']);
  expect(readTree(root, 'none/at/all')).toEqual({ ok: true, value: new Map(), warnings: [] });
});

test('a generated file that is not UTF-8 is brought back by git, others are saved anew', () => {
  const folders = ['clusters/stages/dev/web', 'apps/web/rendered/dev', 'apps/web/src'];
  for (const folder of folders) {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, 'f'), Buffer.from([0xff]));
  }
  const read = readTrees(root, folders);
  expect(read.ok ? [] : read.errors.map(({ hint }) => hint)).toEqual([
    expect.stringContaining('`git restore -- clusters/stages/dev/web/f`'),
    expect.stringContaining('`git restore -- apps/web/rendered/dev/f`'),
    'save it as UTF-8, or remove it',
  ]);
});
