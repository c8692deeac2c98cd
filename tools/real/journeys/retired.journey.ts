import { expect } from 'vitest';
import { z } from 'zod';
import { application, isFine, summary } from '../src/fleet/applications.ts';
import { namespace } from '../src/fleet/argo-cd.ts';
import { type KubeObject, until } from '../src/kube.ts';
import { applicationOf, fleet, hub, journey, spoke } from './harness.ts';
import { seconds } from './observe.ts';
import { setNamed, shell, uids, untilReconciled, untilRootIsAt } from './steps.ts';

// Only dev and staging have it, and nobody calls it: the way to the end is short.
const app = 'loadgenerator';
const clusters = ['dev-1', 'staging-1'];
/** What is left of it. */
const left = `ConfigMap ${app}-retired`;
/** What is not pruned: pods of an earlier release may read it still. */
const hashed = /^ConfigMap loadgenerator-config-/;
const marker = { apiVersion: 'v1', kind: 'ConfigMap', name: `${app}-retired`, namespace: 'boutique' };

journey(
  'a retired app is pruned down to its marker, and its Applications are deleted by a person, after the entry',
  async (step) => {
    const { repository } = fleet;
    const nonprod = hub('nonprod');
    const others = await without(app);
    step.afterwards(async () => {
      for (const cluster of clusters) await spoke(cluster).kube.delete(marker);
    });
    await repository.fleetwright('retire', app, '--why', 'nobody needs load any more');
    await repository.commit(`Retire ${app}`);
    for (const stage of ['dev', 'staging']) {
      await repository.fleetwright('promote', app, '--to', stage);
      await repository.commit(`Retire ${app} in ${stage}`);
    }
    const marked = await repository.push('to the clusters');
    const pushed = performance.now();
    for (const cluster of clusters) await untilPruned(cluster, marked);
    step.say(`only the marker is left ${seconds(pushed)} after the push`);
    for (const cluster of clusters) {
      expect((await applicationOf(app, cluster))['spec'].syncPolicy.automated.allowEmpty ?? false).toBe(false);
      const owned = (await ownedOn(cluster)).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(owned.filter((one) => !hashed.test(one))).toEqual([left]);
    }
    expect(await without(app)).toEqual(others);

    // The entry goes, here that of dev alone: an ApplicationSet is still there, for staging.
    await repository.fleetwright('retire', app, '--stage', 'dev', '--yes');
    const lines = await linesFor('dev');
    expect(lines).toEqual([`kubectl --context nonprod -n argocd delete application ${app}.dev-1`]);
    await untilRootIsAt('nonprod', await repository.push(`${app} is gone from dev`));
    await untilReconciled('nonprod', `${app}.0`);
    const idle = await applicationOf(app, 'dev-1');
    expect(idle.metadata.deletionTimestamp).toBeUndefined();
    // After the entry, as the docs say, and before it: the set makes anew what its list has, and that only.
    const early = await applicationOf(app, 'staging-1');
    for (const line of lines) await shell(nonprod.kubeconfig, line);
    await shell(nonprod.kubeconfig, `kubectl --context nonprod -n argocd delete application ${app}.staging-1`);
    await nonprod.kube.until(
      { ...application, name: `${app}.staging-1`, namespace },
      'the Application that was deleted too early is there again',
      (seen) => seen !== undefined && seen.metadata.uid !== early.metadata.uid && isFine(summary(seen)),
    );
    await untilReconciled('nonprod', `${app}.0`);
    await expect(applicationOf(app, 'dev-1')).rejects.toThrow('there is no Application');
    expect(await spoke('dev-1').kube.get(marker)).toBeDefined();

    // The last entry goes, and the set with it: its Application belongs to nobody then, and stays until a person deletes it.
    await repository.fleetwright('retire', app, '--stage', 'staging', '--yes');
    const last = await linesFor('staging');
    await repository.commit(`${app} is gone from staging`);
    await repository.git('rm', '-r', '--quiet', `apps/${app}`);
    await repository.fleetwright('render');
    await repository.fleetwright('render', '--check');
    await untilRootIsAt('nonprod', await repository.push(`${app} is gone`));
    await nonprod.kube.until(setNamed(`${app}.0`), 'the ApplicationSet is gone', (seen) => seen === undefined);
    const orphan = await applicationOf(app, 'staging-1');
    expect(orphan.metadata.deletionTimestamp).toBeUndefined();
    expect(orphan.metadata.ownerReferences ?? []).toEqual([]);
    for (const line of last) await shell(nonprod.kubeconfig, line);
    await expect(applicationOf(app, 'staging-1')).rejects.toThrow('there is no Application');
    expect(await spoke('staging-1').kube.get(marker)).toBeDefined();
  },
);

const plan = z.looseObject({
  steps: z.array(z.looseObject({ step: z.string(), stage: z.string().optional(), command: z.string().optional() })),
});

/** What a person is told to run on the hubs of a stage. */
async function linesFor(stage: string): Promise<readonly string[]> {
  const { steps } = plan.parse(JSON.parse(await fleet.repository.fleetwright('retire', app, '--dry-run', '--json')));
  const found = steps.find((one) => one.step === 'delete-applications' && one.stage === stage);
  return found?.command?.split('\n') ?? [];
}

async function untilPruned(cluster: string, sha: string): Promise<void> {
  await until(`${app}.${cluster} is nothing but its marker`, async () => {
    const found = await applicationOf(app, cluster);
    const resources: readonly { readonly kind: string; readonly name: string }[] = found['status'].resources ?? [];
    const names = resources.map(({ kind, name }) => `${kind} ${name}`).filter((one) => !hashed.test(one));
    return (
      isFine(summary(found)) && found['status'].operationState.syncResult.revision === sha && names.join() === left
    );
  });
}

const kinds = [
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
];

/** What is left of the app on a cluster: what Argo CD tracks as its own. */
async function ownedOn(cluster: string): Promise<readonly KubeObject[]> {
  const { kube } = spoke(cluster);
  const found = await Promise.all(kinds.map((kind) => kube.list({ ...kind, namespace: 'boutique' })));
  return found
    .flat()
    .filter(({ metadata }) =>
      metadata.annotations?.['argocd.argoproj.io/tracking-id']?.startsWith(`${app}.${cluster}:`),
    );
}

/** Pods of everything else, by cluster. */
async function without(name: string): Promise<object> {
  const lists = await Promise.all(
    fleet.spokes.map(async (one) => {
      const pods = await one.kube.list({ apiVersion: 'v1', kind: 'Pod' });
      return [one.name, uids(pods.filter(({ metadata }) => !metadata.name.startsWith(name)))] as const;
    }),
  );
  return Object.fromEntries(lists);
}
