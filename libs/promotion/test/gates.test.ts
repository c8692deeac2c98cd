import type { Hold } from '@fleetwright/model/engine';
import { describe, expect, it } from 'vitest';
import { type GateName, gates, type Half, type PlanWorld, releasesOf } from '../src/index.ts';
import {
  clean,
  cluster,
  clustersFile,
  contentsOf,
  fleetEverywhere,
  HOUR,
  releaseFile,
  repository,
  soaking,
  worldOf,
} from './repository.ts';

/** Two releases of web, of which staging holds the first and dev both; the second moved both halves. */
function begun(changes: Partial<PlanWorld> = {}): PlanWorld {
  const from = repository();
  from.commit({});
  from.commit({ ...fleetEverywhere(), ...release('C1', 'I1') });
  for (const stage of ['dev', 'staging']) from.commit({ [`clusters/stages/${stage}/web`]: `C1-${stage}+I1` });
  from.commit(release('C2', 'I2'));
  from.commit({ 'clusters/stages/dev/web': 'C2-dev+I2' });
  return worldOf(from, changes);
}

function release(config: string, images: string): Record<string, string> {
  const environments = ['dev', 'staging', 'prod'];
  return Object.fromEntries(environments.map((name) => [`apps/web/rendered/${name}`, `${config}-${name}+${images}`]));
}

/** What a gate says of the newest release of web in staging: `open`, or what it has against it. */
function says(name: GateName, world: PlanWorld, only?: Half): readonly string[] {
  const gate = gates.find((candidate) => candidate.name === name);
  const stage = world.stages.find((candidate) => candidate.name === 'staging');
  const [newest] = stage ? releasesOf(world.history, 'web', stage) : [];
  if (!gate || !stage || !newest) throw new Error(name);
  const question = { app: 'web', stage, release: newest, only };
  const verdicts = gate.ask(world, question);
  expect(gate.isOpen(world, question)).toBe(verdicts.every(({ state }) => state === 'open'));
  return verdicts.map((verdict) => {
    if (verdict.state === 'open') return 'open';
    if (verdict.state === 'waiting') return `waiting for ${verdict.for} until ${verdict.until / HOUR}`;
    return `${verdict.because} | ${verdict.help}`;
  });
}

function held(path: string, fields: Partial<Hold> = {}): Partial<PlanWorld> {
  const hold = { reason: 'INC-7', author: 'Ada Lovelace <ada@example.com>', ...fields };
  return { holds: new Map([[`clusters/stages/${path}`, hold]]) };
}

it('are asked in the order in which a person would', () => {
  expect(gates.map(({ name }) => name)).toEqual(['order', 'hold', 'freeze', 'reproduced', 'fit']);
});

describe('order', () => {
  it.each<[string, Partial<PlanWorld>, readonly string[]]>([
    ['is open where dev holds it', {}, ['open']],
    [
      'waits for the soak',
      { stages: soaking(2 * HOUR) },
      ['waiting for dev to hold c5 through its soak of 2h until 8'],
    ],
    ['does not wait where nothing runs it', { stages: soaking(2 * HOUR), runs: () => false }, ['open']],
  ])('%s', (_, changes, expected) => {
    expect(says('order', begun(changes))).toEqual(expected);
  });
});

describe('hold', () => {
  const unhold = 'fleetwright unhold web --stage staging';
  it.each<[string, Partial<PlanWorld>, Half | undefined, string]>([
    ['is open where nothing is held', {}, undefined, 'open'],
    ['is open for what is held elsewhere', held('dev/web.hold.yaml'), undefined, 'open'],
    ['is open for a held pin', held('staging/web@s1.hold.yaml'), undefined, 'open'],
    [
      'keeps everything out',
      held('staging/web.hold.yaml'),
      undefined,
      `web is held in staging by Ada Lovelace: INC-7 | ${unhold}`,
    ],
    [
      'goes on when its time is over',
      held('staging/web.hold.yaml', { until: '1970-01-01T01:00:00Z' }),
      undefined,
      `web is held in staging by Ada Lovelace until 1970-01-01T01:00:00Z, which is over: INC-7 | ${unhold}`,
    ],
    [
      'keeps a half out',
      held('staging/web.hold.yaml', { not: { images: 'I2' } }),
      undefined,
      `the images of release c5 of web are held in staging by Ada Lovelace: INC-7 | ${unhold}`,
    ],
    [
      'lets other releases in',
      held('staging/web.hold.yaml', { not: { config: 'C1', images: 'I1' } }),
      undefined,
      'open',
    ],
    ['lets the other half in', held('staging/web.hold.yaml', { not: { images: 'I2' } }), 'config', 'open'],
    [
      'keeps that half out alone',
      held('staging/web.hold.yaml', { not: { config: 'C2-staging' } }),
      'config',
      `the config of release c5 of web is held in staging by Ada Lovelace: INC-7 | ${unhold}`,
    ],
    [
      'keeps everything out that names no half',
      held('staging/web.hold.yaml', { not: {} }),
      undefined,
      `web is held in staging by Ada Lovelace: INC-7 | ${unhold}`,
    ],
    [
      'keeps out what cannot be told apart',
      {
        ...held('staging/web.hold.yaml', { not: { config: 'C9' } }),
        contents: contentsOf({ halves: () => undefined }),
      },
      undefined,
      `web is held in staging by Ada Lovelace: INC-7 | ${unhold}`,
    ],
  ])('%s', (_, changes, only, expected) => {
    expect(says('hold', begun(changes), only)).toEqual([expected]);
  });
});

describe('freeze', () => {
  it.each<[string, Partial<PlanWorld>, string]>([
    ['is open where nothing is frozen', held('dev/freeze.yaml'), 'open'],
    [
      'is of a stage',
      held('staging/freeze.yaml'),
      'staging is frozen by Ada Lovelace: INC-7 | fleetwright unhold --stage staging',
    ],
    ['is of all', held('freeze.yaml'), 'every stage is frozen by Ada Lovelace: INC-7 | fleetwright unhold --all'],
    [
      'keeps everything out, whatever it says of halves',
      held('freeze.yaml', { not: { config: 'C9' } }),
      'every stage is frozen by Ada Lovelace: INC-7 | fleetwright unhold --all',
    ],
  ])('%s', (_, changes, expected) => {
    expect(says('freeze', begun(changes))).toEqual([expected]);
  });
});

describe('reproduced', () => {
  const path = 'apps/web/rendered/staging';
  it.each<[string, Partial<PlanWorld>, string]>([
    ['is open', {}, 'open'],
    [
      'is closed for what f does not give',
      { workTree: { ...clean, unreproduced: new Set([path]) } },
      `${path} is not what the definitions give, so it is no release that staging may get | run fleetwright render web, look at the changes and commit them`,
    ],
    [
      'is closed for what is not committed',
      { workTree: { ...clean, uncommitted: new Set([path]) } },
      `${path} has changes that are not committed: only what is committed is a release | git add ${path} && git commit`,
    ],
  ])('%s', (_, changes, expected) => {
    expect(says('reproduced', begun(changes))).toEqual([expected]);
  });
});

describe('fit', () => {
  const needy = releaseFile({ facts: { shards: 'integer' } });
  it.each<[string, Partial<PlanWorld['contents']>, readonly string[]]>([
    ['is open', {}, ['open']],
    [
      'is closed for a fact that a cluster lacks',
      { release: () => needy },
      [
        'release c5 of web needs the fact "shards", which s1 of staging would lack | give it to s1 in clusters/inventory.ts; it reaches staging as a release of fleet (fleetwright promote fleet --to staging)',
      ],
    ],
    [
      'is closed for what cannot be read',
      { release: () => undefined },
      [
        'the config/release.yaml of release c5 of web is not one that this version understands | render again with this version and commit, or use the version that wrote it',
      ],
    ],
  ])('%s', (_, contents, expected) => {
    const clusters = () => clustersFile('staging', { s1: cluster() });
    expect(says('fit', begun({ contents: contentsOf({ clusters, ...contents }) }))).toEqual(expected);
  });

  it('looks at the config that would be there after a half has moved', () => {
    const clusters = () => clustersFile('staging', { s1: cluster() });
    const release = (_app: string, tree: string) => (tree.startsWith('C2') ? needy : releaseFile({}));
    const world = begun({ contents: contentsOf({ clusters, release }) });
    expect(says('fit', world, 'images')).toEqual(['open']);
    expect(says('fit', world, 'config')).not.toEqual(['open']);
  });
});
