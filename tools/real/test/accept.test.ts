import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { formatYaml } from 'kustomize-ts/yaml';
import { describe, expect, test } from 'vitest';
import { warningsIn } from '../src/accept/api.ts';
import { Crds } from '../src/accept/crds.ts';
import { type Candidate, collect, filtered } from '../src/accept/objects.ts';
import { plants } from '../src/accept/plants.ts';
import { targetsOf } from '../src/accept/targets.ts';
import { goldenSources, type Source, treeIn, workTreeSource } from '../src/accept/trees.ts';
import { repositoryRoot } from '../src/programs.ts';

const release = {
  format: 1,
  app: 'web',
  team: 'shop',
  environment: 'prod',
  namespace: 'shop',
  namespaces: [],
  addOn: false,
  platform: false,
  placement: [],
  rules: {},
  reads: [],
  variants: ['default'],
  facts: { domain: 'text', shards: 'integer' },
  labels: {},
  kinds: ['/ConfigMap'],
};

/** A release whose ConfigMap `web` says the cluster's domain, and whose ConfigMap `same` is the same everywhere. */
function releaseAt(folder: string): readonly (readonly [string, string])[] {
  const metadata = { name: 'web', namespace: 'shop' };
  const replacement = {
    source: { kind: 'ConfigMap', name: 'cluster-facts', fieldPath: 'data.domain' },
    targets: [{ select: { kind: 'ConfigMap', name: 'web' }, fieldPaths: ['data.domain'] }],
  };
  const files: { readonly [path: string]: object } = {
    'release.yaml': release,
    'default/kustomization.yaml': { resources: ['web.yaml', 'same.yaml'] },
    'default/web.yaml': { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { domain: 'FACT_domain' } },
    'default/same.yaml': { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, name: 'same' } },
    'default/facts/kustomization.yaml': {
      apiVersion: 'kustomize.config.k8s.io/v1alpha1',
      kind: 'Component',
      replacements: [replacement],
    },
  };
  return Object.entries(files).map(([path, file]) => [`${folder}/config/${path}`, formatYaml(file)]);
}

function clustersOf(stage: string, clusters: { readonly [name: string]: 'active' | 'gone' }): string {
  const cluster = (name: string, state: string): object => ({
    hub: 'main',
    server: `https://${name}.example.com`,
    kubernetes: '1.36',
    state,
    labels: {},
    facts: { domain: `${name}.example.com`, shards: 1 },
  });
  return formatYaml({
    format: 1,
    stage,
    environment: 'prod',
    follows: [],
    platform: 'core',
    hubs: {
      main: { buckets: 1, namespace: 'argocd', repository: { url: 'https://example.com/fleet.git', revision: 'main' } },
    },
    clusters: Object.fromEntries(Object.entries(clusters).map(([name, state]) => [name, cluster(name, state)])),
  });
}

const workTree: Source = {
  from: '',
  tree: new Map([
    ...releaseAt('clusters/stages/eu/web'),
    ...releaseAt('apps/web/rendered/prod'),
    ['clusters/stages/eu/fleet/clusters.yaml', clustersOf('eu', { 'eu-0': 'gone', 'eu-1': 'active' })],
    ['clusters/rendered/eu/clusters.yaml', clustersOf('eu', { 'eu-0': 'gone', 'eu-2': 'active' })],
    ['clusters/overlays/eu-1/web/kustomization.yaml', formatYaml({ resources: ['web.yaml'] })],
    [
      'clusters/overlays/eu-1/web/web.yaml',
      formatYaml({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'web', namespace: 'shop' },
        data: { domain: 'eu-1.example.com' },
      }),
    ],
    [
      'clusters/hubs/main/root.yaml',
      formatYaml({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'root', namespace: 'argocd' },
      }),
    ],
  ]),
};
const golden: Source = { from: 'libs/x/golden/web.golden', tree: new Map(releaseAt('dev')) };

function domains(candidates: readonly Candidate[]): readonly string[] {
  return candidates.filter(({ name }) => name === 'web').map(({ yaml }) => /domain: (\S+)/.exec(yaml)?.[1] ?? '');
}

describe('what is built', () => {
  const { candidates, built, problems } = collect([workTree, golden]);

  test('is every overlay, hub, variant and golden', () => {
    expect(problems).toEqual([]);
    expect(built).toEqual({ overlay: 1, hub: 1, variant: 2, golden: 1 });
  });

  test('has the facts of the first cluster that is not gone, of the stage or of what is rendered, or made-up ones', () => {
    expect([...domains(candidates)].sort()).toEqual(['eu-1.example.com', 'eu-2.example.com', 'eu.example.com']);
  });

  test('is sent once where the bytes are the same, and every place is kept', () => {
    const same = candidates.filter(({ name }) => name === 'same');
    expect(same.map(({ places }) => places.map((place) => place.built))).toEqual([
      [
        'clusters/stages/eu/web/config/default',
        'apps/web/rendered/prod/config/default',
        'libs/x/golden/web.golden: dev/config/default',
      ],
    ]);
    expect(candidates.find(({ yaml }) => yaml.includes('eu-1'))?.places).toEqual([
      {
        built: 'clusters/stages/eu/web/config/default',
        file: 'clusters/stages/eu/web/config/default/web.yaml',
      },
      { built: 'clusters/overlays/eu-1/web', file: 'clusters/overlays/eu-1/web/web.yaml' },
    ]);
    expect(candidates.find(({ kind }) => kind === 'Application')).toMatchObject({
      apiVersion: 'argoproj.io/v1alpha1',
      namespace: 'argocd',
      name: 'root',
      places: [{ built: 'clusters/hubs/main/root.yaml', file: 'clusters/hubs/main/root.yaml' }],
    });
  });

  test('may be less: a kind, or a part of a path', () => {
    const names = (only: string): readonly string[] => filtered(candidates, only).map(({ name }) => name);
    expect(names('application')).toEqual(['root']);
    expect(names('main')).toEqual(['root']);
    expect(names('eu-1')).toEqual(['web']);
    expect(names('prod').toSorted()).toEqual(['same', 'web']);
    expect(filtered(candidates, 'prod').flatMap(({ places }) => places.map((place) => place.built))).toEqual([
      'apps/web/rendered/prod/config/default',
      'apps/web/rendered/prod/config/default',
    ]);
    expect(names('nothing')).toEqual([]);
  });

  test('says what does not build, and what cannot be read', () => {
    const tree = new Map([
      ['clusters/overlays/eu-1/web/kustomization.yaml', formatYaml({ resources: ['missing.yaml'] })],
      ['clusters/overlays/eu-1/none/kustomization.yaml', formatYaml({ resources: [], configMapGenerator: [] })],
      ['apps/web/rendered/prod/config/release.yaml', 'format: 1\n'],
    ]);
    const problems = collect([{ from: '', tree }]).problems.map(({ problem, subject }) => `${problem} ${subject}`);
    expect(problems).toEqual([
      'not-built apps/web/rendered/prod/config/release.yaml',
      'not-built clusters/overlays/eu-1/web',
      'not-built clusters/overlays/eu-1/none',
    ]);
  });
});

describe('of this repository', () => {
  test('every golden of a case is built, without being named here', () => {
    const sources = goldenSources(repositoryRoot);
    const cases = readdirSync(join(repositoryRoot, 'libs/render/golden'));
    expect(cases.length).toBeGreaterThan(0);
    for (const name of cases) {
      const source = sources.find(({ from }) => from === `libs/render/golden/${name}`);
      expect(targetsOf(source?.tree ?? new Map()).targets.length, name).toBeGreaterThan(0);
    }
    expect(collect(sources).problems).toEqual([]);
  });

  test('every overlay and every hub is built', ({ skip }) => {
    const folder = join(repositoryRoot, 'clusters');
    skip(!existsSync(join(folder, 'overlays')), 'no stage holds anything yet');
    const shown = new Set(targetsOf(workTreeSource(repositoryRoot).tree).targets.map(({ shows }) => shows));
    const apps = (cluster: string): readonly string[] => readdirSync(join(folder, 'overlays', cluster));
    const overlays = readdirSync(join(folder, 'overlays')).flatMap((cluster) =>
      apps(cluster).map((app) => `clusters/overlays/${cluster}/${app}`),
    );
    const hubs = readdirSync(join(folder, 'hubs')).flatMap((hub) => [
      `clusters/hubs/${hub}`,
      `clusters/hubs/${hub}/root.yaml`,
    ]);
    expect([...overlays, ...hubs].filter((place) => !shown.has(place))).toEqual([]);
  });
});

test('a golden that is no tree of files has none', () => {
  expect([...treeIn('# no kustomization\n===== a\n')]).toEqual([]);
  expect([...treeIn('===== a/b.yaml\nx: |\n  ===== c\n===== d\n')]).toEqual([
    ['a/b.yaml', 'x: |\n  ===== c\n'],
    ['d', ''],
  ]);
});

test('a definition is found by group and kind, in whichever file it is', () => {
  const crd = (group: string, plural: string, kind: string): string => `# of ${group}
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    name: not this
  name: ${plural}.${group}
spec:
  group: ${group}
  names:
    kind: ${kind}
    plural: ${plural}
  versions:
  - name: v1
`;
  const other = crd('b.example.com', 'things', 'Thing').replace('kind: CustomResourceDefinition', 'kind: Else');
  const crds = new Crds([
    `${crd('a.example.com', 'things', 'Thing')}---\n${other}`,
    crd('b.example.com', 'boxes', 'Box'),
  ]);
  expect(crds.find({ group: 'a.example.com', kind: 'Thing' })?.name).toBe('things.a.example.com');
  expect(crds.find({ group: 'b.example.com', kind: 'Box' })?.yaml).toMatch(/^# of b/);
  expect(crds.find({ group: 'b.example.com', kind: 'Thing' })).toBeUndefined();
});

test('warnings are read from the header', () => {
  expect(warningsIn(undefined)).toEqual([]);
  expect(warningsIn(['299 - "say \\"x\\", not y"', '299 - "a", 299 kube "b"'])).toEqual(['say "x", not y', 'a', 'b']);
});

test('one object of every kind that was accepted is planted with a field too much', () => {
  const { candidates } = collect([workTree]);
  const planted = plants(candidates).map(({ candidate, wrong }) => `${candidate.kind}: ${wrong}`);
  expect(planted).toHaveLength(5);
  expect(planted).toContain('Application: Application root with a field "fieldTooMuch"');
  for (const { candidate } of plants(candidates)) expect(candidate.yaml).toMatch(/\n$/);
  expect(plants(candidates).filter(({ candidate }) => candidate.yaml.endsWith('\nfieldTooMuch: true\n'))).toHaveLength(
    2,
  );
});
