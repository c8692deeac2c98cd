import type { Diagnostic } from '@fleetwright/diagnostics';
import { describe, expect, test } from 'vitest';
import { locate } from './locate.ts';

/** Checks that paths lead to places; `‹` in a file stands before the place that the path of that number leads to. */
function check(
  files: { [file: string]: string },
  file: string,
  paths: { [mark: string]: readonly (string | number)[] },
): void {
  const marks = new Map<string, string>();
  const plain = new Map<string, string>();
  for (const [name, marked] of Object.entries(files)) {
    let text = '';
    for (const part of marked.split(/(‹\w+›)/)) {
      if (!part.startsWith('‹')) text += part;
      else {
        const lines = text.split('\n');
        marks.set(part.slice(1, -1), `${name}:${lines.length}:${(lines.at(-1) ?? '').length + 1}`);
      }
    }
    plain.set(name, text);
  }
  const diagnostics = Object.values(paths).map((path): Diagnostic => {
    return { code: 'FW1011', severity: 'error', message: 'wrong', at: { file, path } };
  });
  const located = locate(diagnostics, (name) => plain.get(name));
  const places = located.map(({ at }) => `${at?.file}:${at?.line}:${at?.column}`);
  const names = Object.keys(paths);
  expect(names.map((name, index) => [name, places[index]])).toEqual(names.map((name) => [name, marks.get(name)]));
}

describe('definitions', () => {
  test('literals, names of every kind, lists, wrappers, the deepest part of a path that breaks off', () => {
    const app = `import { defineApp } from '#fleet';
const other = { name: 1 };
export default ‹whole›defineApp({
  ‹name›name: 'web',
  ‹quoted›'quoted': 1,
  ‹wrapped›processes: ({ ‹web›web: { ‹ports›ports: { ‹port›http: 8080 } } } as const) satisfies object,
  ‹list›list: [‹first›1, { ‹inList›a: 1 }],
  ‹computed›['computed']: Number('1'),
  ‹numeric›1: 2,
});`;
    check({ 'apps/a/app.ts': app }, 'apps/a/app.ts', {
      whole: ['nothing', 'there'],
      name: ['name'],
      quoted: ['quoted'],
      wrapped: ['processes'],
      web: ['processes', 'web', 'missing'],
      ports: ['processes', 'web', 'ports'],
      port: ['processes', 'web', 'ports', 'http', 'deeper'],
      list: ['list', 7],
      first: ['list', 0],
      inList: ['list', 1, 'a'],
      computed: ['computed', 'x'],
      numeric: ['1'],
    });
    check({ 'apps/a/app.ts': app }, 'apps/a/app.ts', { whole: [] });
  });

  test('constants, shorthand, spreads and imports; the last property of a name counts', () => {
    const files = {
      'apps/a/app.ts': `import { defineApp } from '#fleet';
import { probe as health, ports } from '../common.ts';
const common = { ‹image›image: 'web', ‹hidden›replicas: 1 };
const config = { ‹key›LEVEL: 'info' };
const extra = [‹two›2];
const app = defineApp({
  ‹config›config,
  web: { replicas: 0, ...common, ‹over›replicas: 2, ‹probe›readiness: health, ports: { ...ports } },
  list: [1, ...extra, ‹three›3],
});
export default app;`,
      'apps/common.ts': `export const probe = { ‹path›path: '/' };\nexport const ports = { ‹http›http: 1 };\n`,
    };
    check(files, 'apps/a/app.ts', {
      config: ['config'],
      key: ['config', 'LEVEL'],
      image: ['web', 'image'],
      over: ['web', 'replicas'],
      probe: ['web', 'readiness', 'port'],
      path: ['web', 'readiness', 'path'],
      http: ['web', 'ports', 'http'],
      two: ['list', 1],
      three: ['list', 2],
    });
  });

  test('patch and raw, by the path of the data and by the shorter one', () => {
    const app = `export default defineApp({
  patches: [‹call›patch(‹kind›'Deployment', ‹target›'web', ‹input›{ ‹why›why: 'INC', ‹merge›merge: { ‹spec›spec: {} } })],
  raw: [raw('Service', 'x', { ‹object›object: {} })],
});`;
    check({ 'apps/a/app.ts': app }, 'apps/a/app.ts', {
      call: ['patches', 0],
      kind: ['patches', 0, 'kind'],
      target: ['patches', 0, 'name'],
      input: ['patches', 0, 'input', 'only'],
      why: ['patches', 0, 'input', 'why'],
      merge: ['patches', 0, 'merge'],
      spec: ['patches', 0, 'input', 'merge', 'spec', 'replicas'],
      object: ['raw', 0, 'object', 'metadata'],
    });
  });

  test('constants in a circle, broken files, definitions made elsewhere', () => {
    check({ 'a.ts': `const a = b; const b = a;\nexport default defineApp({ ‹x›x: a });` }, 'a.ts', { x: ['x', 'y'] });
    check({ 'a.ts': `export default defineApp({ ‹x›x: { y: ` }, 'a.ts', { x: ['x', 'z'] });
    check({ 'a.ts': `\n‹made›export default service('x');` }, 'a.ts', { made: ['processes', 'web'] });
    check({ 'a.ts': `export const fleet = defineFleet({ teams: { ‹shop›shop: {} } });` }, 'a.ts', {
      shop: ['teams', 'shop'],
    });
  });

  test('a file whose definition is not exported, or that has none', () => {
    check({ 'a.ts': `\nexport const app = ‹made›defineApp({});` }, 'a.ts', { made: [] });
    check({ 'a.ts': `‹first›export const app = {};\n` }, 'a.ts', { first: [] });
  });
});

test('YAML: keys, elements of lists, aliases, the deepest part', () => {
  const yaml = `# images\n‹images›images:\n  ‹web›web: &web\n    ‹tag›tag: "1"\n  ‹other›other: *web\n‹list›list:\n  - 1\n  - ‹two›name: x\n`;
  check({ 'apps/a/images.yaml': yaml }, 'apps/a/images.yaml', {
    images: ['images', 'missing'],
    web: ['images', 'web'],
    tag: ['images', 'web', 'tag', 'x'],
    other: ['images', 'other'],
    list: ['list'],
    two: ['list', 1],
  });
});

test('YAML that is too deep to be read has no places', () => {
  const diagnostic: Diagnostic = {
    code: 'FW1031',
    severity: 'error',
    message: 'wrong',
    at: { file: 'a.yaml', path: [0] },
  };
  expect(locate([diagnostic], () => '['.repeat(50_000))).toEqual([diagnostic]);
});

test('what has a line, no path, or no file stays as it is', () => {
  const base = { code: 'FW1011', severity: 'error', message: 'wrong' } as const;
  const diagnostics: Diagnostic[] = [
    base,
    { ...base, at: { file: 'a.ts' } },
    { ...base, at: { file: 'a.ts', path: ['x'], line: 7 } },
    { ...base, at: { file: 'gone.ts', path: ['x'] } },
    { ...base, at: { file: 'a.txt', path: ['x'] } },
  ];
  expect(locate(diagnostics, (file) => (file.startsWith('a.') ? 'defineApp({ x: 1 })' : undefined))).toEqual(
    diagnostics,
  );
});
