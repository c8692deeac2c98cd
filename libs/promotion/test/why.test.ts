import { describe, expect, it } from 'vitest';
import { type PlanWorld, why } from '../src/index.ts';
import { begun, text } from './plans.ts';
import { clean, HOUR, rendered, soaking, worldOf } from './repository.ts';

/** The gates of web in a stage, in words. */
function gatesOf(world: PlanWorld, stage: string, release?: string): readonly string[] {
  const found = why(world, 'web', stage, release);
  if (!found.ok) throw new Error(text(found));
  expect(JSON.parse(JSON.stringify(found.value))).toEqual(found.value);
  return found.value.gates.map(({ gate, state, stage: asked, help }) => `${gate} ${asked} ${state}: ${help ?? ''}`);
}

describe('why', () => {
  it('asks every gate about the newest release', () => {
    const from = begun();
    from.commit(rendered('web', 2));
    const hold = { reason: 'leaks', author: 'Ada' };
    const world = worldOf(from, {
      holds: new Map([
        ['clusters/stages/staging/web.hold.yaml', hold],
        ['clusters/stages/freeze.yaml', hold],
      ]),
      workTree: { ...clean, uncommitted: new Set(['apps/web/rendered/staging']) },
    });
    expect(gatesOf(world, 'staging')).toMatchInlineSnapshot(`
      [
        "order dev closed: fleetwright promote web --to dev",
        "hold staging closed: fleetwright unhold web --stage staging",
        "freeze staging closed: fleetwright unhold --all",
        "reproduced staging closed: git add apps/web/rendered/staging && git commit",
        "fit staging open: ",
      ]
    `);
    expect(why(world, 'web', 'staging')).toMatchObject({
      value: { release: { commit: 'c4' }, age: 'newer', due: null, holds: null },
    });
  });

  it('tells what is due instead, and until when a soak lasts', () => {
    const from = begun();
    const now = from.time();
    const world = worldOf(from, { stages: soaking(2 * HOUR) });
    expect(why(world, 'web', 'staging')).toMatchObject({
      value: {
        schema: 'fleetwright/why/v1',
        due: null,
        gates: [{ gate: 'order', state: 'waiting', until: now + 2 * HOUR, because: null, help: null }, {}, {}, {}, {}],
      },
    });
    const open = [
      'order dev open: ',
      'hold staging open: ',
      'freeze staging open: ',
      'reproduced staging open: ',
      'fit staging open: ',
    ];
    expect(gatesOf(worldOf(from), 'staging')).toEqual(open);
    from.commit(rendered('web', 2));
    expect(why(worldOf(from), 'web', 'staging')).toMatchObject({
      value: { release: { tree: 'web2-staging' }, due: { tree: 'web1-staging' } },
    });
  });

  it('says when nothing is newer', () => {
    const found = why(worldOf(begun()), 'web', 'dev');
    expect(found).toMatchObject({
      value: { release: null, age: null, due: null, gates: [], holds: { tree: 'web1-dev' } },
    });
  });

  it('is told which release, by commit or tree', () => {
    const from = begun();
    from.commit(rendered('web', 2));
    from.commit({ 'clusters/stages/dev/web': 'web2-dev' });
    const world = worldOf(from);
    expect(why(world, 'web', 'dev', 'web1-dev')).toMatchObject({ value: { age: 'older', release: { commit: 'c2' } } });
    expect(why(world, 'web', 'dev', 'c4')).toMatchObject({ value: { age: 'held', gates: [] } });
    expect(gatesOf(world, 'staging', 'c3')[0]).toBe('order dev open: ');
  });

  it('refuses what is not there', () => {
    const from = begun();
    from.commit({ 'clusters/stages/dev/web': 'by-hand' });
    from.commit({ 'apps/load/rendered/dev': 'load1-dev' });
    const codes = [
      why(worldOf(from), 'wbe', 'dev'),
      why(worldOf(from), 'web', 'prod'),
      why(worldOf(from), 'web', 'dev', 'c999'),
      why(worldOf(from), 'web', 'dev', 'by-hand'),
      why(worldOf(from), 'load', 'staging'),
    ].map((found) => !found.ok && found.errors.map(({ code }) => code));
    expect(codes).toEqual([['FW4001'], ['FW4001'], ['FW4001'], ['FW4001'], ['FW4002']]);
  });
});
