import type { Encoded } from '@fleetwright/model';
import { expect, test } from 'vitest';
import { draftOf } from './encoded.ts';

test('a draft has every key of the body, whatever it is called', () => {
  const body: Encoded = Object.fromEntries([
    ['__proto__', { a: {} }],
    ['constructor', {}],
  ]);
  const draft = draftOf(body, { file: 'apps/x/app.ts', path: [], layer: 'raw' });
  expect(Object.keys(draft ?? {})).toEqual(['__proto__', 'constructor']);
});
