import { expect } from 'vitest';
import { application, isFine, type Summary, summary } from '../src/fleet/applications.ts';
import { namespace } from '../src/fleet/argo-cd.ts';
import { applySpokeCrds } from '../src/fleet/crds.ts';
import { playStandIns } from '../src/fleet/kwok.ts';
import { addCredentials } from '../src/fleet/up.ts';
import { until } from '../src/kube.ts';
import { fleet, hub, journey } from './harness.ts';
import { seconds } from './observe.ts';
import { applicationsOf, promoteFleet, untilReconciled } from './steps.ts';

// One that the inventory has, and that does not run here: its entry only has to come back.
const name = 'dev-2';
const left = `server: 'https://api.${name}.example.com:6443',\n    state: 'gone'`;
/** The apps whose objects need definitions that the cluster gets last. */
const needy = [`frontend.${name}`, `web-app.${name}`];

journey('a new cluster goes from joining to active and converges unattended, CRDs last to arrive', async (step) => {
  const { kube } = hub('nonprod');
  const main = await fleet.repository.git('rev-parse', 'HEAD');
  step.afterwards(() => fleet.control.removeSpoke(name));
  const spoke = await fleet.control.addSpoke(name);
  step.afterwards(() => spoke.kube.close());
  step.afterwards(() => forget(main));

  fleet.repository.edit('clusters/inventory.ts', left, `server: '${spoke.server}',\n    state: 'joining'`);
  await promoteFleet('dev', `${name}: joining`);
  const joined = performance.now();
  await addCredentials(kube, spoke);
  await untilFineOn('joining');
  step.say(`joining: its add-ons are Healthy ${seconds(joined)} after the push`);
  expect((await summaries()).map((one) => one.name)).toEqual([`namespaces.${name}`]);
  const namespaces = await spoke.kube.list({ apiVersion: 'v1', kind: 'Namespace' });
  expect(namespaces.map(({ metadata }) => metadata.name)).toEqual(
    expect.arrayContaining(['apps', 'boutique', 'production']),
  );

  fleet.repository.edit(
    'clusters/inventory.ts',
    `server: '${spoke.server}',\n    state: 'joining'`,
    `server: '${spoke.server}'`,
  );
  await promoteFleet('dev', `${name}: active`);
  const active = performance.now();
  await until('the apps that need no definitions are fine, the others have failed and been tried again', async () => {
    const found = await applicationsOf('nonprod', name);
    return (
      found.length > needy.length &&
      found.every((one) => {
        if (!needy.includes(one.metadata.name)) return isFine(summary(one));
        const operation = one['status']?.operationState;
        return (
          operation?.retryCount >= 1 && /HTTPRoute/.test(JSON.stringify(operation.syncResult ?? operation.message))
        );
      })
    );
  });
  step.say(
    `active: what needs no definitions is Healthy ${seconds(active)} after the push, ${needy.join(' and ')} fail`,
  );

  const late = performance.now();
  await applySpokeCrds(spoke.kube, { rollouts: false });
  await playStandIns(spoke.kube);
  await untilFineOn('active');
  step.say(`converged ${seconds(late)} after the definitions came, ${seconds(active)} after the push`);
  for (const one of await applicationsOf('nonprod', name)) {
    expect(one['status'].operationState.operation.initiatedBy, one.metadata.name).toEqual({ automated: true });
  }
  const deployments = await spoke.kube.list({ apiVersion: 'apps/v1', kind: 'Deployment' });
  expect(deployments.filter(({ status }) => status.readyReplicas !== status.replicas)).toEqual([]);
  expect(deployments.length).toBeGreaterThan(10);
});

async function summaries(): Promise<readonly Summary[]> {
  return (await applicationsOf('nonprod', name)).map(summary);
}

async function untilFineOn(state: string): Promise<void> {
  let seen: readonly Summary[] = [];
  await until(
    `every Application of ${name}, ${state}, is Synced and Healthy`,
    async () => {
      seen = await summaries();
      return seen.length > 0 && seen.every(isFine);
    },
    // An Application that came before its cluster was known may be looked at again only by the next polling, up to three minutes later.
    200_000,
    () =>
      JSON.stringify(
        seen.filter((one) => !isFine(one)),
        undefined,
        1,
      ),
  );
}

/** What a person deletes of a cluster that is gone. */
async function forget(main: string): Promise<void> {
  const { kube } = hub('nonprod');
  await fleet.repository.reset(main);
  const sets = { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', namespace };
  await until(`no ApplicationSet has ${name}`, async () => {
    return !JSON.stringify((await kube.list(sets)).map(({ spec }) => spec)).includes(`"cluster":"${name}"`);
  });
  await Promise.all((await kube.list(sets)).map(({ metadata }) => untilReconciled('nonprod', metadata.name)));
  for (const { metadata } of await applicationsOf('nonprod', name)) {
    await kube.delete({ ...application, name: metadata.name, namespace });
  }
  await kube.delete({ apiVersion: 'v1', kind: 'Secret', name: `cluster-${name}`, namespace });
}
