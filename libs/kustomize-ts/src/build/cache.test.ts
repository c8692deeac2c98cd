import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Files } from '../tree.ts';
import { type BuildOptions, build, readsOf } from './build.ts';
import { type Cache, createCache } from './cache.ts';

const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: "1"}\n`;

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers: [{name: web, image: nginx}]
`;

/** A tree with this many overlays of one base. */
function fleet(overlays: number): Map<string, string> {
  const files = new Map([
    ['base/kustomization.yaml', 'resources: [web.yaml, conf.yaml]\ncommonAnnotations: {a: b}'],
    ['base/web.yaml', deployment],
    ['base/conf.yaml', configMap('conf')],
    ['part/kustomization.yaml', 'kind: Component\npatches: [{path: patch.yaml}]'],
    ['part/patch.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}'],
  ]);
  for (let index = 0; index < overlays; index++) {
    const text = `resources: [../../base]\ncomponents: [../../part]\nimages: [{name: nginx, newTag: "${index}"}]`;
    files.set(`over/o${index}/kustomization.yaml`, text);
  }
  return files;
}

/** A table that counts what is put into it: what was made, not found. */
class Counting<T> extends Map<string, T> {
  made = 0;
  override set(key: string, value: T): this {
    this.made++;
    return super.set(key, value);
  }
}

function countingCache() {
  const cache = {
    folders: new Counting<never>(),
    generated: new Counting<never>(),
    steps: new Counting<never>(),
    kustomizations: new Counting<never>(),
    resources: new Counting<never>(),
    schemas: new Counting<never>(),
  } satisfies Cache;
  /** How much was made since this was last asked. */
  const made = () => {
    const counts = Object.entries(cache).map(([name, table]) => [name, table.made] as const);
    for (const table of Object.values(cache)) table.made = 0;
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  };
  return { cache, made };
}

test('1,500 overlays of one base parse and accumulate it once', () => {
  const tree = fleet(1500);
  const { cache, made } = countingCache();
  for (let index = 0; index < 1500; index++) expect(build(tree, `over/o${index}`, { cache }).ok).toBe(true);
  expect(made()).toEqual({
    kustomizations: 1502,
    resources: 2,
    folders: 1,
    // The base, the component and each overlay have transformers of their own.
    steps: 1502,
  });
});

test('a changed file has that made again which read it', () => {
  const tree = fleet(3);
  const { cache, made } = countingCache();
  const all = () => [0, 1, 2].map((index) => build(tree, `over/o${index}`, { cache }));
  all();
  made();
  all();
  expect(made()).toEqual({});
  tree.set('base/conf.yaml', configMap('other'));
  all();
  expect(made()).toEqual({ resources: 1, folders: 1 });
  tree.set('part/patch.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}');
  all();
  expect(made()).toEqual({ steps: 1 });
  tree.set('over/o1/kustomization.yaml', 'resources: [../../base]');
  all();
  expect(made()).toEqual({ kustomizations: 1, steps: 1 });
});

test('what overlays leave as it is they share', () => {
  const tree = fleet(2);
  const cache = createCache();
  const [first, second] = [0, 1].map((index) => built(build(tree, `over/o${index}`, { cache })));
  const node = (resources: typeof first, kind: string) => resources?.find((resource) => resource.kind === kind)?.node;
  expect(node(first, 'ConfigMap')).toBe(node(second, 'ConfigMap'));
  expect(node(first, 'Deployment')).not.toBe(node(second, 'Deployment'));
});

function built(result: ReturnType<typeof build>) {
  if (!result.ok) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.value.resources;
}

test('what a build reads', () => {
  const files = [
    'base/conf.yaml',
    'base/kustomization.yaml',
    'base/web.yaml',
    'over/o0/kustomization.yaml',
    'part/kustomization.yaml',
    'part/patch.yaml',
  ];
  const cache = createCache();
  const tree = fleet(2);
  expect(readsOf(tree, 'over/o0')).toMatchObject({ ok: true, value: files });
  // As much when all is in the cache.
  build(tree, 'over/o1', { cache });
  expect(readsOf(tree, 'over/o0', { cache })).toMatchObject({ ok: true, value: files });
  expect(readsOf(tree, 'nope').ok).toBe(false);
});

test('what a Helm renderer makes is made each time', () => {
  let charts = 0;
  const helm = () => configMap(`chart-${charts++}`);
  const tree: Files = new Map([
    ['a/kustomization.yaml', 'resources: [../b]'],
    ['b/kustomization.yaml', 'helmCharts: [{name: c}]'],
    ['b/charts/c/values.yaml', ''],
  ]);
  const cache = createCache();
  const names = [0, 1].map(() => built(build(tree, 'a', { cache, helm })).map(({ name }) => name));
  expect(names).toEqual([['chart-0'], ['chart-1']]);
});

test('a cycle is found behind what is in the cache', () => {
  const tree = new Map([
    ['a/kustomization.yaml', 'resources: [conf.yaml]'],
    ['a/conf.yaml', configMap('conf')],
    ['b/kustomization.yaml', 'resources: [../a]'],
    ['a/sub/kustomization.yaml', 'resources: [../../b]'],
  ]);
  const cache = createCache();
  expect(build(tree, 'b', { cache }).ok).toBe(true);
  const result = build(tree, 'a/sub', { cache });
  expect(result.ok ? [] : result.errors.map(({ code }) => code)).toEqual(['FW6005']);
});

// Contents that each file may have; an empty list entry stands for no file.
const contents: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'base/kustomization.yaml': [
    'resources: [web.yaml]',
    'resources: [web.yaml, conf.yaml]\nnamePrefix: b-',
    'resources: [web.yaml]\nconfigMapGenerator: [{name: gen, files: [data.txt]}]\nvars: [{name: V, objref: {kind: Deployment, name: web}}]',
    'resources: [web.yaml]\nopenapi: {path: schema.json}\nconfigurations: [conf.yaml]',
    'resources: [web.yaml]\nbases: [../part]\ntransformers: [plug]\ncommonLabels: {a: b}',
    'resource: [web.yaml]',
    undefined,
  ],
  'base/kustomization.yml': [undefined, undefined, 'resources: []'],
  'base/web.yaml': [deployment, deployment.replace('nginx', 'apache'), 'a: b: c', undefined],
  'base/conf.yaml': [configMap('conf'), 'nameReference: []', undefined],
  'base/data.txt': ['one', 'two', undefined],
  'base/schema.json': ['{"definitions": {}}', '{'],
  'base/plug/kustomization.yaml': ['resources: [p.yaml]', undefined],
  'base/plug/p.yaml': [
    'apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: p}\nprefix: x-\nfieldSpecs: [{path: metadata/name}]',
    'apiVersion: builtin\nkind: NoTransformer\nmetadata: {name: p}',
  ],
  'part/kustomization.yaml': [
    'kind: Component\nresources: [more.yaml]\npatches: [{path: patch.yaml}]',
    'kind: Component\npatches: [{path: patch.yaml, target: {kind: Deployment}}]\nreplacements: [{path: rep.yaml}]',
    'resources: [more.yaml]',
  ],
  'part/more.yaml': [configMap('more'), configMap('conf')],
  'part/patch.yaml': [
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, tty: true}]}}}',
    '[{"op": "add", "path": "/spec/replicas", "value": 7}]',
  ],
  'part/rep.yaml': ['[{sourceValue: x, targets: [{select: {kind: Deployment}, fieldPaths: [metadata.name]}]}]', '[]'],
  'over/kustomization.yaml': [
    'resources: [../base]\ncomponents: [../part]',
    'resources: [../base, ../part]\nnamespace: n',
    'resources: [../base]\nnamePrefix: o-\nbuildMetadata: [originAnnotations, transformerAnnotations]',
    'resources: [../other, ../base]\ncomponents: [../part]',
    'resources: [../base]\npatches: [{target: {kind: Deployment}, patch: "[{\\"op\\": \\"remove\\", \\"path\\": \\"/spec/replicas\\"}]"}]',
  ],
  'other/kustomization.yaml': [
    'resources: [conf.yaml]\nopenapi: {path: schema.json}',
    'resources: [conf.yaml]\nnameSuffix: -s',
    'resources: [../over]',
  ],
  'other/conf.yaml': [configMap('otherconf')],
  'other/schema.json': ['{"definitions": {}}'],
};

const trees = fc
  .record(Object.fromEntries(Object.entries(contents).map(([path, all]) => [path, fc.constantFrom(...all)])))
  .map((chosen) => {
    const tree = new Map<string, string>();
    for (const [path, content] of Object.entries(chosen)) if (content !== undefined) tree.set(path, content);
    return tree;
  });

const builds = fc.array(
  fc.record({
    tree: trees,
    keepMost: fc.boolean(),
    root: fc.constantFrom('over', 'base', 'other'),
    options: fc.record<BuildOptions>({
      loadRestrictor: fc.constantFrom('LoadRestrictionsRootOnly', 'LoadRestrictionsNone'),
      reorder: fc.constantFrom('none', 'legacy'),
    }),
  }),
  { minLength: 2, maxLength: 8 },
);

test('a build with a cache is the build without, whatever changed in between', () => {
  let succeeded = 0;
  fc.assert(
    fc.property(builds, (steps) => {
      const cache = createCache();
      let tree = new Map<string, string>();
      for (const step of steps) {
        // Mostly, few files change from build to build.
        const changed = step.keepMost ? [...step.tree].slice(0, 3) : [...step.tree];
        tree = step.keepMost ? new Map([...tree, ...changed]) : step.tree;
        const warm = build(tree, step.root, { ...step.options, cache });
        const cold = build(tree, step.root, step.options);
        if (cold.ok) succeeded++;
        expect(outcome(warm)).toEqual(outcome(cold));
        expect(readsOf(tree, step.root, { ...step.options, cache })).toEqual(readsOf(tree, step.root, step.options));
      }
    }),
    { numRuns: 200 },
  );
  expect(succeeded).toBeGreaterThan(50);
});

function outcome(result: ReturnType<typeof build>): unknown {
  return result.ok ? { yaml: result.value.yaml, warnings: result.warnings } : result.errors;
}
