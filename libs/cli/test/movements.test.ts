import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ThreeStages, threeStages } from './three-stages.ts';

vi.mock(import('@fleetwright/workspace'), async (original) => {
  const workspace = await original();
  const { loadOnce } = await import('./model/load-once.ts');
  return { ...workspace, loadDefinitions: loadOnce(workspace.loadDefinitions) };
});

describe('the other movements by hand', () => {
  let at: ThreeStages;
  beforeAll(async () => {
    at = await threeStages();
  });
  afterAll(() => at[Symbol.dispose]());

  it('images go on past a held config, half by half downstream, marked as not tested together', async () => {
    at.again();
    const bad = await at.release(at.config('two'), 'dev');
    await at.move('hold', 'web', '--stage', 'prod', '--release', bad, '--why', 'INC-7');
    await at.release(at.image('1.5.0'), 'dev');
    expect(await at.codes('promote', 'web', '--to', 'prod')).toEqual(['FW4007']);
    const document = await at.done('promote', 'web', '--to', 'prod', '--only', 'images');
    expect(document).toMatchObject({ notTestedTogether: ['web'], movements: [{ only: 'images' }] });
    at.tree.commit('Promote images');
    expect(at.held('prod/web')).toEqual(['nightly', '1.5.0']);
    expect((await at.run(['status'])).stderr).toMatch(
      /Not tested together:\n  web in prod: config of \w{7}, images of \w{7}\n/,
    );
    await at.move('promote', 'web', '--to', 'prod-us', '--only', 'images');
    expect(at.held('prod-us/web')).toEqual(['nightly', '1.5.0']);
  });

  it('what has not passed the stages before comes only with a reason, which the commit keeps', async () => {
    at.again();
    await at.release(at.config('two'));
    expect(await at.codes('promote', 'web', '--to', 'prod')).toEqual(['FW4003']);
    const { message } = await at.done('promote', 'web', '--to', 'prod', '--skip-order', 'INC-9: prod burns');
    expect(message).toContain('INC-9: prod burns');
    expect(at.held('prod/web')).toEqual(['two', '1.4.2']);
  });

  it('a confirmation that names nothing that goes is told', async () => {
    at.again();
    await at.release(at.config('two'));
    const { diagnostics } = await at.done('promote', 'web', '--to', 'dev', '--confirm', 'PersistentVolumeClaim/none');
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'FW4010',
        message: 'nothing that goes to dev takes PersistentVolumeClaim/none along',
      }),
    );
  });

  it('a cluster moves to another stage with its pins', async () => {
    at.again();
    await at.move('pin', 'web', '--cluster', 'ap-1', '--why', 'waits');
    at.tree.edit('clusters/inventory.ts', "'ap-1': {\n    stage: 'prod'", "'ap-1': {\n    stage: 'prod-us'");
    await at.done('render');
    at.tree.commit('Move ap-1');
    const before = at.tree.snapshot();
    await at.move('move', 'ap-1', '--to', 'prod-us');
    expect(at.held('prod-us/web@ap-1')).toEqual(['nightly', '1.4.2']);
    const after = at.tree.snapshot();
    const stays = (path: string): boolean => path.startsWith('clusters/facts/');
    expect([...after].filter(([path]) => stays(path))).toEqual([...before].filter(([path]) => stays(path)));
    expect((await at.run(['render', '--check'])).exit).toBe(0);
  });

  it('an app is retired step by step, each of them named', async () => {
    at.again();
    const next = async (): Promise<readonly string[]> => {
      const { steps } = await at.done('retire', 'web', '--dry-run');
      if (!Array.isArray(steps)) throw new Error('no steps');
      return steps.filter(({ state }) => state === 'next').map(({ step, stage }) => [step, stage].join(' ').trim());
    };
    expect(await next()).toEqual(['declare']);
    const unsaid = await at.run(['retire', 'web']);
    expect(unsaid.exit).toBe(64);
    expect(unsaid.stderr).toContain('fleetwright retire web --why');
    await at.move('retire', 'web', '--why', 'nobody uses it');
    expect(at.tree.read('apps/web/app.ts')).toMatchInlineSnapshot(`
      "import { defineApp } from '#fleet';

      /** \`fleetwright retire web\` shows what is left to do. */
      export default defineApp({
        name: 'web',
        team: 'shop',
        retired: 'nobody uses it',
      });
      "
    `);
    expect(at.tree.git('ls-files', 'apps/web/images.yaml')).toBe('');
    expect(await next()).toEqual(['promote dev', 'promote prod', 'promote prod-us']);
    for (const stage of ['dev', 'prod', 'prod-us']) await at.move('promote', 'web', '--to', stage);
    expect((await at.run(['status'])).stdout).toMatch(/^web .* R/m);
    expect(await next()).toEqual(['remove dev', 'remove prod', 'remove prod-us']);
    expect((await at.run(['retire', 'web', '--stage', 'dev'])).exit).toBe(64);
    for (const stage of ['dev', 'prod', 'prod-us']) await at.move('retire', 'web', '--stage', stage, '--yes');
    expect(await next()).toEqual(['delete-folder']);
    at.tree.remove('apps/web');
    at.tree.commit('Remove web');
    expect((await at.run(['render', '--check'])).exit).toBe(0);
  });

  it('a dry run prints the plan and writes nothing', async () => {
    at.again('two');
    await at.release(at.config('three'), 'dev');
    const before = at.tree.snapshot();
    for (const args of [
      ['promote', 'web', '--to', 'prod'],
      ['rollback', 'web', '--stage', 'prod', '--why', 'INC-7'],
      ['hold', 'web', '--stage', 'prod', '--why', 'INC-7'],
      ['hold', '--all', '--why', 'holidays'],
      ['pin', 'web', '--cluster', 'eu-1', '--why', 'disk'],
      ['retire', 'web', '--why', 'nobody uses it'],
    ]) {
      const { stdout, exit } = await at.run([...args, '--dry-run']);
      expect({ args, exit, empty: stdout === '' }).toEqual({ args, exit: 0, empty: false });
    }
    expect(at.tree.snapshot()).toEqual(before);
  });

  it('every document has the plan as data: movements, holds, changed files, the message of the commit', async () => {
    at.again('two');
    const shapeOf = async (...args: string[]): Promise<string> => {
      const document = await at.done(...args);
      const names = (field: string): readonly string[] => {
        const listed: readonly unknown[] = Array.isArray(document[field]) ? document[field] : [];
        return listed.map((item) => /"(?:movement|path)":"([^"]+)"/.exec(JSON.stringify(item))?.[1] ?? '');
      };
      const [kinds, paths] = [names('movements'), names('holds')];
      return `${Object.keys(document).join(' ')} | ${kinds.join(' ')} | ${paths.join(' ')}`;
    };
    expect({
      promote: await shapeOf('promote', 'web', '--to', 'prod-us', '--dry-run'),
      rollback: await shapeOf('rollback', 'web', '--stage', 'prod', '--why', 'INC-7'),
      unhold: await shapeOf('unhold', 'web', '--stage', 'prod', '--dry-run'),
      hold: await shapeOf('hold', '--all', '--why', 'holidays'),
      pin: await shapeOf('pin', 'web', '--cluster', 'eu-1', '--why', 'disk'),
      unpin: await shapeOf('unhold', 'web', '--cluster', 'eu-1', '--yes'),
      why: await shapeOf('why', 'web', '--stage', 'prod'),
      status: await shapeOf('status', 'web'),
      retire: await shapeOf('retire', 'web', '--dry-run'),
    }).toMatchInlineSnapshot(`
      {
        "hold": "schema exit path movements holds notTestedTogether changes message diagnostics |  | clusters/stages/freeze.yaml",
        "pin": "schema exit app cluster stage movements holds notTestedTogether changes message diagnostics | pin | clusters/stages/prod/web@eu-1.hold.yaml",
        "promote": "schema exit stage movements holds notTestedTogether changes message diagnostics | promotion | ",
        "retire": "schema exit app steps data changes diagnostics |  | ",
        "rollback": "schema exit app stage movements holds notTestedTogether changes message diagnostics | rollback | clusters/stages/prod/web.hold.yaml",
        "status": "schema exit head freeze stages apps due diagnostics |  | ",
        "unhold": "schema exit app stage due movements holds notTestedTogether changes message diagnostics |  | clusters/stages/prod/web.hold.yaml",
        "unpin": "schema exit app cluster due movements holds notTestedTogether changes message diagnostics | removal | clusters/stages/prod/web@eu-1.hold.yaml",
        "why": "schema exit app stage holds pins due release age gates diagnostics |  | ",
      }
    `);
  });

  it('what is said fits 80 columns, but for diagnostics', async () => {
    at.again('two');
    await at.release(at.image('1.5.0'), 'dev');
    await at.move('hold', 'web', '--stage', 'prod-us', '--why', 'INC-7');
    const lines: string[] = [];
    for (const line of [
      'render',
      'status',
      'status web',
      'why web --stage prod-us',
      'promote web --to prod --dry-run',
      'unhold web --stage prod-us --yes',
      'retire web --dry-run',
    ]) {
      const { stdout, stderr } = await at.run(line.split(' '));
      lines.push(...`${stdout}${stderr}`.split('\n').map((text) => `${line}: ${text}`));
    }
    const told = / \S+ (warning|error) FW\d{4}: |: {3}hint: /;
    const said = lines.filter((line) => !told.test(line)).map((line) => line.slice(line.indexOf(': ') + 2));
    expect(said.length).toBeGreaterThan(60);
    expect(said.filter((line) => line.length > 80)).toEqual([]);
  });

  it('in a folder of the work tree it says from where paths and commands are', async () => {
    at.again('two');
    const cwd = join(at.tree.root, 'apps', 'web');
    const moved = await at.run(['promote', 'web', '--to', 'prod-us'], { cwd });
    expect(moved.stderr).toMatch(/ git add clusters [^]*\n\(Paths, and commands to run, are from \.\.\/\.\., .*\)\n$/);
    expect(at.held('prod-us/web')).toEqual(['two', '1.4.2']);
  });
});
