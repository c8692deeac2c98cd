import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../src/run.ts';
import { type BreakableTree, breakable, placeOf } from './breakable.ts';
import { goodApp, goodImages, poisonedApps } from './poison.ts';
import { smallFleet } from './small-fleet.ts';
import { repository } from './work-tree.ts';

/* Rows of the fault model that are about a fleet and its surroundings; docs/explanation/faults.md says which test holds which row. */

let fleet: BreakableTree;
beforeAll(async () => {
  fleet = await breakable(
    { ...smallFleet, '.gitattributes': readFileSync(join(repository, '.gitattributes'), 'utf8') },
    ['dev', 'prod'],
  );
});
afterAll(() => fleet[Symbol.dispose]());
beforeEach(() => fleet.reset());

/** Puts an app without mistakes, `before` in it replaced. */
function putApp(name: string, before = '', after = ''): void {
  fleet.put(
    `apps/${name}/app.ts`,
    goodApp(name).replace(before, () => after),
  );
  fleet.put(`apps/${name}/images.yaml`, goodImages);
}

it('G12: files that some file system cannot have beside the others are told before anything is written', async () => {
  const role = (name: string): string => `raw('Role', '${name}', { why: 'INC-1', object: { rules: [] } })`;
  putApp('twins', 'patches:', `raw: [${role('reader')}, ${role('Reader')}], patches:`);
  const device = "con: { namespace: 'shop', digests: 'recommended' },";
  fleet.tree.edit('clusters/fleet.ts', 'prod: { namespace', `${device} prod: { namespace`);
  const told = await fleet.refused('render');
  expect(new Set(told.map(({ code }) => code))).toEqual(new Set(['FW5011']));
  const files = told.map(({ at }) => at?.file);
  expect(files).toContain('apps/twins/rendered/prod/config/common/role-reader.yaml');
  expect(files).toContain('apps/web/rendered/con');
});

describe('G13: a file where a folder is wanted, a folder where a file is', () => {
  it('is told, and what stands there stays', async () => {
    for (const path of ['apps/web/rendered', 'clusters/stages/dev/web', 'clusters/overlays/dev-1']) {
      fleet.reset();
      fleet.tree.remove(path);
      fleet.put(path, 'mine\n');
      const told = (await fleet.refused('render')).map(({ at }) => at?.file);
      expect(told, path).toContain(path);
    }
    fleet.reset();
    fleet.tree.remove('apps/web/images.yaml');
    mkdirSync(join(fleet.tree.root, 'apps/web/images.yaml'));
    expect((await fleet.refused('render')).map(placeOf)).toEqual(['apps/web/images.yaml:- FW5016']);
  });

  it('a link is told once, as what the user put there: no app is said to be gone, and the machine did not fail', async () => {
    for (const path of ['apps', 'apps/web', 'apps/web/app.ts', 'apps/web/images.yaml']) {
      const [here, elsewhere] = [join(fleet.tree.root, path), join(fleet.tree.root, '.git', 'elsewhere')];
      renameSync(here, elsewhere);
      fleet.link(path, elsewhere);
      expect((await fleet.refused('render')).map(placeOf), path).toEqual([`${path}:- FW5016`]);
      expect((await fleet.run('render')).exit, path).toBe(1);
      rmSync(here);
      renameSync(elsewhere, here);
    }
  });

  it('an app inside an app is no app, and told', async () => {
    fleet.put('apps/web/inner/app.ts', goodApp('inner'));
    fleet.put('apps/group/inner/app.ts', goodApp('inner'));
    expect((await fleet.refused('render')).map(placeOf)).toEqual([
      'apps/group/inner/app.ts:- FW1015',
      'apps/web/inner/app.ts:- FW1015',
    ]);
  });
});

it('G17: nothing depends on prototypes that can be changed', async () => {
  const program = join(repository, 'libs/cli/src/main.ts');
  const freeze = 'data:text/javascript,Object.freeze(Object.prototype);Object.freeze(Array.prototype)';
  const flags = ['--disable-proto=throw', '--conditions=development', `--import=${freeze}`];
  const ran = spawnSync(process.execPath, [...flags, program, 'render', '--check'], {
    cwd: fleet.tree.root,
    encoding: 'utf8',
  });
  expect(ran).toMatchObject({ status: 0, stdout: '' });
  fleet.put('apps/web/images.yaml', '__proto__: { polluted: true }\n');
  expect((await fleet.refused('render')).map(placeOf)).toEqual(['apps/web/images.yaml:1 FW1031']);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

it('G20: from any folder of the work tree the same is done', async () => {
  const root = join(fleet.tree.root, 'apps', 'web', 'rendered');
  const ran = await runCommand(['render', '--check'], { cwd: root, color: false, now: 0 });
  expect(ran).toMatchObject({ exit: 0, stdout: '' });
});

it('G23: a clone whose git writes carriage returns differs in nothing', async () => {
  const clone = `${fleet.tree.root}-clone`;
  fleet.tree.git('clone', '--quiet', '--config', 'core.autocrlf=true', '--config', 'core.eol=crlf', '.', clone);
  fleet.tree.git('-C', clone, 'ls-files');
  const texts = readdirSync(join(clone, 'clusters'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(yaml|ts)$/.test(name),
  );
  expect(texts.filter((name) => readFileSync(join(clone, 'clusters', name), 'utf8').includes('\r'))).toEqual([]);
  const ran = await runCommand(['render', '--check'], { cwd: clone, color: false, now: 0 });
  fleet.tree.git('-C', clone, 'status');
  expect(ran.stdout).toBe('');
  // Definitions may have them, from an editor: what is generated does not.
  for (const path of ['apps/web/app.ts', 'clusters/fleet.ts', 'clusters/inventory.ts'])
    fleet.put(path, fleet.tree.read(path).replaceAll('\n', '\r\n'));
  expect(await fleet.run('render', '--check')).toMatchObject({ exit: 0, stdout: '' });
});

it('G24: keys that JavaScript would put into another order, and minus zero', async () => {
  const annotations = ['10', '9', 'b', '1.0', '01', 'a', '1e3', 'B'];
  const written: string[][] = [];
  for (const order of [annotations, annotations.toReversed()]) {
    fleet.reset();
    const map = `annotations: { ${order.map((key) => `'${key}': 'x'`).join(', ')} }, `;
    putApp('api', "args: ['serve']", `${map}args: ['serve']`);
    fleet.tree.edit('apps/web/app.ts', 'replicas: 1', 'replicas: -0');
    await fleet.succeed('render');
    const files = [
      'apps/api/rendered/dev/config/common/deployment-api.yaml',
      'apps/web/rendered/dev/config/release.yaml',
    ];
    written.push([...files.map(fleet.tree.read), ...fleet.tree.snapshot().values()]);
  }
  expect(written[0]?.slice(0, 2)).toEqual(written[1]?.slice(0, 2));
  expect(written.join()).not.toContain('-0');
});

describe('G26: what refers to something that is not there', () => {
  it.for([
    ['a port', 'ports: { http: 8080 },', "readiness: { type: 'http', path: '/', port: 'http' },", 'FW1017'],
    ['an image', "image: 'server'", "image: 'serve'", 'FW1030'],
    [
      'a process that an override changes',
      'patches:',
      'environments: { prod: { processes: { api: {} } } }, patches:',
      'FW1016',
    ],
    ['an object that a patch changes', "patch('Deployment', 'api'", "patch('Deployment', 'ap'", 'FW2010'],
    ['a fact', 'fact.domain', 'Reflect.get(fact, "realm")', 'FW10'],
    ['a team', "team: 'shop'", "team: 'shops'", 'FW1013'],
    ['an environment', 'patches:', "only: ['staging'], patches:", 'FW1013'],
    ['a value of a label', 'patches:', "rules: [{ name: 'x', when: { size: 'medium' }, set: {} }], patches:", 'FW1013'],
    ['pods that a budget wants', 'replicas: 1 }', 'replicas: 3 }, disruption: { minAvailable: 3 }', 'FW1023'],
    ['a range of an autoscaler', "{ type: 'fixed', replicas: 1 }", "{ type: 'hpa', min: 5, max: 2 }", 'FW1023'],
    ['a volume that is mounted', "args: ['serve']", "volumes: { data: { mount: '/data' } }", 'FW10'],
  ] as const)('%s', async ([, before, after, code]) => {
    putApp('api', before, after);
    const told = await fleet.refused('render');
    expect(told.map((error) => error.code.slice(0, code.length))).toContain(code);
    expect(told.map(({ at }) => at?.file)).toEqual(told.map(() => 'apps/api/app.ts'));
  });

  it('a file of what a stage runs', async () => {
    for (const file of [
      'config/common/service-web.yaml',
      'config/large/facts/kustomization.yaml',
      'config/release.yaml',
    ]) {
      fleet.reset();
      fleet.tree.remove(`clusters/stages/prod/web/${file}`);
      const told = await fleet.refused('render', '--check');
      expect(told.map(({ code }) => code).join(), file).toMatch(/FW300/);
    }
  });
});

it('G27: of 30 apps, every one that is broken is told in one run, by file, and nothing is written', async () => {
  const apps = Array.from({ length: 30 }, (_, index) => `app-${String(index).padStart(2, '0')}`);
  const kinds = ['nul-by-escape', 'deep-maps', 'reserved-keys', 'not-a-number', 'more-than-exact'] as const;
  const broken = fc.uniqueArray(fc.tuple(fc.constantFrom(...apps), fc.constantFrom(...kinds)), {
    minLength: 1,
    maxLength: 20,
    selector: ([app]) => app,
  });
  await fc.assert(
    fc.asyncProperty(broken, async (chosen) => {
      fleet.reset();
      for (const app of apps) putApp(app);
      const wanted: string[] = [];
      for (const [app, kind] of chosen) {
        const [, content, said] = poisonedApps[kind] ?? [];
        fleet.put(`apps/${app}/app.ts`, String(content).replaceAll('NAME', app));
        wanted.push(`apps/${app}/app.ts:${said}`);
      }
      expect((await fleet.refused('render')).map(placeOf)).toEqual(wanted.sort());
    }),
    { numRuns: 3 },
  );
});
