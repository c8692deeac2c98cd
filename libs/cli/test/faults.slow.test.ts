import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BreakableTree, breakable, placeOf } from './breakable.ts';
import { goodApp, goodImages, type Poison, poisonedApps, poisonedFleet, poisonedImages } from './poison.ts';
import { smallFleet } from './small-fleet.ts';

/*
 * Rows of the fault model that are about what is read; docs/explanation/faults.md says which test holds which row. Of every fault:
 * a code, a file, a line where there is one, and a hint are told, and nothing is written.
 */

let fleet: BreakableTree;
beforeAll(async () => {
  fleet = await breakable(smallFleet, ['dev', 'prod']);
});
afterAll(() => fleet[Symbol.dispose]());
beforeEach(() => fleet.reset());

it('G10, G14–G18, G24: every text that cannot be is told in one run, with its line, and hides no other', async () => {
  for (const [path, content] of Object.entries(poisonedFleet())) fleet.put(path, content);
  const errors = await fleet.refused('render');
  const expected = (file: string, poisons: Readonly<Record<string, Poison>>): string[][] =>
    Object.entries(poisons).map(([name, [row, , said, words]]) => [row, `apps/${name}/${file}:${said}`, words]);
  const wanted = [...expected('app.ts', poisonedApps), ...expected('images.yaml', poisonedImages)];
  const found = wanted.map(([row, place, words = '']) => {
    const said = errors.find((error) => placeOf(error) === place && error.message.includes(words));
    return [row, said ? place : errors.filter(({ at }) => place?.startsWith(`${at?.file}:`)), words];
  });
  expect(found).toEqual(wanted);
  const poisoned = new Set(wanted.map(([, place = '']) => place.split(':')[0]));
  expect(errors.map(({ at }) => at?.file).filter((file) => !poisoned.has(file))).toEqual([]);
});

it('G10, G15, G18: files of stages that people write or git merges are told, all of them', async () => {
  const hold = 'reason: to be looked at\nauthor: A <a@example.com>\n';
  const holds: Readonly<Record<string, readonly [string | Uint8Array, string]>> = {
    'dev/web.hold.yaml': [`${hold}until: soon\n`, '3 FW1031'],
    'dev/freeze.yaml': [`${hold}reason: another\n`, '3 FW1031'],
    'prod/web.hold.yaml': [`${hold}not: ${'['.repeat(50_000)}`, '3 FW5006'],
    'prod/freeze.yaml': [`\ufeff${hold}`, '1 FW1031'],
    'freeze.yaml': [`<<<<<<< HEAD\n${hold}=======\n`, '1 FW1031'],
  };
  for (const [file, [content]] of Object.entries(holds)) fleet.put(`clusters/stages/${file}`, content);
  const wanted = Object.entries(holds).map(([file, [, place]]) => `clusters/stages/${file}:${place}`);
  expect((await fleet.refused('promote', '--all-due', '--to', 'dev')).map(placeOf)).toEqual(
    expect.arrayContaining(wanted),
  );
  fleet.put('clusters/stages/prod/fleet/clusters.yaml', 'format: 1\nformat: 1\n');
  fleet.put('clusters/stages/dev/web/config/release.yaml', Buffer.from([0xff]));
  expect((await fleet.refused('render')).map(placeOf)).toEqual([
    'clusters/stages/dev/web/config/release.yaml:1 FW5006',
  ]);
  fleet.put('clusters/stages/dev/web/config/release.yaml', 'app: web\n');
  const places = (await fleet.refused('render')).map(placeOf);
  for (const place of ['prod/fleet/clusters.yaml:2 FW3001', 'dev/web/config/release.yaml:1 FW3001'])
    expect(places).toContain(`clusters/stages/${place}`);
});

describe('G11: links are never followed, to read or to write', () => {
  const outside = '../outside';
  it.for([
    [
      'of definitions',
      ['apps/loop', 'apps/gone', 'apps/linked/app.ts', 'apps/web/images.yaml', 'clusters/inventory.ts'],
    ],
    ['of rendered files', ['apps/web/rendered/dev', 'apps/web/rendered/prod/config/release.yaml', 'clusters/rendered']],
    ['of stages', ['clusters/stages/dev/web', 'clusters/stages/prod/web.hold.yaml', 'clusters/stages/prod/fleet']],
    ['of all stages', ['clusters/stages']],
    ['of what is derived', ['clusters/facts/eu-1', 'clusters/overlays/eu-1/web/kustomization.yaml', 'clusters/hubs']],
    ['of all overlays', ['clusters/overlays']],
  ] as const)('%s', async ([, paths]) => {
    const targets: Readonly<Record<string, string>> = { 'apps/loop': 'loop', 'apps/gone': 'nowhere' };
    for (const path of paths) fleet.link(path, targets[path] ?? join(fleet.tree.root, outside, path));
    const told = (await fleet.refused('render')).map(placeOf);
    expect(told).toEqual(expect.arrayContaining(paths.map((path) => `${path}:- FW5016`)));
  });
});

/** Names that no file, or no object of Kubernetes, may have; `marker` shows where a file came to be because of one. */
const marker = 'fleetwright-was-here';
const names = [
  `../${marker}`,
  `/tmp/${marker}`,
  `..\\${marker}`,
  '%2e%2e',
  'CON',
  'x.',
  'x ',
  '.x',
  'Web',
  '\u0437\u0430\u0440\u044f',
  '\u00e9',
  'e\u0301',
  'a'.repeat(64),
  'a'.repeat(254),
  '',
  '.',
  '..',
  'a@b',
  '$(id)',
  'a\nb',
];
const asKeys = (value: string): string => names.map((name) => `[${JSON.stringify(name)}]: ${value}, `).join('');

describe('G12: names of what becomes a folder or a file are looked at before they become paths', () => {
  /** Every name is told, and none made a file outside the work tree. */
  async function expectAllTold(): Promise<void> {
    const told = (await fleet.refused('render')).map(({ message }) => message).join('\n');
    const isTold = (name: string): boolean => told.includes(name.slice(0, 48)) || told.includes(JSON.stringify(name));
    expect(names.filter((name) => name !== '' && !isTold(name))).toEqual([]);
    for (const folder of [dirname(fleet.tree.root), '/tmp'])
      expect(readdirSync(folder).filter((name) => name.includes(marker))).toEqual([]);
  }

  it.for([
    ['environments', 'prod: { namespace', "{ namespace: 'x', digests: 'recommended' }"],
    ['stages', 'prod: { environment', "{ environment: 'prod', after: ['dev'] }"],
    ['teams', 'shop: {', "{ owners: ['@acme/x'] }"],
    ['hubs', 'main: {', '{ buckets: 1 }'],
  ] as const)('of %s', async ([, before, value]) => {
    fleet.tree.edit('clusters/fleet.ts', before, `${asKeys(value)} ${before}`);
    await expectAllTold();
  });

  it('of clusters', async () => {
    const text = fleet.tree.read('clusters/inventory.ts');
    const [, cluster = ''] = /'us-1': (\{[^}]*\{[^}]*\}[^}]*\{[^}]*\},\s*\})/.exec(text) ?? [];
    expect(cluster).not.toBe('');
    fleet.put(
      'clusters/inventory.ts',
      text.replace("'us-1'", () => `${asKeys(cluster)} 'us-1'`),
    );
    await expectAllTold();
  });

  const list = (one: (name: string) => string): string => names.map((name) => one(JSON.stringify(name))).join(', ');
  const rule = (name: string): string => `{ name: ${name}, when: { size: 'large' }, set: {} }`;
  const raw = (name: string): string => `raw('ConfigMap', ${name}, { why: 'INC-1', object: { data: {} } })`;
  it.for([
    ['processes', 'web: {', `${asKeys("{ type: 'worker', image: 'server' }")} web: {`],
    ['rules', 'patches:', `rules: [${list(rule)}], patches:`],
    ['objects', 'patches:', `raw: [${list(raw)}], patches:`],
  ] as const)('of %s', async ([, before, after]) => {
    fleet.put(
      'apps/api/app.ts',
      goodApp('api').replace(before, () => after),
    );
    fleet.put('apps/api/images.yaml', goodImages);
    await expectAllTold();
  });

  it('of folders of apps', async () => {
    const folders = names.filter((name) => !/[/\0]/.test(name) && name.length < 255 && !['', '.', '..'].includes(name));
    for (const name of folders) {
      fleet.put(`apps/${name}/app.ts`, goodApp('web').replace("'web'", JSON.stringify(name)));
      fleet.put(`apps/${name}/images.yaml`, goodImages);
    }
    const told = (await fleet.refused('render')).map(({ message }) => message).join('\n');
    expect(folders.filter((name) => !told.includes(`"${name}"`))).toEqual([]);
  });
});
