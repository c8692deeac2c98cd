import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { now, type ThreeStages, threeStages } from './three-stages.ts';

vi.mock(import('@fleetwright/workspace'), async (original) => {
  const workspace = await original();
  const { loadOnce } = await import('./model/load-once.ts');
  return { ...workspace, loadDefinitions: loadOnce(workspace.loadDefinitions) };
});

describe('rollbacks, holds, freezes and pins', () => {
  let at: ThreeStages;
  beforeAll(async () => {
    at = await threeStages();
  });
  afterAll(() => at[Symbol.dispose]());

  it('a rollback holds the app, until somebody has seen what becomes due and ends the hold', async () => {
    at.again('two');
    await at.done('rollback', 'web', '--stage', 'prod', '--why', 'INC-7: orders fail', '--until', '2h');
    expect(at.held('prod/web')).toEqual(['nightly', '1.4.2']);
    expect(at.tree.read('clusters/stages/prod/web.hold.yaml')).toBe(
      'reason: "INC-7: orders fail"\nauthor: Ada Lovelace <ada@example.com>\nuntil: 2026-01-01T08:00:00Z\n',
    );
    at.tree.commit('Roll back');
    await at.release(at.config('three'), 'dev');
    expect(await at.codes('promote', 'web', '--to', 'prod')).toEqual(['FW4007']);
    expect(await at.done('promote', '--all-due', '--to', 'prod')).toMatchObject({ movements: [], changes: [] });

    // Expiry ends nothing: its end is due, and status says so.
    const later = await at.run(['status'], { now: now + 3 * 3600 });
    expect(later.stderr).toContain('fleetwright unhold web --stage prod');
    expect(later.stdout).toMatch(/^web .* H/m);

    const asked: string[] = [];
    const answer = (yes: boolean) => async (question: string) => asked.push(question) > 0 && yes;
    const nobody = await at.run(['unhold', 'web', '--stage', 'prod']);
    expect(nobody.exit).toBe(64);
    expect(nobody.stderr).toMatch(/--yes[^]*This becomes due:\n  web  prod  release of/);
    expect((await at.run(['unhold', 'web', '--stage', 'prod'], { ask: answer(false) })).exit).toBe(1);
    expect(at.tree.changed()).toEqual([]);
    expect((await at.run(['unhold', 'web', '--stage', 'prod'], { ask: answer(true) })).exit).toBe(0);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toMatch(/^This becomes due:\n  web  prod  release of .*\nEnd the hold on web in prod\?$/);
    expect(at.tree.changed()).toEqual(['clusters/stages/prod/web.hold.yaml']);
    at.tree.commit('Unhold');
    await at.move('promote', 'web', '--to', 'prod');
    expect(at.held('prod/web')).toEqual(['three', '1.4.2']);
  });

  it('a rollback of just this release lets the next one come', async () => {
    at.again('two');
    await at.move('rollback', 'web', '--stage', 'prod', '--only-this', '--why', 'INC-7');
    expect(await at.codes('promote', 'web', '--to', 'prod')).toEqual(['FW4007']);
    await at.release(at.config('three'), 'dev', 'prod');
    expect(at.held('prod/web')).toEqual(['three', '1.4.2']);
  });

  it('a freeze keeps promotions out, and lets rollbacks pass', async () => {
    at.again('two');
    await at.release(at.config('three'), 'dev');
    await at.move('hold', '--stage', 'prod', '--why', 'audit');
    expect(await at.codes('promote', 'web', '--to', 'prod')).toEqual(['FW4007']);
    expect(await at.codes('hold', '--stage', 'prod', '--why', 'audit')).toEqual(['FW4008']);
    await at.move('rollback', 'web', '--stage', 'prod', '--why', 'INC-7');
    expect(at.held('prod/web')).toEqual(['nightly', '1.4.2']);
    await at.move('unhold', '--stage', 'prod', '--yes');
    await at.move('hold', '--all', '--why', 'holidays');
    const why = await at.run(['why', 'web', '--stage', 'prod']);
    expect(why.exit).toBe(0);
    expect(why.stdout).toMatch(
      /hold +closed[^]*fleetwright unhold web --stage prod\n[^]*freeze +closed[^]*fleetwright unhold --all\n/,
    );
  });

  it('a pinned cluster keeps its release while its stage goes on, until the pin ends', async () => {
    at.again();
    await at.move('pin', 'web', '--cluster', 'eu-1', '--why', 'waits for a disk');
    await at.release(at.config('two'), 'dev', 'prod');
    expect([at.held('prod/web'), at.held('prod/web@eu-1')]).toEqual([
      ['two', '1.4.2'],
      ['nightly', '1.4.2'],
    ]);
    expect(at.tree.read('clusters/overlays/eu-1/web/kustomization.yaml')).toContain('web@eu-1');
    expect((await at.run(['status'])).stderr).toContain('web on eu-1 (prod)');
    expect((await at.run(['why', 'web', '--stage', 'prod'])).stderr).toMatch(
      /Pinned:\n  web on eu-1 \(prod\) to .*: waits for a disk\n/,
    );
    await at.move('unhold', 'web', '--cluster', 'eu-1', '--yes');
    expect(
      at.tree
        .git('ls-files', 'clusters/stages/prod')
        .split('\n')
        .filter((path) => path.includes('@')),
    ).toEqual([]);
    expect(at.tree.read('clusters/overlays/eu-1/web/kustomization.yaml')).not.toContain('@');
  });

  it('a pin on a cluster that has gone is due to end', async () => {
    at.again();
    await at.move('pin', 'web', '--cluster', 'eu-1', '--why', 'waits for a disk');
    at.tree.edit('clusters/inventory.ts', "'eu-1': {", "'eu-1': { state: 'gone',");
    await at.move('render');
    for (const stage of ['dev', 'prod']) await at.move('promote', '--all-due', '--to', stage);
    const { stdout, stderr } = await at.run(['status', 'web']);
    expect(stdout).toContain('pinned on eu-1 (gone)');
    expect(stderr).toContain('its cluster is gone, ending it is due: fleetwright unhold web --cluster eu-1\n');
    await at.move('unhold', 'web', '--cluster', 'eu-1', '--yes');
    expect((await at.run(['status', 'web'])).stderr).not.toContain('eu-1');
  });

  it('a rollback of clusters pins them', async () => {
    at.again('two');
    await at.move('rollback', 'web', '--stage', 'prod', '--cluster', 'eu-1', '--cluster', 'ap-1', '--why', 'INC-7');
    expect([at.held('prod/web'), at.held('prod/web@eu-1'), at.held('prod/web@ap-1')].map(([value]) => value)).toEqual([
      'two',
      'nightly',
      'nightly',
    ]);
  });

  it('a hold is signed by somebody whom git knows, and ends in the future', async () => {
    at.again();
    at.tree.git('config', '--unset', 'user.email');
    const unsigned = at.tree.run('hold', '--all', '--why', 'holidays');
    at.tree.git('config', 'user.email', 'ada@example.com');
    expect(unsigned.exit).toBe(1);
    expect(unsigned.stderr).toMatch(/FW5003: git does not know who you are.*\n  hint: git config user\.name/);
    const over = await at.run(['hold', '--all', '--why', 'holidays', '--until', '2025-12-24']);
    expect(over.exit).toBe(64);
    expect(over.stderr).toContain('--until 2025-12-24 is over already');
    expect(at.tree.changed()).toEqual([]);
  });
});
