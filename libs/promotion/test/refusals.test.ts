import type { Hold } from '@fleetwright/model/engine';
import { describe, expect, it } from 'vitest';
import { commitMessage, type PlanWorld, planPromotion } from '../src/index.ts';
import { begun, plan, text } from './plans.ts';
import { HOUR, rendered, worldOf } from './repository.ts';

const hold: Hold = { reason: 'leaks', author: 'Ada <ada@example.com>' };

function held(paths: readonly string[], fields: Partial<Hold> = {}): Pick<PlanWorld, 'holds'> {
  return { holds: new Map(paths.map((path) => [`clusters/stages/${path}`, { ...hold, ...fields }])) };
}

describe('what is held or frozen', () => {
  it('is an error of apps that are named, with the command that ends it', () => {
    const world = worldOf(begun(), held(['staging/web.hold.yaml', 'staging/freeze.yaml']));
    expect(text(plan(world, 'staging', 'api', 'web'))).toMatchInlineSnapshot(`
      "clusters/stages/staging/freeze.yaml error FW4007: staging is frozen by Ada: leaks (it keeps out api and web)
        hint: fleetwright unhold --stage staging
      clusters/stages/staging/web.hold.yaml error FW4007: web is held in staging by Ada: leaks
        hint: fleetwright unhold web --stage staging
      "
    `);
  });

  it('is a warning of everything else that is due, and stops nobody else', () => {
    const world = worldOf(begun(), held(['staging/web.hold.yaml'], { until: '1970-01-01T00:30:00Z' }));
    const found = plan(world, 'staging');
    expect(found.ok && found.value.movements.map(({ app }) => app)).toEqual(['api']);
    expect(text(found)).toMatchInlineSnapshot(`
      "clusters/stages/staging/web.hold.yaml warning FW4007: web is held in staging by Ada until 1970-01-01T00:30:00Z, which is over: leaks
        hint: fleetwright unhold web --stage staging
      "
    `);
  });

  it('is told once of a freeze, with the apps that would come', () => {
    const found = plan(worldOf(begun(), held(['freeze.yaml'])), 'staging');
    expect(found.ok && found.value.movements).toEqual([]);
    expect(text(found)).toMatchInlineSnapshot(`
      "clusters/stages/freeze.yaml warning FW4007: every stage is frozen by Ada: leaks (it keeps out api and web)
        hint: fleetwright unhold --all
      "
    `);
  });

  it('is no word about what would not come anyway', () => {
    const world = worldOf(begun(), held(['prod-eu/freeze.yaml', 'prod-eu/web.hold.yaml', 'dev/web.hold.yaml']));
    expect(text(plan(world, 'prod-eu'))).toBe('');
    expect(plan(world, 'dev', 'web')).toMatchObject({ ok: true, value: { movements: [] }, warnings: [] });
  });

  it('is a warning where an older release comes instead', () => {
    const from = begun();
    from.commit(rendered('web', 2));
    from.commit({ 'clusters/stages/dev/web': 'web2-dev' });
    const contents = worldOf(from).contents;
    const halves = (tree: string) => ({ config: `${tree}-config`, images: `${tree}-images` });
    const world = worldOf(from, {
      ...held(['staging/web.hold.yaml'], { not: { images: 'web2-staging-images' } }),
      contents: { ...contents, halves },
    });
    const found = plan(world, 'staging', 'web');
    expect(found.ok && found.value.movements).toMatchObject([{ to: 'web1-staging' }]);
    expect(text(found)).toContain('warning FW4007: the images of release c4 of web are held in staging by Ada: leaks');
  });
});

describe('--skip-order', () => {
  const because = 'INC-7:\n  mended there';
  const skip = (world: PlanWorld, stage: string, ...apps: string[]) =>
    planPromotion(world, { stage, apps, allDue: apps.length === 0, skipOrder: because });

  it('brings the newest release, and says so in the commit', () => {
    const found = skip(worldOf(begun()), 'prod-eu', 'web');
    if (!found.ok) throw new Error(text(found));
    expect(found.value.movements).toMatchObject([{ to: 'web1-prod', skippedOrder: because }]);
    expect(commitMessage(found.value).trimEnd().split('\n').at(-1)).toBe(
      'Fleetwright-Skipped-Order: prod-eu web INC-7: mended there',
    );
  });

  it('leaves no trace where nothing was skipped', () => {
    const found = skip(worldOf(begun()), 'staging', 'web');
    expect(found.ok && found.value.movements).toMatchObject([{ to: 'web1-staging' }]);
    expect(found.ok && commitMessage(found.value)).not.toContain('Skipped');
  });

  it('opens neither holds and freezes, nor what f does not reproduce, nor what clusters lack', () => {
    const from = begun();
    const skipped = (changes: Partial<PlanWorld>) => text(skip(worldOf(from, changes), 'prod-eu', 'web'));
    expect(skipped(held(['prod-eu/web.hold.yaml']))).toContain('error FW4007');
    expect(skipped(held(['freeze.yaml']))).toContain('error FW4007');
    const { workTree, contents } = worldOf(from);
    const unreproduced = new Set(['apps/web/rendered/prod']);
    expect(skipped({ workTree: { ...workTree, unreproduced } })).toContain('error FW4004');
    expect(skipped({ contents: { ...contents, release: () => undefined } })).toContain('error FW3001');
    expect(skipped(held(['prod-eu/web.hold.yaml']))).not.toContain('FW4003');
  });

  it('skips the soak too', () => {
    const from = begun();
    const stages = worldOf(from).stages.map((stage) => ({ ...stage, soak: 9 * HOUR }));
    expect(plan(worldOf(from, { stages }), 'staging', 'web').ok).toBe(false);
    expect(skip(worldOf(from, { stages }), 'staging', 'web')).toMatchObject({
      ok: true,
      value: { movements: [{ to: 'web1-staging', skippedOrder: because }] },
    });
  });
});
