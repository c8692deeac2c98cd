import { expect, test } from 'vitest';
import { appOf, fleet, found, resolveApp } from '../../test/resolve.ts';
import type { Encoded } from '../define/encode.ts';
import { resolveDefinition } from './app.ts';

type Fields = { [key: string]: Encoded };

test('a definition of what goes needs its name, its team and why', () => {
  const app = appOf({ retired: 'web-shop replaces it', leaving: ['b', 'a', 'b'], placement: [{ size: 'large' }] });
  expect(app).toMatchObject({
    name: 'x',
    team: 'shop',
    environments: ['dev', 'prod', 'staging'],
    placement: [{ size: ['large'] }],
    retired: { why: 'web-shop replaces it', namespace: undefined, leaving: ['a', 'b'] },
  });
  expect(() => app.settings('dev', [])).toThrow('apps/x/app.ts is retired');
  const source = {
    define: 'platform' as const,
    file: 'apps/x/app.ts',
    input: { name: 'x', retired: 'gone', only: ['dev'] },
  };
  const platform = resolveDefinition(source, 'x', fleet, undefined);
  expect(platform).toMatchObject({ ok: true, value: { define: 'platform', team: 'core', environments: ['dev'] } });
});

test.each<[string, Fields, string[]]>([
  ['no reason', { retired: ' ' }, ['FW1012 retired']],
  ['no text', { retired: true }, ['FW1011 retired']],
  ['what it did once', { retired: 'gone', processes: { web: { type: 'web', image: 'x' } } }, ['FW1010 processes']],
  [
    'names that nobody declared',
    { retired: 'gone', team: 'shpo', only: ['prd'], placement: [{ size: 'huge' }] },
    ['FW1013 only.0', 'FW1013 placement.0.size', 'FW1013 team'],
  ],
  ['a namespace that cannot be', { retired: 'gone', leaving: ['Shop'] }, ['FW1015 leaving.0']],
  ['another folder', { retired: 'gone', name: 'y' }, ['FW1015 name']],
])('%s is found', (_name, fields, expected) => {
  expect(found(resolveApp(fields))).toEqual(expected);
});
