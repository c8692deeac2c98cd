import { expect } from 'vitest';
import { until } from '../src/kube.ts';
import { compareAll, fleet, type Journey, journey, logFrom, spoke, untilApplication } from './harness.ts';
import { allRunning, builds, hasSynced, messages, runsOnly, seconds, toldByWebhook, withName } from './observe.ts';
import { newImage } from './steps.ts';

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web-app', namespace: 'production' };
const home = spoke('dev-1').hub;

journey('a changed image in one stage is built for that stage and nothing else, by webhook', async ({ say }) => {
  await compareAll();
  const before = await allRunning();
  const logs = fleet.hubs.map(({ name }) => logsOf(name));

  const { to } = await newImage('web-app');
  await fleet.repository.fleetwright('promote', 'web-app', '--to', 'dev');
  const own = logs.find(({ hub }) => hub === home);
  await pushAndWatch(to, () => own?.server() ?? [], say);

  // What would be built too, were it polled for, is built now.
  await compareAll();
  for (const { hub, server, repoServer, controller } of logs) {
    const said = server();
    expect({
      hub,
      pushes: messages(said).filter((words) => words.startsWith('Received push event')).length,
      told: toldByWebhook(said),
      built: builds(repoServer()),
      polled: messages(controller()).filter((words) => words.includes('comparison expired')),
    }).toEqual({
      hub,
      pushes: 1,
      told: hub === home ? ['web-app.dev-1'] : [],
      built: hub === home ? ['overlays/dev-1/web-app'] : [],
      polled: [],
    });
  }

  const after = await allRunning();
  const ofApp = /^dev-1 production\/web-app-/;
  expect(withName(after, ofApp, false)).toEqual(withName(before, ofApp, false));
  const kept = withName(before, ofApp, true).filter(([pod]) => after.has(pod));
  expect(kept, 'pods of the last image').toEqual([]);
});

/** Pushes, and prints when each thing happened that leads from there to pods that run the image. */
async function pushAndWatch(image: string, server: () => readonly string[], say: Journey['say']): Promise<void> {
  const began = performance.now();
  const times: string[] = [];
  const mark = (what: string): unknown => times.push(`${what} ${seconds(began)}`);
  const sha = await fleet.repository.push('Promote web-app to dev');
  mark('pushed');
  await until('the hub of dev-1 is told by webhook', () => toldByWebhook(server()).includes('web-app.dev-1'));
  mark('told');
  await untilApplication(
    'web-app',
    'dev-1',
    `syncs ${sha}`,
    ({ status }) => status.operationState?.operation.sync?.revision === sha,
  );
  mark('sync begun');
  await untilApplication('web-app', 'dev-1', `has synced ${sha}`, (seen) => hasSynced(seen, sha));
  mark('synced');
  await spoke('dev-1').kube.until(deployment, `runs ${image} only`, (found) => runsOnly(found, image));
  await untilApplication(
    'web-app',
    'dev-1',
    'is fine',
    ({ status }, { sync, health }) => sync === 'Synced' && health === 'Healthy' && status.sync.revision === sha,
  );
  mark('Healthy');
  say(`from push to Healthy: ${times.join(', ')}`);
}

function logsOf(hub: string): LogsOfHub {
  // Each gives all since the journey began.
  const from = (part: string): (() => readonly string[]) => {
    const next = logFrom(`${hub}/argocd-${part}`);
    const lines: string[] = [];
    return () => {
      lines.push(...next());
      return lines;
    };
  };
  return {
    hub,
    server: from('server'),
    repoServer: from('repo-server'),
    controller: from('application-controller'),
  };
}

interface LogsOfHub {
  readonly hub: string;
  readonly server: () => readonly string[];
  readonly repoServer: () => readonly string[];
  readonly controller: () => readonly string[];
}
