import { expect, test } from 'vitest';
import { goInteger } from '../text/go-number.ts';
import { trimSpace } from '../text/trim-space.ts';
import { pathStep, splitBracketedPath, splitPath } from './field-path.ts';

// What kyaml gives for each, as its pathsplitter_test.go says or as it was run.
test.each([
  ['', ['']],
  ['/', ['']],
  ['a/b', ['a', 'b']],
  ['/a/b', ['a', 'b']],
  ['a//b/', ['a', '', 'b', '']],
  [
    'metadata/annotations/nginx.ingress.kubernetes.io\\/auth',
    ['metadata', 'annotations', 'nginx.ingress.kubernetes.io/auth'],
  ],
  ['a\\/\\/b/c\\', ['a//b', 'c\\']],
])('splits %s', (path, parts) => {
  expect(splitPath(path, '/')).toEqual(parts);
});

test.each([
  ['a.b', ['a', 'b']],
  ['a.[b.c].d', ['a', 'b.c', 'd']],
  ['a.[b].d', ['a', '[b]', 'd']],
  ['spec.[name=a.b.c].image', ['spec', '[name=a.b.c]', 'image']],
  ['a.[b.c', ['a', 'b.c']],
  ['data.a\\.b', ['data', 'a.b']],
])('splits %s with brackets', (path, parts) => {
  expect(splitBracketedPath(path, '.')).toEqual(parts);
});

test.each([
  ['name', { kind: 'key', key: 'name' }],
  [' name\u0085', { kind: 'key', key: 'name' }],
  [' ', { kind: 'self' }],
  ['-', { kind: 'index', index: -1 }],
  ['+7', { kind: 'index', index: 7 }],
  ['-0', { kind: 'index', index: 0 }],
  ['-1', { kind: 'problem', message: 'array index -1 cannot be negative' }],
  ['9223372036854775808', { kind: 'key', key: '9223372036854775808' }],
  ['[a=b=c]', { kind: 'item', key: 'a', value: 'b=c' }],
  ['[=b]', { kind: 'item', key: '', value: 'b' }],
])('takes the part %s', (part, step) => {
  expect(pathStep(part)).toEqual(step);
});

test('has spaces and integers of Go', () => {
  expect(trimSpace('\u00a0\ufeffa\u2003')).toBe('\ufeffa');
  expect([goInteger('007'), goInteger('1_000'), goInteger(''), goInteger('0x1')]).toEqual([
    7n,
    undefined,
    undefined,
    undefined,
  ]);
});
