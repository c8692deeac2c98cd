import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../src/programs.ts';
import type { HubFindings } from '../src/scale/measure.ts';
import { Metrics } from '../src/scale/metrics.ts';
import { applicationOf, contentOf, largestOf, ofKind } from '../src/scale/objects.ts';
import { planOf } from '../src/scale/plan.ts';
import { cpuOf, memoryOf } from '../src/scale/process.ts';
import { asText } from '../src/scale/report.ts';
import { activityOf } from '../src/scale/rest.ts';
import { readTree, SyntheticHub } from '../src/scale/synthetic.ts';

// This repository's own stage stands in for that of the synthetic fleet, which takes six seconds to make.
const stages = readTree(join(repositoryRoot, 'clusters/stages'), 'prod-eu');

describe('the synthetic hub', () => {
  it('has a registration for each cluster, and every cluster once in the ApplicationSets of each app', () => {
    const { objects } = new SyntheticHub(stages, { clusters: 50, buckets: 3 });
    expect(ofKind(objects, 'Secret')).toHaveLength(50);
    const byApp = Map.groupBy(ofKind(objects, 'ApplicationSet').map(contentOf), ({ app }) => app);
    expect(byApp.size).toBeGreaterThan(3);
    for (const sets of byApp.values()) {
      expect(sets.length).toBeLessThanOrEqual(3);
      const names = sets.flatMap(({ clusters }) => clusters);
      expect(new Set(names).size).toBe(names.length);
    }
    const largest = largestOf(objects, 'ApplicationSet');
    const { app, clusters } = contentOf(largest);
    expect(applicationOf(largest, clusters[0] ?? '').metadata.name).toBe(`${app}.${clusters[0]}`);
    expect(contentOf(largest).clusters.length).toBeGreaterThan(50 / 3);
  });

  it('gives the objects that a change of one cluster makes other: none for a fact, its registration for an address', () => {
    const hub = new SyntheticHub(stages, { clusters: 12, buckets: 1 });
    expect(hub.change(0, ({ facts, ...cluster }) => ({ ...cluster, facts: { ...facts, shards: 99 } }))).toEqual([]);
    const moved = hub.change(0, (cluster) => ({ ...cluster, server: 'https://elsewhere.example.com:6443' }));
    expect(moved.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Secret cluster-prod-eu-0000']);
    const joining = hub.change(12, (cluster) => ({ ...cluster, state: 'joining' }));
    expect(ofKind(joining, 'Secret')).toHaveLength(1);
    expect(ofKind(joining, 'AppProject')).toHaveLength(ofKind(hub.objects, 'AppProject').length);
    const active = hub.change(12, (cluster) => ({ ...cluster, state: 'active' }));
    expect(ofKind(active, 'ApplicationSet').length).toBeGreaterThan(ofKind(joining, 'ApplicationSet').length);
    expect(ofKind(active, 'ApplicationSet')).toHaveLength(active.length);
  });
});

describe('metrics', () => {
  const metrics = new Metrics(
    [
      '# HELP controller_runtime_reconcile_total Total number of reconciliations per controller',
      'controller_runtime_reconcile_total{controller="applicationset",result="success"} 41',
      'controller_runtime_reconcile_total{controller="applicationset",result="error"} 1',
      String.raw`argocd_appset_info{name="a \"b\", c",resource_update_status="ApplicationSetUpToDate"} 1`,
      'argocd_appset_info{name="d",resource_update_status="Unknown"} 1',
      'argocd_appset_reconcile_count{name="d",namespace="argocd"} 3',
      'argocd_appset_reconcile_sum{name="d",namespace="argocd"} 1.5e+00',
      'workqueue_depth{controller="applicationset",name="applicationset",priority=""} 2',
      'controller_runtime_active_workers{controller="applicationset"} 0',
      'process_resident_memory_bytes 1.5e+08',
    ].join('\n'),
  );

  it('are read from Prometheus’ text', () => {
    expect(metrics.sum('process_resident_memory_bytes')).toBe(150_000_000);
    expect(metrics.sum('controller_runtime_reconcile_total', { result: 'error' })).toBe(1);
    expect(metrics.sum('controller_runtime_reconcile_total', { result: 'none' })).toBe(0);
    expect(metrics.all('argocd_appset_info').map(({ labels }) => labels['name'])).toEqual(['a "b", c', 'd']);
  });

  it('say what the controller has done', () => {
    expect(activityOf(metrics)).toEqual({
      sets: new Map([['d', 3]]),
      spent: new Map([['d', 1.5]]),
      reconciles: 42,
      upToDate: 1,
      busy: true,
    });
  });
});

it('a process’ memory and time of processors are read from the system', () => {
  const memory = memoryOf(process.pid);
  expect(memory.now).toBeGreaterThan(10_000_000);
  expect(memory.peak).toBeGreaterThanOrEqual(memory.now);
  expect(cpuOf(process.pid)).toBeGreaterThan(0);
  expect(cpuOf(process.pid)).toBeCloseTo((process.cpuUsage().user + process.cpuUsage().system) / 1e6, 0);
});

it('the command line says which hubs', () => {
  const flags = { apps: 20, rate: 50 };
  expect(planOf({ ...flags, clusters: [300] })).toEqual({
    ...flags,
    hubs: [1, 2, 4].map((buckets) => ({ clusters: 300, buckets })),
  });
  expect(planOf({ ...flags, clusters: [8, 9], buckets: [2, 3] })).toMatchObject({
    hubs: [8, 8, 9, 9].map((clusters, index) => ({ clusters, buckets: 2 + (index % 2) })),
  });
});

it('the report sets an ApplicationSet’s bytes against what etcd takes', () => {
  const memory = { now: 100e6, peak: 200e6 };
  const parts = { controller: memory, apiServer: memory, etcd: memory };
  const hub: HubFindings = {
    clusters: 1000,
    buckets: 1,
    apps: 1,
    applications: 1000,
    applicationSets: 1,
    rate: 50,
    versions: { argoCd: 'v3.2.11', kubernetes: 'v1.36.3' },
    steps: [
      {
        what: 'the hub is new',
        applied: { applicationSets: 1, projects: 2, secrets: 1000 },
        seconds: 21.4,
        applying: 2,
        reconciles: 5,
        sets: 1,
        longest: 3,
        created: 1000,
        updated: 7,
        cpu: { controller: 4, apiServer: 5, etcd: 6 },
      },
    ],
    sizes: {
      applicationSet: { elements: 1000, generated: 400_000, stored: 786_432 },
      project: { destinations: 1000, stored: 157_286 },
      application: 3000,
      all: 5e6,
    },
    memory: { settled: parts, last: parts },
    load: [1, 2.25],
  };
  const machine = {
    date: '2026-11-23',
    cpu: 'X',
    processors: 2,
    memoryBytes: 2 ** 33,
    platform: 'linux x64',
    node: '24',
  };
  const lines = asText(machine, [hub])
    .split('\n')
    .map((line) => line.trim().replaceAll(/ {2,}/g, ' | '));
  expect(lines).toContain('1000 | 1 | 1000 | 400000 | 786432 | 50 % | 2000 | 157286 | 10 % | 3000');
  expect(lines).toContain(
    '1000 | 1 | 1 | 1 | 1000 | 50 | 21 s | 100 MB | 200 MB | 100 MB | 200 MB | 5 MB | 1.0 to 2.3',
  );
  expect(lines).toContain('the hub is new | 1 2 1000 | 21 s | 1 | 5 | 1000 | 7 | 3.00 s | 4.00 s | 5.00 s');
});
