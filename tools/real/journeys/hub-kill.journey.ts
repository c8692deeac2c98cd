import { expect } from 'vitest';
import { isFine } from '../src/fleet/applications.ts';
import { fleet, journey, logFrom, spoke, untilApplication } from './harness.ts';
import { imageOf, seconds } from './observe.ts';
import { newImage } from './steps.ts';

const app = 'web-app';
const cluster = 'dev-1';
const production = { namespace: 'production', labels: `app=${app}` };
const migrate = { apiVersion: 'batch/v1', kind: 'Job', name: `${app}-migrate`, namespace: 'production' };
const argocd = [
  'nonprod/argocd-application-controller',
  'nonprod/argocd-applicationset-controller',
  'nonprod/argocd-repo-server',
  'nonprod/argocd-server',
  'nonprod/redis',
];
const { kube } = spoke(cluster);

journey("a hub's Argo CD is killed and started again in the middle of a sync: it ends right", ({ afterwards, say }) =>
  throughTheKill(argocd, { afterwards, say }),
);

journey('a whole hub is killed and started again in the middle of a sync: it ends right', ({ afterwards, say }) =>
  throughTheKill(['nonprod'], { afterwards, say }),
);

/**
 * A sync waits for its Job when programs of the hub are killed; another commit comes while they are down, whose webhook nobody hears.
 * @param programs names or prefixes
 */
async function throughTheKill(
  programs: readonly string[],
  { afterwards, say }: Parameters<Parameters<typeof journey>[1]>[0],
): Promise<void> {
  // A node that is slow to run pods: as long as a sync must take.
  afterwards(async () => {
    await Promise.all(programs.map((program) => fleet.control.start(program)));
    await fleet.control.start(`${cluster}/kwok`);
  });
  const before = await rolls();
  const runs = await jobRuns();
  await fleet.control.kill(`${cluster}/kwok`);
  const { to } = await newImage(app);
  await fleet.repository.fleetwright('promote', app, '--to', 'dev');
  const first = await fleet.repository.push(`Promote ${app} to dev`);
  // Not before Argo CD has written down that the Job was made: killed between the two, it would make the Job again.
  await untilApplication(app, cluster, 'a sync waits for its Job', ({ status }) => {
    const { phase, syncResult } = status.operationState;
    const entry = syncResult?.resources?.find(({ kind }: { kind: string }) => kind === 'Job');
    return (
      phase === 'Running' &&
      syncResult?.revision === first &&
      entry?.hookPhase === 'Running' &&
      entry.images?.includes(to)
    );
  });
  const job = await kube.until(migrate, 'the Job has made its pod', (object) => object?.['status']?.active === 1);

  const killed = (await Promise.all(programs.map((program) => fleet.control.kill(program)))).flat();
  say(`killed in the middle of a sync: ${killed.join(', ')}`);
  // Only what concerns no pod, so that one new ReplicaSet is all that there may be.
  fleet.repository.edit('apps/web-app/app.ts', 'ports: [5432, 6379]', 'ports: [5432, 6379, 6380]');
  await fleet.repository.fleetwright('render');
  await fleet.repository.commit('web-app: another cache');
  await fleet.repository.fleetwright('promote', app, '--to', 'dev');
  const last = await fleet.repository.push(`Promote ${app} to dev`);

  const controller = logFrom('nonprod/argocd-application-controller');
  const since = performance.now();
  await Promise.all(programs.map((program) => fleet.control.start(program)));
  say(`started again within ${seconds(since)}`);
  await untilApplication(
    app,
    cluster,
    'it is known to be in the middle',
    ({ status }) => status.operationState.phase === 'Running',
  );
  await fleet.control.start(`${cluster}/kwok`);
  const nodeBack = performance.now();
  const ended = await untilApplication(
    app,
    cluster,
    `it is Synced and Healthy at ${last}`,
    ({ status }, found) =>
      isFine(found) && status.sync.revision === last && status.operationState.syncResult.revision === last,
    240_000,
  );
  say(`right ${seconds(since)} after the start began, ${seconds(nodeBack)} after the Job's node came back`);
  say(`why the controller looked at it: ${refreshes(controller()).join('; ')}`);

  const after = await rolls();
  for (const [deployment, count] of before)
    expect((after.get(deployment) ?? 0) - count, `${deployment}: rolls`).toBe(1);
  // For the first commit by the Job that was there when the hub was killed. The other one changes no Job: a whole sync replaces it all the
  // same; what comes while a sync runs may be taken for drift, and then it stays.
  const { startedAt } = ended['status'].operationState;
  const ran = [...(await jobRuns())].filter(([uid]) => !runs.has(uid));
  expect(ran.filter(([, time]) => time < startedAt).map(([uid]) => uid)).toEqual([job?.metadata.uid]);
  expect(ran.length).toBeLessThanOrEqual(2);
  say(`the Job of the commit that came meanwhile ran ${ran.length - 1} times`);
  const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name: app, namespace: 'production' };
  expect(JSON.stringify(await kube.get(policy))).toContain('6380');
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: app, namespace: 'production' };
  expect(imageOf(await kube.get(deployment))).toBe(to);
}

/** How often the pods of each Deployment of the app were rolled, ever: also back to a ReplicaSet that is still there. */
async function rolls(): Promise<ReadonlyMap<string, number>> {
  const found = await kube.list({ apiVersion: 'apps/v1', kind: 'Deployment', ...production });
  return new Map(
    found.map(({ metadata }) => [metadata.name, Number(metadata.annotations?.['deployment.kubernetes.io/revision'])]),
  );
}

/** The Jobs that ever made a pod, of those that run before a sync: uid → when. Events outlive them. */
async function jobRuns(): Promise<ReadonlyMap<string, string>> {
  const found = await kube.list({ apiVersion: 'v1', kind: 'Event', namespace: 'production' });
  return new Map(
    found
      .filter(
        ({ reason, involvedObject: { kind, name } }) =>
          reason === 'SuccessfulCreate' && kind === 'Job' && name === migrate.name,
      )
      .map(({ involvedObject: { uid }, firstTimestamp }) => [String(uid), String(firstTimestamp)]),
  );
}

/** Why the controller compared the app with git, or went on with a sync, by its log: each reason once. Level 2 asks git for the newest commit. */
function refreshes(lines: readonly string[]): readonly string[] {
  const reasons = lines
    .filter((line) => line.includes(`"${app}.${cluster}"`))
    .flatMap(
      (line) => /"msg":"((?:Refreshing app status|Resuming|Initialized new operation)[^"]*)/.exec(line)?.[1] ?? [],
    );
  return [...new Set(reasons.map((reason) => reason.replace(/(?:, message|: \{).*/, '')))];
}
