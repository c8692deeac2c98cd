import { expect } from 'vitest';
import { type KubeObject, type Ref, until } from '../src/kube.ts';
import { alike, configMap, finalizers, folder, get, results, untilDone } from './hand-made.ts';
import { fleet, hubOf, journey, logFrom, spoke } from './harness.ts';
import { seconds } from './observe.ts';

const cluster = 'dev-1';
const { kube } = spoke(cluster);
const nonprod = hubOf(cluster).kube;

journey(
  "namespaces are made by the platform's project only, outlive their file, and go when a person says so",
  async ({ afterwards, say }) => {
    const fresh: Ref = { apiVersion: 'v1', kind: 'Namespace', name: 'fresh' };
    // As the platform's generated namespaces are.
    const { annotations = {} } = (await get(kube, { ...fresh, name: 'boutique' })).metadata;
    const [compared, synced] = ['argocd.argoproj.io/compare-options', 'argocd.argoproj.io/sync-options'] as const;
    const options = { [compared]: 'IgnoreExtraneous', [synced]: 'Delete=confirm,Prune=false' };
    expect(annotations).toMatchObject(options);
    const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'fresh', annotations: options } };
    const settings = (name: string): KubeObject => ({ ...configMap, metadata: { name, namespace: 'fresh' } });
    folder('journey-app', [settings('app')]);
    folder('journey-platform', [made, settings('platform')]);
    const main = await fleet.repository.push('An app for a namespace that is not there');
    const web = await alike('web-app', 'journey-app', 'fresh');
    const platform = await alike('namespaces', 'journey-platform', 'fresh');
    afterwards(async () => {
      await Promise.all([web, platform].map(({ end }) => end()));
      await kube.delete(fresh);
      await kube.until(fresh, 'the namespace is gone', (object) => object === undefined);
    });

    await web.start();
    const refused = await nonprod.until(web.app, 'CreateNamespace is refused', (object) =>
      Boolean(object?.['status']?.operationState?.finishedAt),
    );
    for (const line of results(refused)) say(`an app: ${line}`);
    expect(results(refused)[0]).toContain('resource :Namespace is not permitted in project');
    expect(await kube.get(fresh)).toBeUndefined();

    // The platform's may; and the app's comes right by itself, as it tries again.
    const since = performance.now();
    await platform.start();
    await untilDone(platform.app, main);
    await untilDone(web.app, main);
    say(`the app is fine ${seconds(since)} after the platform's Application came`);
    const { uid } = (await get(kube, fresh)).metadata;

    // It leaves git: it stays, holds up nothing of its commit, and is no difference that Argo CD would tell for ever.
    folder('journey-platform', [{ ...settings('platform'), data: { namespace: 'is not in git' } }]);
    const without = await fleet.repository.push('The namespace goes');
    await untilDone(platform.app, without);
    expect(await get(kube, { ...configMap, name: 'platform', namespace: 'fresh' })).toHaveProperty('data.namespace');
    expect((await get(kube, fresh)).metadata).toMatchObject({ uid });

    // With its Application it goes only when a person says so, too.
    const log = logFrom('nonprod/argocd-application-controller');
    const lines: string[] = [];
    await nonprod.patch(platform.app, { metadata: { finalizers } });
    await nonprod.delete(platform.app);
    await until('the controller asks for a person', () => {
      lines.push(...log());
      return lines.some((line) => line.includes('fresh} requires manual confirmation to delete'));
    });
    expect((await get(kube, fresh)).metadata.deletionTimestamp).toBeUndefined();
    await nonprod.patch(platform.app, {
      metadata: { annotations: { 'argocd.argoproj.io/deletion-approved': new Date(Date.now() + 1000).toISOString() } },
    });
    await web.end();
    await kube.until(fresh, 'the namespace goes', (object) => object === undefined);
    await nonprod.until(platform.app, 'its Application goes', (object) => object === undefined);
  },
);
