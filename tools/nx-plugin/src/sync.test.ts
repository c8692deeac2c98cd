import { createTree } from '@nx/devkit/testing';
import { expect, test } from 'vitest';
import { type Package, readReferences, referencesOf, rootReferences, withReferences } from './references.ts';
import syncReferences from './sync.ts';

const model: Package = { name: '@x/model', root: 'libs/model', dependencies: ['zod'], devDependencies: ['@x/render'] };
const render: Package = { name: '@x/render', root: 'libs/render', dependencies: ['@x/model'], devDependencies: [] };

test('references follow dependencies; tests refer to their own sources and to what only they use', () => {
  expect(Object.fromEntries(referencesOf([model, render]))).toEqual({
    'libs/model/tsconfig.lib.json': [],
    'libs/model/tsconfig.test.json': ['./tsconfig.lib.json', '../../libs/render/tsconfig.lib.json'],
    'libs/render/tsconfig.lib.json': ['../../libs/model/tsconfig.lib.json'],
    'libs/render/tsconfig.test.json': ['./tsconfig.lib.json', '../../libs/model/tsconfig.lib.json'],
  });
});

test('the root refers to every package and keeps what is none', () => {
  const before = ['./tools', './libs/gone/tsconfig.test.json'];
  expect(rootReferences(before, [render, model])).toEqual([
    './libs/model/tsconfig.test.json',
    './libs/render/tsconfig.test.json',
    './tools',
  ]);
});

test('only the references change, on one line while they fit', () => {
  const text = '{\n  // why\n  "include": ["src"],\n  "references": []\n}\n';
  const one = withReferences(text, ['../a']);
  expect(one).toBe('{\n  // why\n  "include": ["src"],\n  "references": [{ "path": "../a" }]\n}\n');
  const many = ['../a', '../b', '../c'].map((path) => `${path}/${'x'.repeat(30)}`);
  const long = withReferences(one, many);
  expect(long).toContain('"references": [\n    { "path": "../a/xxx');
  expect(long).toContain('" }\n  ]\n}\n');
  expect(readReferences(long)).toEqual(many);
  expect(() => withReferences('{}', [])).toThrow('"references": []');
});

test('the generator writes stale files and names them, and is content afterwards', () => {
  const tree = createTree();
  tree.write('libs/model/package.json', '{ "name": "@x/model" }');
  for (const file of [
    'libs/model/tsconfig.lib.json',
    'libs/model/tsconfig.test.json',
    'tools/tsconfig.json',
    'tsconfig.json',
  ]) {
    tree.write(file, '{ "references": [] }');
  }
  expect(syncReferences(tree).outOfSyncDetails).toEqual([
    'libs/model/tsconfig.test.json',
    'tsconfig.json',
    'tools/tsconfig.json',
  ]);
  expect(tree.read('tools/tsconfig.json', 'utf8')).toContain('"../libs/model/tsconfig.lib.json"');
  expect(tree.read('tsconfig.json', 'utf8')).toBe('{ "references": [{ "path": "./libs/model/tsconfig.test.json" }] }');
  expect(syncReferences(tree).outOfSyncDetails).toEqual([]);
  tree.delete('libs/model/tsconfig.lib.json');
  expect(() => syncReferences(tree)).toThrow('libs/model/tsconfig.lib.json is missing');
});
