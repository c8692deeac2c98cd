import { expect } from 'vitest';
import { namespace } from '../src/fleet/argo-cd.ts';
import { addCredentials } from '../src/fleet/up.ts';
import { type Kind, until } from '../src/kube.ts';
import { fleet, hub, journey, pods, spoke } from './harness.ts';
import { applicationsOf, promoteFleet, shell, uids, untilReconciled, untilRootIsAt } from './steps.ts';

const name = 'staging-1';
const secret = { apiVersion: 'v1', kind: 'Secret', name: `cluster-${name}`, namespace };

journey(
  'of a removed cluster nothing is deleted until a person says so, and coming back it is taken over as it is',
  async (step) => {
    const nonprod = hub('nonprod');
    const cluster = spoke(name);
    const main = await fleet.repository.git('rev-parse', 'HEAD');
    const [applications, registration, running, objects] = await Promise.all([
      applicationsOf('nonprod', name),
      nonprod.kube.get(secret),
      pods(name),
      objectsOf(name),
    ]);
    const sets = applications.map(({ metadata }) => metadata.name.replace(`.${name}`, '.0'));
    expect(sets.length).toBeGreaterThan(10);
    const back = async (): Promise<void> => {
      await fleet.repository.reset(main);
      await addCredentials(nonprod.kube, cluster);
    };
    step.afterwards(back);

    fleet.repository.edit(
      'clusters/inventory.ts',
      `server: '${cluster.server}'`,
      `server: '${cluster.server}',\n    state: 'gone'`,
    );
    const sha = await promoteFleet('staging', `${name}: gone`);
    await untilRootIsAt('nonprod', sha);
    await Promise.all(sets.map((set) => untilReconciled('nonprod', set)));
    await until('each of its Applications has been looked at since', async () =>
      (await applicationsOf('nonprod', name)).every(({ status }) => status.sync.status === 'Unknown'),
    );
    expect(uids(await applicationsOf('nonprod', name))).toEqual(uids(applications));
    expect((await nonprod.kube.get(secret))?.metadata.uid).toBe(registration?.metadata.uid);
    expect(await pods(name)).toEqual(running);
    expect(await objectsOf(name)).toEqual(objects);
    const said = (await applicationsOf('nonprod', name)).map(({ status }) => status.conditions);
    step.say(`an Application of it says: ${JSON.stringify(said[0])}`);

    // The lines of docs/how-to/add-a-cluster.md.
    const kubectl = 'kubectl --context nonprod -n argocd';
    await shell(nonprod.kubeconfig, `${kubectl} delete application -l fleetwright.dev/cluster=${name}`);
    await shell(nonprod.kubeconfig, `${kubectl} delete secret cluster-${name}`);
    await Promise.all(sets.map((set) => untilReconciled('nonprod', set)));
    expect(await applicationsOf('nonprod', name)).toEqual([]);
    expect(await nonprod.kube.get(secret)).toBeUndefined();
    expect(await pods(name)).toEqual(running);
    expect(await objectsOf(name)).toEqual(objects);

    await back();
    await until('its Applications are back, Synced and Healthy', async () => {
      const found = await applicationsOf('nonprod', name);
      return (
        found.length === applications.length &&
        found.every(({ status }) => status?.sync?.status === 'Synced' && status.health?.status === 'Healthy')
      );
    });
    expect(await pods(name)).toEqual(running);
    expect(await objectsOf(name)).toEqual(objects);
  },
);

const kinds: readonly Kind[] = [
  ...['Namespace', 'Service', 'ServiceAccount', 'ConfigMap', 'PersistentVolumeClaim'].map((kind) => ({
    apiVersion: 'v1',
    kind,
  })),
  ...['Deployment', 'StatefulSet'].map((kind) => ({ apiVersion: 'apps/v1', kind })),
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' },
];

async function objectsOf(cluster: string): Promise<object> {
  const lists = await Promise.all(
    kinds.map(async (kind): Promise<[string, object]> => [kind.kind, uids(await spoke(cluster).kube.list(kind))]),
  );
  return Object.fromEntries(lists);
}
