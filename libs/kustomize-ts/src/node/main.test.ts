import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'kustomize-ts-'));
const start = fileURLToPath(new URL('../../bin/from-sources.js', import.meta.url));

beforeAll(() => {
  write('one.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n');
  write('kustomization.yaml', 'resources:\n- one.yaml\nimages:\n- name: web\n  newTag: v2\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function run(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [start, 'build', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('what finds nothing to change is an error with --strict, and only then', () => {
  const plain = run();
  expect(plain).toMatchObject({ status: 0, stderr: '' });
  expect(plain.stdout).toContain('name: one');
  const strict = run('--strict');
  expect(strict).toMatchObject({ status: 1, stdout: '' });
  expect(strict.stderr).toMatch(
    /^Error: no image is called web\n {2}at kustomization\.yaml:4:9 \(FW6022\)\n {2}hint: \S/,
  );
  const document: unknown = JSON.parse(run('--strict', '--json').stdout);
  expect(document).toMatchObject({ objects: [], diagnostics: [{ code: 'FW6022', severity: 'error', of: 'image' }] });
});

test('nothing to complain of is nothing to complain of', () => {
  write('app/kustomization.yaml', 'resources:\n- ../base\n');
  write('base/kustomization.yaml', 'namePrefix: a-\n');
  expect(run('--strict', 'app')).toEqual({ status: 0, stdout: '', stderr: '' });
});
