import type { Hold } from '@fleetwright/model/engine';
import { expect, it } from 'vitest';
import { status } from '../src/index.ts';
import { clean, HOUR, rendered, repository, soaking, worldOf } from './repository.ts';

it('is apps × stages as plain data that survives JSON', () => {
  const from = repository();
  from.commit({ 'clusters/rendered/dev': 'fleet1-dev', ...rendered('web', 1, ['dev', 'staging']) });
  from.commit({ 'clusters/stages/dev/web': 'web1-dev' });
  from.commit(rendered('web', 2, ['dev', 'staging']));
  const workTree = { ...clean, entries: new Map([['clusters/stages/dev/fleet', 'fleet1-dev']]) };
  const world = worldOf(from, { workTree, stages: soaking(HOUR * 2).slice(0, 2), now: from.time() + 10 });
  const found = status(world);
  if (!found.ok) throw new Error('refused');
  expect(JSON.parse(JSON.stringify(found.value))).toEqual(found.value);
  expect(found.value).toMatchObject({
    schema: 'fleetwright/status/v1',
    head: 'c3',
    stages: [{ stage: 'dev' }, { stage: 'staging' }],
  });
  expect(found.value.apps.map((app) => app.app)).toEqual(['fleet', 'web']);
  const one = { commit: 'c1', time: HOUR };
  const two = { commit: 'c3', time: 3 * HOUR };
  const nothing = { due: null, blocked: null, behind: 0, held: null, pins: [], exceptions: [] };
  expect(found.value.apps[0]?.stages).toEqual([
    {
      stage: 'dev',
      rendered: true,
      holds: { tree: 'fleet1-dev', release: { tree: 'fleet1-dev', ...one }, halves: null, since: null, age: null },
      ...nothing,
    },
    { stage: 'staging', rendered: false, holds: null, ...nothing },
  ]);
  expect(found.value.apps[1]?.stages).toMatchObject([
    {
      holds: { tree: 'web1-dev', release: { tree: 'web1-dev', ...one }, since: 2 * HOUR, age: HOUR + 10 },
      due: { tree: 'web2-dev', ...two },
      behind: 1,
    },
    {
      holds: null,
      due: null,
      blocked: { tree: 'web2-staging', ...two, reasons: [{ gate: 'order', stage: 'dev' }, { gate: 'fit' }] },
      behind: 2,
    },
  ]);
});

it('tells of holds, pins, freezes, and of what is no release', () => {
  const from = repository();
  const dev = (config: string, images: string) => ({ 'apps/web/rendered/dev': `${config}+${images}` });
  from.commit({});
  from.commit(dev('C1', 'I1'));
  from.commit({ 'clusters/stages/dev/web': 'C1+I1', 'clusters/stages/dev/web@d2': 'C1+I1' });
  from.commit(dev('C2', 'I2'));
  const hold = { reason: 'leaks', author: 'Ada <ada@example.com>' };
  const holds = new Map<string, Hold>([
    ['clusters/stages/freeze.yaml', { ...hold, until: '1970-01-01T06:00:00Z' }],
    ['clusters/stages/dev/freeze.yaml', hold],
    ['clusters/stages/dev/web.hold.yaml', { ...hold, until: '1970-01-01T04:00:00Z', not: { config: 'C2' } }],
    ['clusters/stages/dev/web@d2.hold.yaml', hold],
  ]);
  const entries = new Map([['clusters/stages/dev/web', 'C1+I2']]);
  const stages = soaking(0).slice(0, 1);
  const found = status(worldOf(from, { holds, stages, workTree: { ...clean, entries } }));
  if (!found.ok) throw new Error('refused');
  const { freeze, stages: columns, apps } = found.value;
  const held = { ...hold, until: null, expired: false, not: null };
  expect(freeze).toEqual({ ...held, until: 6 * HOUR });
  expect(columns[0]?.freeze).toEqual(held);
  expect(apps[1]?.stages[0]).toMatchObject({
    holds: { release: null, halves: { config: { commit: 'c2' }, images: { commit: 'c4' } } },
    due: null,
    blocked: { commit: 'c4', reasons: [{ gate: 'hold' }, { gate: 'freeze' }, { gate: 'freeze' }, { gate: 'fit' }] },
    behind: 1,
    held: { ...held, until: 4 * HOUR, expired: true, not: { config: 'C2', images: null } },
    pins: [{ cluster: 'd2', holds: { release: { commit: 'c2' } }, held }],
    exceptions: ['pair'],
  });
  const byHand = { ...clean, entries: new Map([['clusters/stages/dev/web', 'by-hand']]) };
  const strange = status(worldOf(from, { stages, workTree: byHand }));
  expect(strange.ok && strange.value.apps[1]?.stages[0]).toMatchObject({
    exceptions: ['foreign'],
    held: null,
    pins: [{ cluster: 'd2', held: null }],
  });
});

it('is empty before the first commit', () => {
  const found = status(worldOf(repository()));
  expect(found.ok && found.value).toMatchObject({ head: null, apps: [{ app: 'fleet' }] });
});

it('reads the history of a directory once and asks once what runs, however many releases there are', () => {
  const from = repository();
  from.commit({});
  for (let version = 1; version <= 60; version++) {
    from.commit(rendered('web', version));
    from.commit({ 'clusters/stages/dev/web': `web${version}-dev` });
  }
  const history = from.history();
  const read = new Map<string, number>();
  const changes = new Map(history.changes);
  changes.get = (path) => {
    read.set(path, (read.get(path) ?? 0) + 1);
    return history.changes.get(path);
  };
  let asked = 0;
  const runs = () => {
    asked++;
    return true;
  };
  const world = { ...worldOf(from, { runs, stages: soaking(1000 * HOUR) }), history: { ...history, changes } };
  const found = status(world);
  expect(found.ok && found.value.apps[1]?.stages.map((cell) => cell.behind)).toEqual([0, 60, 60, 60, 60, 60]);
  expect([...read.values()].filter((count) => count > 1)).toEqual([]);
  expect(read.size).toBeGreaterThan(8);
  // Of the one stage that holds anything.
  expect(asked).toBe(1);
});
