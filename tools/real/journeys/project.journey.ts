import { expect } from 'vitest';
import { parse, stringify } from 'yaml';
import { application, applications, isFine, summary } from '../src/fleet/applications.ts';
import { namespace } from '../src/fleet/argo-cd.ts';
import { untilFine } from '../src/fleet/up.ts';
import type { KubeObject, Ref } from '../src/kube.ts';
import { configMap, get, project, results } from './hand-made.ts';
import { applicationOf, askToCompare, fleet, hubOf, journey, spoke, untilApplication } from './harness.ts';
import { allRunning, seconds } from './observe.ts';
import { setNamed } from './steps.ts';

const cluster = 'dev-1';
const { kube } = spoke(cluster);
const nonprod = hubOf(cluster).kube;

journey(
  'a forbidden kind, namespace or cluster is refused by the AppProject, and nothing of such a commit arrives',
  async ({ afterwards, say }) => {
    // What the journey before has put back may still roll.
    await untilFine(fleet.state.hubs, () => undefined);
    const running = await allRunning();
    const main = await fleet.repository.git('rev-parse', 'HEAD');
    const web = await get(nonprod, { ...project, name: 'web', namespace });
    // One glob lists both namespaces, and there are Applications in both.
    expect(web['spec'].destinations).toContainEqual({ name: cluster, namespace: '{boutique,production}' });
    for (const [app, into] of [
      ['web-app', 'production'],
      ['frontend', 'boutique'],
    ] as const)
      expect((await applicationOf(app, cluster))['spec']).toMatchObject({
        project: 'web',
        destination: { namespace: into },
      });
    const onHub: Ref = { ...application, name: 'web-app.in-cluster', namespace };
    async function back(): Promise<void> {
      await fleet.repository.reset(main);
      await nonprod.until(
        setNamed('web-app.0'),
        'the set is as it was',
        (set) => !JSON.stringify(set).includes('"in-cluster"'),
      );
      await nonprod.delete(onHub);
      // It would look again by polling, within three minutes.
      const staging = { ...onHub, name: 'web-app.staging-1' };
      await nonprod.until(
        staging,
        'it goes where it went',
        (object) => object?.['spec'].destination.namespace === 'production',
      );
      await askToCompare(nonprod, staging);
      await nonprod.until(staging, 'it is right again', (object) => isFine(summary(object ?? web)));
    }
    afterwards(back);

    // Somebody edits by hand what stages and hubs hold, and nobody looks at it: a kind that is not listed and an object for a namespace
    // that is not listed, each beside a harmless change; another namespace, and another cluster, for an app.
    smuggle('web-app', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'smuggled' },
      rules: [],
    });
    smuggle('frontend', { ...configMap, metadata: { name: 'smuggled', namespace: 'kube-system' } });
    const set = 'clusters/hubs/nonprod/applicationsets/web-app.0.yaml';
    const object: KubeObject = parse(fleet.repository.read(set));
    const elements: { cluster: string; namespace: string }[] = object['spec'].generators[0].list.elements;
    const changed = elements.map((one) => (one.cluster === 'staging-1' ? { ...one, namespace: 'apps' } : one));
    const [first] = elements;
    object['spec'].generators[0].list.elements = [...changed, { ...first, cluster: 'in-cluster' }];
    fleet.repository.write(set, stringify(object));
    const sha = await fleet.repository.push('Nobody looked at this');

    const refusals = [
      ['web-app', 'resource rbac.authorization.k8s.io:ClusterRole is not permitted in project web'],
      ['frontend', "namespace kube-system is not permitted in project 'web'"],
    ] as const;
    for (const [app, why] of refusals) {
      const refused = await untilApplication(
        app,
        cluster,
        `the sync of ${sha} is refused`,
        ({ status }) =>
          status.operationState.syncResult?.revision === sha && status.operationState.finishedAt !== undefined,
      );
      for (const line of results(refused)) say(`${app}.${cluster}: ${line}`);
      expect(results(refused)[0]).toContain(why);
      // One line for the object, one for all: nothing else was even tried.
      expect(results(refused)).toHaveLength(2);
      expect(refused['status'].sync.status).toBe('OutOfSync');
      const service = await get(kube, {
        apiVersion: 'v1',
        kind: 'Service',
        name: app,
        namespace: refused['spec'].destination.namespace,
      });
      expect(service.metadata.labels).not.toHaveProperty('harmless');
    }
    expect(
      await kube.get({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'smuggled' }),
    ).toBeUndefined();
    expect(await kube.get({ ...configMap, name: 'smuggled', namespace: 'kube-system' })).toBeUndefined();

    const places = [
      ['web-app.staging-1', "'staging-1' and namespace 'apps'"],
      [onHub.name, "'in-cluster' and namespace 'production'"],
    ] as const;
    for (const [name, where] of places) {
      const refused = await nonprod.until({ ...onHub, name }, `${name} may not go there`, (found) =>
        Boolean(found?.['status']?.conditions?.length),
      );
      say(`${name}: ${JSON.stringify(summary(refused ?? web))}`);
      const [condition] = refused?.['status'].conditions ?? [];
      expect(condition).toMatchObject({
        type: 'InvalidSpecError',
        message: `application destination server ${where} do not match any of the allowed destinations in project 'web'`,
      });
      expect(refused?.['status'].sync.status).toBe('Unknown');
    }
    expect(await nonprod.get({ apiVersion: 'v1', kind: 'Namespace', name: 'production' })).toBeUndefined();

    // Nobody else noticed.
    const concerned = new Set(['fleetwright.root', onHub.name, 'web-app.dev-1', 'frontend.dev-1', 'web-app.staging-1']);
    const all = (await Promise.all(fleet.hubs.map((one) => applications(one.kube)))).flat();
    expect(all.filter((one) => !concerned.has(one.name) && !isFine(one))).toEqual([]);
    const still = await allRunning();
    for (const [pod, uid] of running) expect(still.get(pod), pod).toBe(uid);

    const since = performance.now();
    await back();
    for (const [app] of refusals) {
      await untilApplication(
        app,
        cluster,
        'it is right again, and its operation over',
        ({ status }, found) =>
          isFine(found) && status.operationState.phase === 'Succeeded' && status.sync.revision === main,
      );
      say(`${app}.${cluster}: right ${seconds(since)} after it was taken back`);
    }
  },
);

/** Adds an object to what the stage dev holds of an app, and a label to the app's Service. */
function smuggle(app: string, object: KubeObject): void {
  const common = `clusters/stages/dev/${app}/config/common`;
  fleet.repository.edit(`${common}/kustomization.yaml`, 'resources:\n', 'resources:\n- smuggled.yaml\n');
  fleet.repository.write(`${common}/smuggled.yaml`, stringify(object));
  fleet.repository.edit(`${common}/service-${app}.yaml`, '  labels:\n', '  labels:\n    harmless: "true"\n');
}
