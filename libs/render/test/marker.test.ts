import type { Release } from '@fleetwright/model/engine';
import { parseRelease } from '@fleetwright/model/engine';
import { nest } from 'kustomize-ts';
import { parseYaml } from 'kustomize-ts/yaml';
import { describe, expect, test } from 'vitest';
import { deploy, markerTree, renderApp, withData } from '../src/index.ts';
import { fleet, resolved, valueOf, words } from './app-fleet.ts';
import { build, findKustomize } from './kustomize.ts';
import { stagesOf } from './stages.ts';

const { defineApp, definePlatform } = words;
const kustomize = findKustomize() ?? '';

/** A release of an app that had everything. */
const release: Release = {
  format: 1,
  app: 'web',
  team: 'shop',
  environment: 'prod',
  namespace: 'shop',
  namespaces: ['ingress', 'batch'],
  addOn: false,
  platform: true,
  placement: [{ size: ['large'] }],
  rules: { big: { size: ['large'] } },
  reads: ['mesh'],
  variants: ['big.mesh-istio'],
  facts: { domain: 'text' },
  labels: { size: ['large', 'small'], mesh: ['istio', 'none'] },
  kinds: ['apps/Deployment'],
};

function releaseOf(files: ReadonlyMap<string, string>): Release {
  return valueOf(parseRelease(files.get('config/release.yaml') ?? '', 'release.yaml'));
}

describe('the marker', () => {
  const marker = markerTree(release);

  test('keeps who owns it, where it runs and what may be pruned; it needs nothing else', () => {
    expect(releaseOf(marker)).toEqual({
      ...release,
      namespaces: ['batch', 'ingress'],
      rules: {},
      reads: [],
      variants: ['default'],
      facts: {},
      labels: { size: ['large', 'small'] },
      kinds: ['/ConfigMap'],
    });
  });

  test('of a marker is that marker', () => {
    expect(markerTree(releaseOf(marker))).toEqual(marker);
  });

  test('is frozen for format 1: by it trees are known as markers', async () => {
    const text = [...marker].map(([path, content]) => `===== ${path}\n${content}`).join('');
    await expect(text).toMatchFileSnapshot('./marker.golden');
  });

  test('is what a retired definition renders, in each of its environments', () => {
    const definition = defineApp({
      name: 'web',
      team: 'shop',
      retired: 'web-shop replaces it',
      only: ['dev'],
      leaving: ['batch'],
    });
    const files = valueOf(renderApp(valueOf(resolved(definition)), fleet));
    const rendered = releaseOf(new Map([...files].map(([path, content]) => [path.replace('dev/', ''), content])));
    expect(files).toEqual(nest(markerTree(rendered), 'dev'));
    expect(rendered).toMatchObject({ app: 'web', environment: 'dev', namespaces: ['batch'], platform: false });
    const platform = valueOf(renderApp(valueOf(resolved(definePlatform({ name: 'web', retired: 'gone' }))), fleet));
    expect([...platform.keys()].filter((path) => path.endsWith('release.yaml')).length).toBe(fleet.environments.size);
    expect(platform.get('dev/config/release.yaml')).toContain('platform: true\n');
  });

  test('is understood by g, and replaced by nothing but itself', () => {
    const clusters = { 'eu-1': { labels: { size: 'large' } }, 'eu-2': { labels: { size: 'small' } } };
    const stages = new Map([...stagesOf({ prod: { clusters } }), ...nest(marker, 'prod/web')]);
    const files = valueOf(deploy(stages));
    expect([...files.keys()].filter((path) => path.startsWith('overlays/'))).toEqual([
      'overlays/eu-1/web/kustomization.yaml',
    ]);
    // What lies in its other namespaces can still be pruned.
    expect(files.get('hubs/eu/projects/shop.yaml')).toContain('{batch,ingress,shop}');
  });

  test.skipIf(kustomize === '')('builds to one ConfigMap with a real kustomize', () => {
    const stages = new Map([
      ...stagesOf({ prod: { clusters: { 'eu-1': { labels: { size: 'large' } } } } }),
      ...nest(marker, 'prod/web'),
    ]);
    const tree = new Map([...nest(stages, 'stages'), ...valueOf(deploy(stages))]);
    const [text = ''] = build(kustomize, tree, ['overlays/eu-1/web']);
    expect(valueOf(parseYaml(text, 'built'))).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        labels: { 'app.kubernetes.io/managed-by': 'fleetwright', 'app.kubernetes.io/name': 'web' },
        name: 'web-retired',
        namespace: 'shop',
      },
    });
  });
});

test('what takes data along is named: claims, StatefulSets with claims, CRDs, namespaces that may be pruned', () => {
  const definition = defineApp({
    name: 'db',
    team: 'shop',
    only: ['dev'],
    processes: {
      web: { type: 'worker', image: 'web' },
      disk: { type: 'stateful', image: 'web', replicas: 1, storage: { '/data': { size: '1Gi' } } },
      plain: { type: 'stateful', image: 'web', replicas: 1 },
    },
    raw: [
      words.raw('PersistentVolumeClaim', 'files', {
        why: 'w',
        object: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      }),
    ],
  });
  const files = valueOf(renderApp(valueOf(resolved(definition)), fleet));
  const dev = new Map([...files].map(([path, content]) => [path.replace('dev/', ''), content]));
  expect(withData(dev)).toEqual(['PersistentVolumeClaim/files', 'StatefulSet/db-disk']);
  const platform = valueOf(
    renderApp(valueOf(resolved(definePlatform({ name: 'ns', only: ['dev'], namespaces: { shop: {} } }))), fleet),
  );
  const namespaces = [...platform].map(([path, content]): [string, string] => [path.replace('dev/', ''), content]);
  expect(withData(new Map(namespaces))).toEqual([]);
  // As releases have it that were made before.
  const asked = namespaces.map(([path, content]): [string, string] => [
    path,
    content.replace('Prune=false', 'Prune=confirm'),
  ]);
  expect(withData(new Map(asked))).toEqual(['Namespace/shop']);
});
