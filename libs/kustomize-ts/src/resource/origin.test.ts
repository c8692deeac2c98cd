import { expect, it } from 'vitest';
import { readResources } from '../yaml/read.ts';
import { originAnnotation, transformationsAnnotation } from './build-annotations.ts';
import {
  annotateOrigin,
  annotateTransformation,
  appendOrigin,
  builtInOrigin,
  originOfPlugin,
  removeOrigins,
  removeTransformations,
  rootOrigin,
  setOrigin,
} from './origin.ts';
import { Resource } from './resource.ts';

function resources(metadata = ''): readonly Resource[] {
  const text = `{apiVersion: ex.io/v1, kind: A, metadata: {name: a${metadata}}}`;
  return readResources(text, 'r.yaml').map((node) => new Resource(node, 'r.yaml'));
}

it('keeps where a resource comes from, and what changed it, as YAML', () => {
  const base = appendOrigin(rootOrigin, '../base');
  const prefix = builtInOrigin(base, 'x/kustomization.yaml', 'PrefixTransformer');
  if (prefix === undefined) throw new Error('no origin');
  const read = setOrigin(resources(), appendOrigin(base, './yes/../r.yaml'));
  const [changed] = annotateTransformation(annotateTransformation(annotateOrigin(read, prefix), prefix), prefix);
  const by = 'configuredBy:\n    apiVersion: builtin\n    kind: PrefixTransformer\n';
  const entry = `- configuredIn: ../base/kustomization.yaml\n  ${by}`;
  expect([...(changed?.annotations ?? [])]).toEqual([
    [transformationsAnnotation, entry + entry],
    [originAnnotation, 'path: ../base/r.yaml\n'],
  ]);
});

it('takes what a transformer made for its own', () => {
  const by = builtInOrigin(rootOrigin, 'kustomization.yaml', 'X');
  if (by === undefined) throw new Error('no origin');
  const [made] = annotateTransformation(resources(), by);
  expect(made?.annotation(originAnnotation)).toBe(
    'configuredIn: kustomization.yaml\nconfiguredBy:\n  apiVersion: builtin\n  kind: X\n',
  );
});

it('names the object that configures a plugin, when origins are wanted', () => {
  const [config] = setOrigin(resources(), appendOrigin(rootOrigin, 'gen.yaml'));
  const origin = config && originOfPlugin(config);
  expect(origin && [...annotateOrigin(resources(), origin)].map((made) => made.annotation(originAnnotation))).toEqual([
    'configuredIn: gen.yaml\nconfiguredBy:\n  apiVersion: ex.io/v1\n  kind: A\n  name: a\n',
  ]);
  expect(resources().map(originOfPlugin)).toEqual([undefined]);
});

it('quotes paths that YAML 1.1 has another type for', () => {
  const texts = ['yes', '12:30', '1', 'no.yaml'].map((path) =>
    setOrigin(resources(), appendOrigin(rootOrigin, path))[0]?.annotation(originAnnotation),
  );
  expect(texts).toEqual(['path: "yes"\n', 'path: "12:30"\n', 'path: "1"\n', 'path: no.yaml\n']);
});

it('removes both, and makes all annotations text, as kustomize does', () => {
  const [bare] = removeTransformations(removeOrigins(setOrigin(resources(', annotations: {n: 5}'), rootOrigin)));
  expect([...(bare?.annotations ?? [])]).toEqual([['n', '5']]);
  const untouched = resources(', annotations: {n: "5"}');
  expect(removeOrigins(untouched)[0]).toBe(untouched[0]);
});
