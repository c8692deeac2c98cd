import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'kustomize-ts-'));
const start = fileURLToPath(new URL('./cli.ts', import.meta.url));

beforeAll(() => {
  write('one.yaml', one);
  write('kustomization.yaml', 'resources:\n- one.yaml\nimages:\n- name: web\n  newTag: v2\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function run(...words: readonly string[]) {
  return command('', ['build', ...words]);
}

function command(from: string, words: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=development', start, ...words], {
    cwd: join(folder, from),
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}

const one = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n';

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

test('files are named from the current folder, in the document too', () => {
  write('twice/kustomization.yaml', 'resources:\n- ../app2\n- one.yaml\n');
  write('twice/one.yaml', one);
  write('app2/kustomization.yaml', 'resources:\n- one.yaml\n');
  write('app2/one.yaml', one);
  const { stdout, stderr } = command('twice', ['build', '--json']);
  expect(stderr).toContain('\n  at one.yaml:1:1 (FW6010)\n  see: ../app2/one.yaml:1:1\n  hint: ');
  expect(JSON.parse(stdout)).toMatchObject({
    diagnostics: [{ at: { file: 'one.yaml', line: 1 }, related: [{ file: '../app2/one.yaml', line: 1 }] }],
  });
  write('empty/file', '');
  expect(command('empty', ['build']).stderr).toContain('\n  at . (FW6001)\n');
  expect(run('gone').stderr).toContain("evalsymlink failure on 'gone' : lstat /");
});

test('misses are in the document', () => {
  const { stdout } = command('', ['build', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    diagnostics: [],
    misses: [{ code: 'FW6022', of: 'image', at: { file: 'kustomization.yaml', line: 4 } }],
  });
});

test('an address as the folder is refused as one, a folder called like one is not', () => {
  for (const address of ['https://github.com/a/b', 'github.com/a/b?ref=x', 'git@github.com:a/b.git']) {
    expect(run(address).stderr).toMatch(/^Error: '.*' would have to be fetched over a network\n {2}\(FW6006\)\n/);
  }
  write('github.com/a/b/kustomization.yaml', 'namePrefix: a-\n');
  expect(run('./github.com/a/b')).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('output is written as a whole, through links, and nothing else is left', () => {
  write('out/link/there.yaml', 'before');
  symlinkSync('link/there.yaml', join(folder, 'out/here.yaml'));
  expect(run('-o=out/here.yaml')).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(join(folder, 'out/link/there.yaml'), 'utf8')).toBe(one);
  expect(readdirSync(join(folder, 'out/link'))).toEqual(['there.yaml']);
  expect(run('-o', 'no/such/file').stderr).toBe('Error: open no/such/file: no such file or directory\n');
});

test.skipIf(process.platform === 'win32')('what is there and is no file is said to be there', () => {
  write('odd/kustomization.yaml', 'resources:\n- loop\n');
  symlinkSync('loop', join(folder, 'odd/loop'));
  expect(run('odd').stderr).toContain("/odd/loop' : EvalSymlinks: too many links");
  spawnSync('mkfifo', [join(folder, 'odd/pipe')]);
  write('odd/kustomization.yaml', 'resources:\n- pipe\n');
  expect(run('odd').stderr).toMatch(/\/odd\/pipe' is a pipe or a device'.*\n {2}at odd\/kustomization\.yaml:2:3/);
  write('odd/kustomization.yaml', 'resources:\n- /dev/stdin\n');
  expect(command('', ['build', 'odd', '--load-restrictor', 'LoadRestrictionsNone'], one).stdout).toBe(one);
  expect(command('', ['build', 'odd'], one).stderr).toContain('(FW6004)');
});

test('helm that is not there is said to be not there', () => {
  write('chart/kustomization.yaml', 'helmCharts:\n- name: x\n  repo: https://charts.invalid\n');
  const { stderr } = run('chart', '--enable-helm', '--helm-command', 'no-such-helm');
  expect(stderr).toMatch(/^Error: unable to run: .*exec: "no-such-helm": executable file not found in \$PATH\n/);
  expect(stderr).toMatch(/hint: no-such-helm is not installed/);
});

test('flags stand before the command too', () => {
  expect(command('', ['--stack-trace', 'build', 'app'])).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(command('', ['--version']).stdout).toMatch(/^v\S+ \(kustomize v5\.8\.1\)\n$/);
  expect(command('', ['--foo']).stderr).toBe('Error: unknown flag: --foo\n');
  expect(command('', ['bulid']).stderr).toContain('Did you mean this?\n\tbuild\n');
});

test.skipIf(process.platform === 'win32')('bash completes names with spaces, values behind `=`, and flags', () => {
  mkdirSync(join(folder, 'app three'));
  const script = join(folder, 'completion.bash');
  writeFileSync(script, command('', ['completion', 'bash']).stdout);
  const complete = (...words: readonly string[]): readonly string[] => {
    const code =
      'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kustomize_ts; printf "%s\\n" "${COMPREPLY[@]}"';
    const { stdout } = spawnSync('bash', ['-c', code, 'bash', script, 'kustomize-ts', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    return stdout.split('\n').filter((line) => line !== '');
  };
  expect(complete('build', 'app')).toEqual(expect.arrayContaining(['app', 'app three']));
  expect(complete('build', '--load-restrictor', '=', 'L')).toEqual([
    'LoadRestrictionsRootOnly',
    'LoadRestrictionsNone',
  ]);
  expect(complete('-')).toContain('--version');
  expect(complete('version', '')).toEqual([]);
  expect(complete('build', '-o', basename(script))).toEqual(['completion.bash']);
});
