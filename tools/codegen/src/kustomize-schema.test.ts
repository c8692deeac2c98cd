import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isBuiltInClusterScoped } from '../../../libs/kustomize-ts/src/resource/cluster-scope.ts';
import { emitSchema, kyamlFolder, readScopes } from './kustomize-schema.ts';
import { mergeTables } from './merge-schema.ts';
import type { Definition } from './swagger-pb.ts';

const kyaml = kyamlFolder();
if (kyaml === undefined)
  process.stderr.write('skipped: no kyaml in the cache of Go modules (`npm run kustomize` fills it)\n');

test.skipIf(kyaml === undefined)('the committed file is what kyaml gives', () => {
  const committed = new URL('../../../libs/kustomize-ts/src/merge/builtin-schema.gen.ts', import.meta.url);
  expect(emitSchema(kyaml ?? '')).toBe(readFileSync(fileURLToPath(committed), 'utf8'));
});

test.skipIf(kyaml === undefined)('the table of scopes is that of kyaml', () => {
  const scopes = readScopes(kyaml ?? '');
  expect(scopes.size).toBeGreaterThan(80);
  for (const [type, namespaced] of scopes) {
    const [apiVersion = '', kind = ''] = type.split(' ');
    const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    expect(isBuiltInClusterScoped({ group, version, kind }), type).toBe(!namespaced);
  }
});

const nothing: Definition = {
  ref: undefined,
  types: ['object'],
  items: undefined,
  properties: new Map(),
  additional: undefined,
  extensions: new Map(),
};

test('definitions that come to the same share a shape, and what no merge asks for is left out', () => {
  const text: Definition = { ...nothing, types: ['string'] };
  const item: Definition = { ...nothing, properties: new Map([['name', text]]) };
  const list = (extensions: Record<string, string>): Definition => ({
    ...nothing,
    types: ['array'],
    items: item,
    extensions: new Map(Object.entries(extensions)),
  });
  const merged = list({
    'x-kubernetes-patch-strategy': 'merge,retainKeys\n',
    'x-kubernetes-patch-merge-key': 'name\n',
  });
  const type = (kind: string, properties: Record<string, Definition>): Definition => ({
    ...nothing,
    properties: new Map(Object.entries(properties)),
    extensions: new Map([['x-kubernetes-group-version-kind', `- group: g\n  kind: ${kind}\n  version: v1\n`]]),
  });
  const tables = mergeTables(
    new Map([
      ['A', type('A', { items: merged, text, self: { ...nothing, types: [], ref: '#/definitions/A' } })],
      ['B', type('B', { items: merged, other: list({}), self: { ...nothing, types: [], ref: '#/definitions/B' } })],
      ['C', type('C', { text, replaced: list({ 'x-kubernetes-patch-strategy': 'replace\n' }) })],
    ]),
  );
  expect(tables.types).toEqual(new Map([['g/v1', ['A=1', 'B=1']]]));
  expect(tables.shapes).toEqual(['', 'items=0[name] self=1']);
});
