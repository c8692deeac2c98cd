import { expect, test } from 'vitest';
import { build } from './build.ts';
import { type Cache, createCache } from './cache.ts';

type Files = Readonly<Record<string, string>>;

/** What finds nothing to change: of what, and where. */
function missesOf(files: Files, cache: Cache = createCache(), root = 'app'): readonly string[] {
  const result = build(new Map(Object.entries(files)), root, { cache });
  if (!result.ok) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  expect(result.warnings).toEqual([]);
  return result.value.misses.map((miss) => `${miss.of} ${miss.at?.file}:${miss.at?.line}`);
}

const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: pod}\nspec: {containers: [{name: a, image: 'web:v1'}]}\n`;
const base: Files = {
  'base/kustomization.yaml': 'resources: [pod.yaml]\nimages: [{name: gone, newTag: v2}]\n',
  'base/pod.yaml': pod,
};

test('of a base are told with all that use it, and once', () => {
  const files: Files = {
    ...base,
    'app/kustomization.yaml': 'resources: [a, b]\nimages: [{name: web, newTag: v2}]\n',
    'app/a/kustomization.yaml': 'resources: [../../base]\nnamePrefix: a-\n',
    'app/b/kustomization.yaml': 'resources: [../../base]\nnamePrefix: b-\n',
  };
  const cache = createCache();
  for (let run = 0; run < 3; run++) expect(missesOf(files, cache)).toEqual(['image base/kustomization.yaml:2']);
  expect(missesOf(files, cache, 'app/b')).toEqual(['image base/kustomization.yaml:2']);
  expect(missesOf(files, cache, 'base')).toEqual(['image base/kustomization.yaml:2']);
});

test('are those of now, whatever was cached', () => {
  const cache = createCache();
  const app = (tag: string): Files => ({
    ...base,
    'app/kustomization.yaml': `resources: [../base]\nimages: [{name: web, newTag: ${tag}}]\n`,
  });
  expect(missesOf(app('v2'), cache)).toEqual(['image base/kustomization.yaml:2']);
  const mended = { ...app('v2'), 'base/kustomization.yaml': 'resources: [pod.yaml]\n' };
  expect(missesOf(mended, cache)).toEqual([]);
  const others = { ...mended, 'base/pod.yaml': pod.replace('web:', 'other:') };
  expect(missesOf(others, cache)).toEqual(['image app/kustomization.yaml:2']);
  expect(missesOf(app('v3'), cache)).toEqual(['image base/kustomization.yaml:2']);
});

test('of a component depend on who uses it', () => {
  const component = 'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\n';
  const files: Files = {
    ...base,
    'base/kustomization.yaml': 'resources: [pod.yaml]\n',
    'part/kustomization.yaml': `${component}replacements:\n- sourceValue: x\n  targets:\n  - select: {kind: Pod}\n    fieldPaths: [metadata.name]\n`,
    'app/kustomization.yaml': 'resources: [../base]\ncomponents: [../part]\n',
    'other/kustomization.yaml': 'components: [../part]\n',
  };
  const cache = createCache();
  expect(missesOf(files, cache)).toEqual([]);
  expect(missesOf(files, cache, 'other')).toEqual(['replacement part/kustomization.yaml:6']);
});

test('and mistakes of a folder that very many ways lead to come once', () => {
  const files: Record<string, string> = { 'app/kustomization.yaml': 'resources: [../d0]' };
  for (let index = 0; index < 40; index++) {
    files[`d${index}/kustomization.yaml`] = 'resources: [l, r]';
    for (const side of ['l', 'r']) files[`d${index}/${side}/kustomization.yaml`] = `resources: [../../d${index + 1}]`;
  }
  files['d40/kustomization.yaml'] = 'images: [{name: a, newTag: b}]';
  expect(missesOf(files)).toEqual(['image d40/kustomization.yaml:1']);
  files['d40/kustomization.yaml'] = 'images: [{name: a, tag: b}]\nresources: [gone.yaml]\ncomponents: [../d39]';
  const broken = build(new Map(Object.entries(files)), 'app');
  expect(broken.ok ? [] : broken.errors.map(({ code }) => code)).toEqual(['FW6002', 'FW6003', 'FW6005']);
});
