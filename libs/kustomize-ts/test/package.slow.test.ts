import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const packages = join(repository, '.cache/packages');
const overlay = {
  'base/kustomization.yaml': 'resources: [service.yaml]\n',
  'base/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n',
  'prod/kustomization.yaml': 'namePrefix: prod-\nresources: [../base]\n',
};
const built = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: prod-web\n';
// What browsers have, and nothing of Node.
const { TextDecoder, TextEncoder, atob, btoa, performance } = globalThis;

describe('the package, installed into an empty project', () => {
  const project = mkdtempSync(join(tmpdir(), 'kustomize-ts-'));
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  beforeAll(() => {
    const node = process.execPath;
    execFileSync(
      node,
      [join(repository, 'node_modules/typescript-native/bin/tsc'), '-b', 'libs/kustomize-ts/tsconfig.lib.json'],
      { cwd: repository },
    );
    execFileSync(node, ['tools/scripts/pack-kustomize-ts.ts'], { cwd: repository });
    for (const [path, text] of Object.entries(overlay)) write(path, text);
    write('package.json', '{ "private": true, "type": "module" }');
    const tarball = readdirSync(packages).find((file) => file.endsWith('.tgz')) ?? '';
    execFileSync('npm', ['install', '--no-audit', '--no-fund', join(packages, tarball)], {
      cwd: project,
      shell: process.platform === 'win32',
    });
  }, 300_000);

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }

  it('brings nothing along but yaml', () => {
    expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'kustomize-ts',
      'yaml',
    ]);
  });

  it('builds by command', () => {
    const bin = join(project, 'node_modules/kustomize-ts/bin/kustomize-ts.js');
    const ran = spawnSync(process.execPath, [bin, 'build', 'prod'], { cwd: project, encoding: 'utf8' });
    expect(ran).toMatchObject({ status: 0, stdout: built, stderr: '' });
    const failed = spawnSync(process.execPath, [bin, 'build', 'gone'], { cwd: project, encoding: 'utf8' });
    expect(failed).toMatchObject({ status: 1, stdout: '' });
    expect(failed.stderr).toMatch(/^Error: must build at directory: /);
  });

  it('builds by API, on the oldest Node that it is for too', () => {
    write(
      'api.js',
      `import { build, toYaml } from 'kustomize-ts';
import { diskFiles } from 'kustomize-ts/node';
const result = build(diskFiles('.'), 'prod');
process.stdout.write(result.ok ? toYaml(result.value.resources) : JSON.stringify(result.errors));
`,
    );
    for (const node of [process.execPath, ...olderNodes()])
      expect(execFileSync(node, ['api.js'], { cwd: project, encoding: 'utf8' }), node).toBe(built);
  });

  it('gives its parts by themselves', () => {
    write(
      'parts.js',
      `import { applyJsonPatch } from 'kustomize-ts/json-patch';
import { merge } from 'kustomize-ts/merge';
import { readYaml, toYaml } from 'kustomize-ts/yaml';
const [object] = readYaml('kind: X\\nlist: [a]\\n').value;
const merged = merge(object, { kind: null, b: 1 }).value;
process.stdout.write(toYaml([applyJsonPatch(merged, [{ op: 'add', path: '/list/-', value: 'c' }]).value]));
`,
    );
    const printed = execFileSync(process.execPath, ['parts.js'], { cwd: project, encoding: 'utf8' });
    expect(printed).toBe('b: 1\nlist:\n- a\n- c\n');
  });

  it('has types that stand alone', () => {
    write(
      'typed.ts',
      `import { type Built, build, type Files, readsOf } from 'kustomize-ts';
import { applyJsonPatch } from 'kustomize-ts/json-patch';
import { merge } from 'kustomize-ts/merge';
import { diskFiles } from 'kustomize-ts/node';
import { readYaml, toYaml } from 'kustomize-ts/yaml';
const files: Files = diskFiles('.');
const result = build(files, 'prod', { reorder: 'none' });
export const value: Built | undefined = result.ok ? result.value : undefined;
export const line: number | undefined = result.ok ? 0 : result.errors[0]?.at?.line;
export const reads = readsOf(files, 'prod');
const [object] = value?.objects ?? [];
const merged = object && merge(object, { metadata: { labels: { a: 'b' } } });
const patched = merged?.ok && merged.value && applyJsonPatch(merged.value, [{ op: 'remove', path: '/metadata/name' }]);
export const text: string = patched && patched.ok ? toYaml([patched.value]) : '';
export const documents = readYaml(text);
`,
    );
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2023'],
      strict: true,
      noEmit: true,
      types: [],
    };
    write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['typed.ts'] }));
    const tsc = join(repository, 'node_modules/typescript-native/bin/tsc');
    const ran = spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: project, encoding: 'utf8' });
    expect(ran.stdout).toBe('');
  });

  it('runs where there is nothing of Node', () => {
    const page = readFileSync(join(project, 'node_modules/kustomize-ts/demo/index.html'), 'utf8');
    const [script = ''] = /<script>[^]*?<\/script>/.exec(page) ?? [];
    const context = createContext({ TextDecoder, TextEncoder, atob, btoa, performance });
    runInContext(script.slice('<script>'.length, -'</script>'.length), context);
    const files = JSON.stringify(Object.entries(overlay));
    expect(runInContext(`kustomizeTs.build(new Map(${files}), 'prod').value.yaml`, context)).toBe(built);
  });

  it('shows it on a page', ({ skip }) => {
    const browser = ['chromium', 'google-chrome', 'chrome'].find((name) => spawnSync(name, ['--version']).status === 0);
    if (browser === undefined) {
      skip('no Chromium on the PATH');
      return;
    }
    const page = pathToFileURL(join(project, 'node_modules/kustomize-ts/demo/index.html')).href;
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=3000', '--dump-dom', page];
    expect(execFileSync(browser, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).toMatch(
      />built in [\d.]+ ms</,
    );
  });
});

/** Those of Node 20 to 23 that the machine has beside the pinned one. */
function olderNodes(): string[] {
  return ['/usr/local/bin/node', '/usr/bin/node'].filter((file) => {
    const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' });
    return status === 0 && /^v2[0-3]\./.test(stdout);
  });
}
