import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { type LoadOptions, loadDefinitions } from '../src/load.ts';

const fleet = `import { defineFleet, t } from '@fleetwright/model';
export const fleet = defineFleet({
  environments: { dev: { namespace: 'shop', digests: 'recommended' } },
  stages: { dev: { environment: 'dev', after: [] } },
  teams: { shop: { owners: ['@acme/shop'] } },
  platform: 'shop',
  hubs: { eu: { buckets: 1 } },
  kubernetes: ['1.36'],
  facts: { domain: t.text, shards: t.integer },
  labels: { size: ['small', 'large'] },
  repository: { url: 'https://git.example.com/fleet.git', revision: 'main' },
  gateway: { name: 'public', namespace: 'gateways' },
  secretStore: { kind: 'ClusterSecretStore', name: 'vault' },
});
export const { defineApp, definePlatform, defineInventory, fact, text, patch, raw } = fleet;
`;
const inventory = `import { defineInventory } from '#fleet';
export default defineInventory({ 'eu-1': { stage: 'dev', hub: 'eu', server: 'https://eu-1.example.com', kubernetes: '1.36',
  labels: { size: 'small' }, facts: { domain: 'eu.example.com', shards: 3 } } });
`;
const roots: string[] = [];

/** A new work tree with these files, a fleet and an inventory; removed after the test. */
export function project(files: { [path: string]: string }): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fleet with space-')));
  roots.push(root);
  for (const [path, text] of Object.entries({
    'clusters/fleet.ts': fleet,
    'clusters/inventory.ts': inventory,
    ...files,
  })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
/** The text of an app.ts whose first line is the import. */
export function app(body: string, imports = ''): string {
  return `import { defineApp, definePlatform, fact, text, patch, raw } from '#fleet';${imports}\n${body}`;
}
/** The text of an app.ts without mistakes. */
export function good(name: string): string {
  return app(`export default defineApp({ name: '${name}', team: 'shop', processes: {} });`);
}
/**
 * What is said about apps with these bodies (line 1 is the import), all loaded in one run, as `line:column code message`.
 * In the same run, one good app shows that none of them hides it.
 */
export async function complaints(bodies: readonly string[], options: LoadOptions = {}): Promise<string[][]> {
  const names = bodies.map((_, index) => `bad${index}`);
  const apps = Object.fromEntries(names.map((name, index) => [`apps/${name}/app.ts`, app(bodies[index] ?? '')]));
  const loaded = await loadDefinitions(project({ ...apps, 'apps/good/app.ts': good('good') }), options);
  expect([...loaded.apps.keys()]).toEqual(['good']);
  for (const { hint } of loaded.diagnostics) expect(hint).toBeTruthy();
  const said = (name: string): string[] =>
    loaded.diagnostics
      .filter(({ at }) => at?.file === `apps/${name}/app.ts`)
      .map(({ code, message, at }) => `${at?.line ?? '-'}:${at?.column ?? '-'} ${code} ${message}`);
  return names.map(said);
}
/** What is said about one app. */
export async function complaint(body: string, options: LoadOptions = {}): Promise<string[]> {
  return (await complaints([body], options))[0] ?? [];
}
/** Each body with what is said about it. */
export async function expectComplaints(cases: readonly (readonly [body: string, said: RegExp])[]): Promise<void> {
  const said = await complaints(cases.map(([body]) => body));
  const expected = cases.map(([body, pattern]) => [body, [expect.stringMatching(pattern)]]);
  expect(cases.map(([body], index) => [body, said[index]])).toEqual(expected);
}

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});
