import { expect, test } from 'vitest';
import { fieldSpec, refusalOf } from '../../test/resources.ts';
import type { TransformerConfig } from '../build/scope.ts';
import { sha256 } from '../hash/sha256.ts';
import type { FieldSpec } from '../kustomization/types.ts';
import { bytesOfText } from '../text/utf8.ts';
import { emptyConfig, mergeConfig, mergeSpecs } from './config.ts';
import { defaultConfig } from './default-config.ts';
import { labelSpecs } from './label-specs.ts';
import { readConfig } from './read-config.ts';

function line({ group, version, kind, path, create }: FieldSpec): string {
  return `${group}|${version}|${kind}|${path}|${create}`;
}

test('knows the fields that kustomize 5.8.1 knows', () => {
  const { nameReference, ...specs } = defaultConfig();
  const lines = [
    ...Object.entries(specs).flatMap(([name, list]) => list.map((spec) => `${name}|${line(spec)}`)),
    ...nameReference.flatMap(({ group, version, kind, fieldSpecs }) =>
      fieldSpecs.map((spec) => `nameReference|${group}|${version}|${kind}|${line(spec)}`),
    ),
  ].sort();
  expect(lines).toHaveLength(305);
  // Of the lists in api/internal/konfig/builtinpluginconsts, written the same way.
  const known = '815e281707177c05d0a229cdfdcb204c1bbdd55198c38918a9bf5dca211beb7e';
  expect(sha256(bytesOfText(lines.join('\n')))).toBe(known);
});

test('merges nothing into the same object', () => {
  const base = mergeConfig(emptyConfig, defaultConfig());
  expect(mergeConfig(base, defaultConfig())).toBe(base);
  expect(mergeConfig(base, emptyConfig)).toBe(base);
  expect(mergeConfig(emptyConfig, base)).toBe(base);
  expect(mergeConfig(emptyConfig, defaultConfig())).toBe(base);
});

test('sorts what it merges by type', () => {
  const added: TransformerConfig = {
    ...emptyConfig,
    replicas: [fieldSpec('b', 'X.v1.g'), fieldSpec('a', 'Namespace')],
  };
  expect(
    mergeConfig({ ...emptyConfig, replicas: [fieldSpec('c', 'X.v1.a')] }, added).replicas.map(({ path }) => path),
  ).toEqual(['a', 'c', 'b']);
});

test('takes what a type says as said for all types, but not the other way round', () => {
  const [own, any] = [fieldSpec('a', 'X'), fieldSpec('a')];
  expect(mergeSpecs([own], [any])).toEqual([own]);
  expect(mergeSpecs([any], [own])).toEqual([any, own]);
});

test('refuses the same field with another `create`', () => {
  const added = { ...emptyConfig, commonLabels: [fieldSpec('metadata/labels', '', false)] };
  expect(refusalOf(() => mergeConfig(defaultConfig(), added))).toEqual([
    'FW6017 failed to merge CommonLabels fieldSpec: conflicting fieldspecs',
  ]);
});

test('adds to the fields that name a type', () => {
  const known = { group: '', version: 'v1', kind: 'Secret', fieldSpecs: [fieldSpec('a', 'X')] };
  const more = { ...known, fieldSpecs: [fieldSpec('a', 'X'), fieldSpec('b', 'X')] };
  const merged = mergeConfig({ ...emptyConfig, nameReference: [known] }, { ...emptyConfig, nameReference: [more] });
  expect(merged.nameReference).toEqual([more]);
});

test('reads configurations, whatever the case of their fields', () => {
  const config = readConfig(
    'NamePrefix:\n- path: spec/x\n  version: v1\nnamereference:\n- kind: K\n  fieldSpecs: [{path: a}]\n',
    'c.yaml',
  );
  expect(config.namePrefix).toEqual([fieldSpec('spec/x', '.v1')]);
  expect(config.nameReference).toEqual([{ group: '', version: '', kind: 'K', fieldSpecs: [fieldSpec('a')] }]);
  expect(readConfig('', 'c.yaml')).toEqual(emptyConfig);
});

test.each([
  ['images:\n- path: a\n  nmae: x\n', 'error unmarshaling JSON: while decoding JSON: json: unknown field "nmae"'],
  [
    'images:\n- create: "true"\n',
    'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field FieldSpec.images.create of type bool',
  ],
  [
    'images:\n- version: 1\n',
    'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal number into Go struct field FieldSpec.images.Gvk.version of type string',
  ],
  [
    'images: 3\n',
    'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal number into Go struct field TransformerConfig.images of type types.FsSlice',
  ],
  [
    'nameReference: {}\n',
    'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go struct field TransformerConfig.nameReference of type builtinconfig.nbrSlice',
  ],
  [
    'a\n',
    'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type builtinconfig.TransformerConfig',
  ],
  [
    'images:\n- path: a\n  path: b\n',
    'error converting YAML to JSON: yaml: unmarshal errors:\n  line 3: key "path" already set in map',
  ],
  ['images: [\n', 'error converting YAML to JSON: yaml: line 1: did not find expected node content'],
])('refuses the configuration %j', (text, message) => {
  expect(refusalOf(() => readConfig(text, 'c.yaml'))).toEqual([`FW6017 ${message}`]);
});

test('puts the fields of `labels` together', () => {
  const label = {
    pairs: new Map(),
    includeSelectors: false,
    includeTemplates: false,
    fields: [fieldSpec('spec/x', 'X', true)],
  };
  const paths = (specs: readonly FieldSpec[]) => specs.map(({ path }) => path);
  expect(paths(labelSpecs(label, defaultConfig()))).toEqual(['spec/x', 'metadata/labels']);
  expect(labelSpecs({ ...label, includeTemplates: true }, defaultConfig())).toHaveLength(11);
  expect(labelSpecs({ ...label, includeSelectors: true, includeTemplates: true }, defaultConfig())).toHaveLength(33);
  const conflicting = { ...label, fields: [fieldSpec('metadata/labels')] };
  expect(refusalOf(() => labelSpecs(conflicting, defaultConfig()))).toEqual([
    'FW6017 failed to merge labels: conflicting fieldspecs',
  ]);
});
