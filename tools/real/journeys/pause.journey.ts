import { expect } from 'vitest';
import { application, isFine } from '../src/fleet/applications.ts';
import { namespace as argocd } from '../src/fleet/argo-cd.ts';
import { applicationOf, fleet, hubOf, journey, spoke, untilApplication } from './harness.ts';
import { running, runsOnly } from './observe.ts';
import { newImage } from './steps.ts';

const ref = { ...application, name: 'web-app.dev-1', namespace: argocd };
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web-app', namespace: 'production' };
const job = { apiVersion: 'batch/v1', kind: 'Job', name: 'web-app-migrate', namespace: 'production' };

journey(
  'an Application that a person paused stays paused, and other changes of policy reach it',
  async ({ afterwards }) => {
    const hub = hubOf('dev-1').kube;
    const before = await applicationOf('web-app', 'dev-1');
    const { automated, retry } = before['spec'].syncPolicy;
    const podsBefore = await running('dev-1');
    const unpause = () => hub.patch(ref, { spec: { syncPolicy: { automated } } });

    afterwards(unpause);
    await hub.patch(ref, { spec: { syncPolicy: { automated: null } } });

    const { to } = await newImage('web-app');
    await fleet.repository.fleetwright('promote', 'web-app', '--to', 'dev');
    // A policy beside the one that is paused, as a new format of ours would change it.
    const set = `clusters/hubs/${hubOf('dev-1').name}/applicationsets/web-app.0.yaml`;
    fleet.repository.edit(set, `limit: ${retry.limit}`, `limit: ${retry.limit + 2}`);
    const sha = await fleet.repository.push('Promote web-app to dev, and a new policy');

    await untilApplication(
      'web-app',
      'dev-1',
      'has the new policy',
      ({ spec }) => spec.syncPolicy.retry.limit === retry.limit + 2,
    );
    // Whether to sync is decided in the pass that compares, before its result is written.
    const paused = await untilApplication(
      'web-app',
      'dev-1',
      `is OutOfSync with ${sha}`,
      ({ status }, { sync }) => sync === 'OutOfSync' && status.sync.revision === sha,
    );
    expect(paused['spec'].syncPolicy.automated).toBeUndefined();
    expect(paused['operation']).toBeUndefined();
    expect(paused['status'].operationState).toEqual(before['status'].operationState);
    expect(await running('dev-1')).toEqual(podsBefore);

    // What came meanwhile is taken for drift (before-sync.journey.ts), and has its before-sync Job run all the same.
    const jobBefore = await spoke('dev-1').kube.get(job);
    await unpause();
    await spoke('dev-1').kube.until(deployment, `runs ${to} only`, (found) => runsOnly(found, to));
    expect((await spoke('dev-1').kube.get(job))?.metadata.uid).not.toBe(jobBefore?.metadata.uid);
    const done = await untilApplication('web-app', 'dev-1', 'is fine', (_, seen) => isFine(seen));
    expect(done['spec'].syncPolicy).toEqual({
      ...before['spec'].syncPolicy,
      retry: { ...retry, limit: retry.limit + 2 },
    });
  },
);
