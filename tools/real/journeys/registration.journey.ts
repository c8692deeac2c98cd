import { expect } from 'vitest';
import { parse } from 'yaml';
import { application, summary } from '../src/fleet/applications.ts';
import { namespace } from '../src/fleet/argo-cd.ts';
import type { KubeObject, Ref } from '../src/kube.ts';
import { finalizers, folder, get, leave, results, untilDone } from './hand-made.ts';
import { fleet, hub, journey } from './harness.ts';
import { untilRootIsAt } from './steps.ts';

const nonprod = hub('nonprod').kube;

journey(
  'a registration outlives its file, and keeps the credentials that a person gave it',
  async ({ afterwards, say }) => {
    const secret = (name: string): Ref => ({ apiVersion: 'v1', kind: 'Secret', name, namespace });
    const [removed, changed] = [secret('cluster-dev-1'), secret('cluster-staging-1')];
    const before = await get(nonprod, removed);
    const { config } = (await get(nonprod, changed))['data'];
    expect(config).toBeTruthy();
    afterwards(() => nonprod.patch(changed, { data: { shard: null } }));
    await nonprod.patch(changed, { stringData: { shard: '0' } });

    const generated: KubeObject = parse(fleet.repository.read('clusters/hubs/nonprod/clusters/dev-1.yaml'));
    expect(generated.metadata.annotations).toMatchObject({
      'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
      'argocd.argoproj.io/sync-options': 'Delete=false,Prune=false',
    });
    fleet.repository.edit('clusters/hubs/nonprod/kustomization.yaml', '- clusters/dev-1.yaml\n', '');
    fleet.repository.edit(
      'clusters/hubs/nonprod/clusters/staging-1.yaml',
      '  labels:\n',
      '  labels:\n    journey: "true"\n',
    );
    // Like it, but no registration of anything; and one without the annotation.
    folder('journey-registration', [
      { ...generated, metadata: { ...generated.metadata, name: 'journey-kept', labels: {} } },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'journey-taken', namespace } },
    ]);
    const sha = await fleet.repository.push('A registration goes, another changes');
    await untilRootIsAt('nonprod', sha);
    const root = await get(nonprod, { ...application, name: 'fleetwright.root', namespace });
    expect(summary(root)).toMatchObject({ sync: 'Synced' });
    for (const line of results(root).filter((one) => one.includes('Secret cluster-'))) say(line);
    const after = await get(nonprod, changed);
    expect(after.metadata.labels).toHaveProperty('journey', 'true');
    expect(after['data']).toMatchObject({ config, shard: Buffer.from('0').toString('base64') });
    expect(await get(nonprod, removed)).toMatchObject({ metadata: { uid: before.metadata.uid }, data: before['data'] });

    // Its Application is deleted, with all it has.
    const app: Ref = { ...application, name: 'journey-registration', namespace };
    afterwards(async () => {
      await leave(app);
      await nonprod.delete(secret('journey-kept'));
      await nonprod.delete(secret('journey-taken'));
    });
    const source = { ...root['spec'].source, path: app.name };
    await nonprod.apply({
      ...application,
      metadata: { name: app.name, namespace, finalizers },
      spec: { ...root['spec'], source },
    });
    await untilDone(app, sha);
    await nonprod.delete(app);
    await nonprod.until(app, 'the Application is gone with what it may take', (object) => object === undefined);
    expect(await nonprod.get(secret('journey-taken'))).toBeUndefined();
    expect(await nonprod.get(secret('journey-kept'))).toBeDefined();
  },
);
