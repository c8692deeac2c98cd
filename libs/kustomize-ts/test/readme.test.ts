import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { flagNames } from '../src/node/flags.ts';

// Every example of README.md runs as it stands, and prints what stands below it.

const library = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(library, 'README.md'), 'utf8');
const examples = [...readme.matchAll(/```js\n([^]*?)```\n\n```(?:yaml|text)\n([^]*?)```/g)];

// The files of the first example, for the one that reads a disk.
const files = {
  'base/kustomization.yaml': 'resources:\n- service.yaml\n',
  'base/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n',
  'prod/kustomization.yaml': 'namePrefix: prod-\nresources:\n- ../base\n',
};
const folder = mkdtempSync(join(tmpdir(), 'kustomize-ts-readme-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
mkdirSync(join(folder, 'node_modules'));
symlinkSync(library, join(folder, 'node_modules/kustomize-ts'), 'junction');

test('every example has an output', () => {
  expect(examples.length).toBe(readme.match(/```js\n/g)?.length);
});

test.each(examples.map(([, code = '', output = ''], index) => [index, code, output] as const))(
  'example %i',
  async (index, code, output) => {
    const file = join(folder, `example-${index}.mjs`);
    writeFileSync(file, code);
    const words = ['--conditions=development', '--disable-warning=ExperimentalWarning', file];
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: folder });
    expect(stdout.trimEnd()).toBe(output.trimEnd());
  },
  60_000,
);

test('the entries and the flags that it names are there', () => {
  const manifest: unknown = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
  const entries = [...readme.matchAll(/^\| `kustomize-ts(\/[a-z-]+)?` \|/gm)].map(([, path = '']) => `.${path}`);
  // One file for browsers is made when the package is.
  expect(manifest).toMatchObject({
    exports: Object.fromEntries(entries.filter((path) => path !== './browser').map((path) => [path, {}])),
  });
  const flags = [...readme.matchAll(/`(?:-o`, `)?(--[a-z-]+)/g)].map(([, flag = '']) => flag);
  expect(flags.filter((flag) => !flagNames.includes(flag))).toEqual([]);
});
