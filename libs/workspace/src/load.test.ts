import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { app, complaints, expectComplaints, good, project } from '../test/project.ts';
import { loadDefinitions } from './load.ts';

describe('what is loaded', () => {
  test('fleet, inventory, apps, platform apps and images, as data', async () => {
    const root = project({
      'apps/web/app.ts': app(
        `import { port } from '../ports.ts';
        interface Unused { readonly a: string }
        export default defineApp({ name: 'web', team: 'shop', config: { URL: text\`https://shop.\${fact.domain}\` },
          processes: { web: { type: 'web', image: 'web', ports: { http: port }, scale: { type: 'fixed', replicas: fact.shards } } },
          patches: [patch('Deployment', 'web', { why: 'INC-1', merge: {} })] });`,
      ),
      'apps/web/images.yaml': 'images: {}\n',
      'apps/ports.ts': 'export const port = 8080 as const;\n',
      'apps/base/app.ts': app(`export default definePlatform({ name: 'base', namespaces: {} });`),
      'apps/gone/rendered/dev/config/release.yaml': '{}\n',
    });
    const loaded = await loadDefinitions(root);
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.fleet).toMatchObject({ file: 'clusters/fleet.ts', define: 'fleet', input: { platform: 'shop' } });
    expect(loaded.inventory).toMatchObject({ define: 'inventory', input: { 'eu-1': { facts: { shards: 3 } } } });
    expect([...loaded.apps.keys()]).toEqual(['base', 'web']);
    expect(loaded.apps.get('base')?.define).toBe('platform');
    expect(loaded.apps.get('web')).toMatchObject({
      file: 'apps/web/app.ts',
      define: 'app',
      input: {
        config: { URL: { $text: { literals: ['https://shop.', ''], facts: ['domain'] } } },
        processes: { web: { ports: { http: 8080 }, scale: { replicas: { $fact: 'shards' } } } },
        patches: [{ escape: 'patch', kind: 'Deployment', name: 'web', input: { why: 'INC-1' } }],
      },
    });
    expect([...loaded.images]).toEqual([['web', { file: 'apps/web/images.yaml', text: 'images: {}\n' }]]);
  });

  test('the same with one process as with four, whatever definitions leave behind', async () => {
    const files: { [path: string]: string } = { 'apps/shared.ts': 'export const seen: string[] = [];\n' };
    for (let index = 0; index < 12; index++)
      files[`apps/a${index}/app.ts`] = app(
        `import { seen } from '../shared.ts';
        seen.push('a${index}');
        Object.assign(globalThis, { left: [...(Reflect.get(globalThis, 'left') ?? []), ${index}] });
        if (${index} === 3) throw new Error('three');
        export default defineApp({ name: 'a${index}', team: 'shop', processes: {}, config: { SEEN: seen.join(), LEFT: String(Reflect.get(globalThis, 'left')) } });`,
      );
    const root = project(files);
    const [one, four] = [await loadDefinitions(root, { workers: 1 }), await loadDefinitions(root, { workers: 4 })];
    expect(four).toEqual(one);
    expect([...four.apps.keys()]).toEqual([...one.apps.keys()]);
    expect(one.apps.size).toBe(11);
    expect(one.apps.get('a11')?.input).toMatchObject({ config: { SEEN: 'a11', LEFT: '11' } });
  });

  test('the same in another world: time zone, language, home, folder, umask, order of files', async () => {
    const bad = app("import { x } from 'node:fs';");
    const files = { 'apps/a/app.ts': good('a'), 'apps/b/app.ts': bad, 'apps/c/app.ts': app('throw new Error("c");') };
    const here = await loadDefinitions(project(files));
    const root = project(Object.fromEntries(Object.entries(files).reverse()));
    const program = `
      process.umask(0o077);
      const { loadDefinitions } = await import(${JSON.stringify(new URL('./load.ts', import.meta.url).href)});
      const loaded = await loadDefinitions('.', { workers: 2 });
      console.log(JSON.stringify({ ...loaded, apps: [...loaded.apps], images: [...loaded.images] }));`;
    const env = {
      TZ: 'Pacific/Chatham',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      HOME: '/nowhere',
      NODE_OPTIONS: '--no-warnings',
    };
    const there = execFileSync(process.execPath, ['--conditions=development', '--input-type=module', '-e', program], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    expect(JSON.parse(there)).toEqual(
      JSON.parse(JSON.stringify({ ...here, apps: [...here.apps], images: [...here.images] })),
    );
    expect(here.diagnostics).toHaveLength(2);
  });

  test('`only` chooses apps; one that is not there is named with its neighbour', async () => {
    const root = project({ 'apps/web/app.ts': good('web'), 'apps/bad/app.ts': 'throw 1' });
    const loaded = await loadDefinitions(root, { only: ['web', 'wbe'] });
    expect([...loaded.apps.keys()]).toEqual(['web']);
    expect(loaded.diagnostics).toMatchObject([{ code: 'FW4001', hint: 'did you mean "web"?' }]);
  });
});

describe('what cannot be loaded', () => {
  test('mistakes', async () => {
    await expectComplaints([
      ['\nthrow new Error("no luck");', /^3:7 FW1001 throws "no luck"$/],
      ['const x = undefined;\nx.y;', /^3:3 FW1001 throws TypeError: Cannot read properties of undefined/],
      ['throw null;', /^-:- FW1001 throws null$/],
      ['await Promise.reject(new Error("late"));', /^2:22 FW1001 throws "late"$/],
      [
        'Promise.reject(new Error("lost"));\nexport default defineApp({});',
        /^2:16 FW1001 leaves a rejected promise behind: "lost"$/,
      ],
      ['const f = () => f();\nf();', /^2:17 FW1001 throws RangeError: Maximum call stack size exceeded$/],
      ['export default await new Promise(() => {});', /^-:- FW1003 awaits something that never comes$/],
      ['const x =\n  1 +* 2;', /^3:6 FW1001 not valid TypeScript: Expression expected$/],
      ['enum Size { Small }', /^2:1 FW1001 not valid TypeScript: TypeScript enum is not supported/],
      ['let x = 1;\nlet x = 2;', /FW1001 does not parse: SyntaxError: Identifier 'x' has already been declared$/],
      ["import { defineAp } from '#fleet';", /^2:10 FW1001 "#fleet" does not export defineAp$/],
      ["import { x } from './nowhere.ts';", /^2:19 FW1001 there is no file "\.\/nowhere\.ts"$/],
      ['export const app = defineApp({});', /^-:- FW1001 the default export is not there or is no definition$/],
      [
        'export default { define: "inventory", input: {} };',
        /^-:- FW1001 the default export is made by defineInventory$/,
      ],
      ['export default defineApp({ name: `${fact.domain}` });', /^2:42 FW1020 fact\.domain was used as a value/],
      ['export default defineApp({ name: "a" + fact.domain });', /^2:\d+ FW1020 fact\.domain was used as a value/],
      [
        'export default defineApp({ a: { b: [1, () => 2] } });',
        /^-:- FW1005 a\.b\.1 is a value of type function, not data$/,
      ],
      ['export default defineApp({ get a() { throw new Error("got"); } });', /^2:44 FW1001 throws "got"$/],
    ]);
  });

  test('what is not data carries its path', async () => {
    const root = project({ 'apps/a/app.ts': app('export default defineApp({ a: Number.NaN, b: new Map() });') });
    const { diagnostics } = await loadDefinitions(root);
    expect(diagnostics.map(({ at }) => at)).toEqual([
      { file: 'apps/a/app.ts', path: ['a'] },
      { file: 'apps/a/app.ts', path: ['b'] },
    ]);
  });

  test('endless loops are stopped', async () => {
    const loops = ['for (;;) {}', 'await 0;\nfor (;;) {}', 'async function spin() { for (;;) await 0; }\nspin();'];
    const said = await complaints(loops, { timeoutMs: 500 });
    expect(said).toEqual(loops.map(() => ['-:- FW1003 did not end within 0.5 s and was stopped']));
  });

  test('endless allocation is stopped', async () => {
    const greedy = [
      'const all = [];\nfor (;;) all.push({ x: 1 });',
      'const all = new Map();\nfor (let i = 0; ; i++) all.set(i, i);',
      'const all = [];\nfor (let i = 0; ; i++) all.push(("x".repeat(1e6) + i).split(""));',
    ];
    const said = await complaints(greedy, { memoryMb: 64, timeoutMs: 20_000 });
    expect(said).toEqual(greedy.map(() => ['-:- FW1004 used more than 64 MB of memory and was stopped']));
  });

  test('no definition is blamed for memory that those before it left behind', async () => {
    const body = `const big = Array.from({ length: 1e6 }, (_, index) => ({ index }));
      Object.assign(globalThis, { big });
      export default defineApp({ size: big.length });`;
    const apps = Array.from({ length: 5 }, (_, index) => [`apps/a${index}/app.ts`, app(body)] as const);
    const loaded = await loadDefinitions(project(Object.fromEntries(apps)), { workers: 1, memoryMb: 128 });
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.apps.size).toBe(5);
  });

  test('every bad definition is told in one run, the inventory among them', async () => {
    const root = project({
      'clusters/inventory.ts': 'throw new Error("inventory");',
      'apps/a/app.ts': 'throw new Error("a");',
      'apps/b/app.ts': 'for (;;) {}',
      'apps/c/app.ts': app('export default defineApp({ c: Date.now() });'),
      'apps/d/app.ts': good('d'),
    });
    const loaded = await loadDefinitions(root, { timeoutMs: 500 });
    expect(loaded.diagnostics.map(({ code, at }) => `${at?.file} ${code}`)).toEqual([
      'apps/a/app.ts FW1001',
      'apps/b/app.ts FW1003',
      'apps/c/app.ts FW1002',
      'clusters/inventory.ts FW1001',
    ]);
    expect([...loaded.apps.keys()]).toEqual(['d']);
  });

  test('a fleet that fails is told once, without what follows from it', async () => {
    const root = project({
      'clusters/fleet.ts': '\nthrow new Error("fleet");',
      'apps/a/app.ts': good('a'),
      'apps/b/app.ts': good('b'),
    });
    const loaded = await loadDefinitions(root);
    expect(loaded.diagnostics).toMatchObject([
      { code: 'FW1001', at: { file: 'clusters/fleet.ts', line: 2, column: 7 } },
    ]);
    expect(loaded.fleet).toBeUndefined();
  });

  test('symbolic links and bytes that are not text', async () => {
    const root = project({ 'apps/a/app.ts': good('a'), 'apps/b/app.ts': good('b'), 'elsewhere.ts': good('c') });
    mkdirSync(join(root, 'apps/c'));
    symlinkSync('../../elsewhere.ts', join(root, 'apps/c/app.ts'));
    writeFileSync(join(root, 'apps/a/images.yaml'), Buffer.from([0xff, 0xfe, 0x00]));
    const loaded = await loadDefinitions(root);
    expect(loaded.diagnostics.map(({ code, at }) => `${at?.file} ${code}`)).toEqual([
      'apps/a/images.yaml FW5006',
      'apps/c/app.ts FW5016',
    ]);
    // Without its images, every slot of `a` would be said to be missing.
    expect([...loaded.apps.keys()]).toEqual(['b']);
  });
});
