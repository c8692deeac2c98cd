import { expect } from 'vitest';
import { fleet, journey, spoke, untilApplication } from './harness.ts';
import { hasSynced, imageOf, runsOnly } from './observe.ts';
import { newImage } from './steps.ts';

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web-app', namespace: 'production' };
const job = { apiVersion: 'batch/v1', kind: 'Job', name: 'web-app-migrate', namespace: 'production' };

// Argo CD takes the second release for drift, and what heals drift runs no hooks (https://github.com/argoproj/argo-cd/issues/22795): the Job must be none.
journey('a release that comes while another is synced has its before-sync Job run too', async () => {
  const first = await release();
  const second = await release();

  await fleet.repository.git('push', '--quiet', 'origin', `${first.sha}:main`);
  await untilApplication(
    'web-app',
    'dev-1',
    `syncs ${first.sha}`,
    ({ status }) => status.operationState?.operation.sync?.revision === first.sha,
  );
  await fleet.repository.git('push', '--quiet', 'origin', `${second.sha}:main`);
  await untilApplication(
    'web-app',
    'dev-1',
    `is compared with ${second.sha} while ${first.sha} is synced`,
    ({ status }) => status.sync.revision === second.sha && status.operationState.phase === 'Running',
  );

  await spoke('dev-1').kube.until(deployment, `runs ${second.to} only`, (found) => runsOnly(found, second.to));
  const done = await untilApplication(
    'web-app',
    'dev-1',
    'has taken the second release for drift',
    (seen, { sync }) => sync === 'Synced' && hasSynced(seen, second.sha),
  );
  expect(done['status'].operationState.operation.sync.autoHealAttemptsCount).toBe(1);
  expect(done['status'].history.at(-1).revision).toBe(first.sha);
  expect(imageOf(await spoke('dev-1').kube.get(job))).toBe(second.to);
});

/** A release of web-app with another image, promoted to dev and committed, and not pushed. */
async function release(): Promise<{ readonly to: string; readonly sha: string }> {
  const { to } = await newImage('web-app');
  await fleet.repository.fleetwright('promote', 'web-app', '--to', 'dev');
  await fleet.repository.commit(`Promote ${to} to dev`);
  return { to, sha: await fleet.repository.git('rev-parse', 'HEAD') };
}
