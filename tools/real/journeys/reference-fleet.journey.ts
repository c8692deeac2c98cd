import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { applications } from '../src/fleet/applications.ts';
import { namespace } from '../src/fleet/argo-cd.ts';
import { untilFine } from '../src/fleet/up.ts';
import { fleet, journey } from './harness.ts';

journey(
  'every app that a cluster holds is an Application there, Synced and Healthy, and there is no other',
  async () => {
    const held = fleet.spokes.flatMap(({ name }) =>
      readdirSync(join(fleet.repository.folder, 'clusters/overlays', name)).map((app) => `${app}.${name}`),
    );
    const roots = fleet.hubs.map(() => 'fleetwright.root');
    expect(held.length).toBeGreaterThan(fleet.spokes.length);
    await untilFine(fleet.state.hubs, () => undefined);
    const found = (await Promise.all(fleet.hubs.map(({ kube }) => applications(kube)))).flat();
    expect(found.map(({ name }) => name).toSorted()).toEqual([...held, ...roots].toSorted());
  },
);

journey('Argo CD judges health with its own checks', async () => {
  const settings = { apiVersion: 'v1', kind: 'ConfigMap', name: 'argocd-cm', namespace };
  for (const { name, kube } of fleet.hubs) {
    const found = await kube.get(settings);
    expect(found, name).toBeDefined();
    const changed = Object.keys(found?.['data'] ?? {}).filter((key) =>
      /^resource\.customizations($|\.health)/.test(key),
    );
    expect(changed, name).toEqual([]);
  }
});
