import type { Diagnostic } from '@fleetwright/diagnostics';
import { describe, expect, test } from 'vitest';
import { small } from '../../test/small.ts';
import { type AppSketch, type StageSketch, stagesOf } from '../../test/stages.ts';
import { checkRendered } from './check-rendered.ts';
import { checkWorld } from './check-world.ts';
import { checkMembership } from './membership.ts';

const owned = (...names: string[]): AppSketch => ({
  platform: true,
  addOn: true,
  objects: names.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
});
const service = (name: string, namespace = 'shop') => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
});
const stage = (apps: StageSketch['apps'], clusters: StageSketch['clusters'] = { a: {}, b: {} }): StageSketch => ({
  clusters,
  apps: { namespaces: owned('shop'), ...apps },
});
const said = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code, severity, message, at }) => `${severity} ${code} ${at?.file}: ${message}`);

test('a fleet as it should be is silent', () => {
  expect(checkWorld(stagesOf(small))).toEqual([]);
});

describe('one object with two owners', () => {
  test('is an error on the clusters where both run', () => {
    const apps = { cart: { objects: [service('cart')] }, basket: { objects: [service('basket'), service('cart')] } };
    expect(said(checkWorld(stagesOf({ dev: stage(apps) })))).toEqual([
      'error FW3005 clusters/stages/dev/cart/config/release.yaml: both basket and cart own Service shop/cart on a, b',
    ]);
  });

  test.each<[string, StageSketch['apps']]>([
    ['in two namespaces', { cart: { objects: [service('cart')] }, other: { objects: [service('cart', 'default')] } }],
    [
      'of two groups',
      {
        cart: { objects: [service('cart')] },
        other: { objects: [{ ...service('cart'), apiVersion: 'serving.knative.dev/v1' }] },
      },
    ],
    [
      'that never meet',
      {
        cart: { objects: [service('cart')], labels: { size: ['l', 's'] }, placement: [{ size: ['l'] }] },
        other: { objects: [service('cart')], labels: { size: ['l', 's'] }, placement: [{ size: ['s'] }] },
      },
    ],
  ])('is none %s', (_name, apps) => {
    const clusters = { a: { labels: { size: 'l' } }, b: { labels: { size: 's' } } };
    expect(said(checkWorld(stagesOf({ dev: stage(apps, clusters) })))).toEqual([]);
  });

  test('is found before a joining cluster becomes active, and on the pin of one cluster', () => {
    const objects = [service('cart')];
    const joining = stage({ cart: { objects }, other: { objects } }, { a: { state: 'joining' } });
    expect(said(checkWorld(stagesOf({ dev: joining })))).toHaveLength(1);
    const pinned = stage({ cart: { objects }, other: { objects: [service('other')] }, 'other@b': { objects } });
    expect(said(checkWorld(stagesOf({ dev: pinned })))[0]).toMatch(
      /other@b.* both cart and other own Service shop\/cart on b$/,
    );
  });

  test('leaves out what no cluster receives', () => {
    const annotations = { 'config.kubernetes.io/local-config': 'true' };
    const objects = [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'image-versions', annotations } }];
    expect(said(checkWorld(stagesOf({ dev: stage({ cart: { objects }, other: { objects } }) })))).toEqual([]);
  });
});

test('a namespace that nobody owns is a warning', () => {
  const apps = { cart: { namespace: 'carts' }, other: { namespace: 'carts', namespaces: ['kube-system'] } };
  expect(said(checkWorld(stagesOf({ dev: stage(apps) })))).toEqual([
    'warning FW3007 clusters/stages/dev/cart/config/release.yaml: no platform app in dev owns the namespace carts of cart, other',
  ]);
});

test('what is rendered is looked at as if it were promoted everywhere, and the rendered files are named', () => {
  const stages = stagesOf({
    dev: {
      ...stage({
        cart: { objects: [service('cart')] },
        other: { objects: [service('cart')], facts: { region: 'text' } },
      }),
      environment: 'dev',
    },
  });
  const rendered = new Map<string, string>([
    ['apps/cart/app.ts', ''],
    ['clusters/overlays/a/cart/kustomization.yaml', ''],
  ]);
  for (const [path, content] of stages) {
    const [, app = '', ...rest] = path.split('/');
    const fleet = app === 'fleet';
    rendered.set(
      fleet ? `clusters/rendered/dev/${rest.join('/')}` : `apps/${app}/rendered/dev/${rest.join('/')}`,
      content,
    );
  }
  expect(said(checkRendered(rendered))).toEqual([
    'error FW3002 apps/other/rendered/dev/config/release.yaml: other in dev needs what a, b lack: the fact "region"',
  ]);
  const release = 'apps/other/rendered/dev/config/release.yaml';
  rendered.set(release, (rendered.get(release) ?? '').replace('facts:\n  region: text', 'facts: {}'));
  expect(said(checkRendered(rendered))).toEqual([
    'error FW3005 apps/other/rendered/dev/config/release.yaml: both cart and other own Service shop/cart on a, b',
  ]);
});

describe('a cluster leaves a stage', () => {
  const before = stagesOf({ dev: { clusters: { a: {}, b: { state: 'gone' } } }, qa: { clusters: { c: {} } } });

  test('by moving, or as gone', () => {
    expect(checkMembership(before, stagesOf({ dev: { clusters: {} }, qa: { clusters: { a: {}, c: {} } } }))).toEqual(
      [],
    );
  });

  test('in no other way', () => {
    expect(said(checkMembership(before, stagesOf({ dev: { clusters: {} }, qa: { clusters: { c: {} } } })))).toEqual([
      'error FW3004 clusters/stages/dev/fleet/clusters.yaml: a would be in no stage any more',
    ]);
  });
});
