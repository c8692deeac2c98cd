import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Case, filesOf, readCases } from './cases.ts';
import type { Build } from './differential/compare.ts';
import { randomBuild } from './differential/random-build.ts';
import { type Answer, argsOf, findProgram, type Oracle, startOracle, warningsOf } from './oracle.ts';

// The oracle says what the command says: a sample of builds, in one process of it and in a process of the command each.

const [binary, program] = [findProgram('kustomize'), findProgram('kustomize-oracle')];

const builds: Build[] = [
  ...readCases()
    .filter((_, index) => index % 10 === 0)
    .map((one: Case) => ({ files: filesOf(one), root: one.root, options: one.options })),
  ...Array.from({ length: 60 }, (_, index) => randomBuild(1, index)),
];

describe.skipIf(binary === undefined || program === undefined)('kustomize-oracle', () => {
  let folder: string;
  let oracle: Oracle;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'oracle-')));
    oracle = startOracle(program ?? '', 5000);
  });
  afterAll(() => {
    oracle.close();
    rmSync(folder, { recursive: true });
  });

  test('answers as the command does, whatever it was asked before', async () => {
    for (const [index, build] of builds.entries()) {
      const place = join(folder, String(index));
      const [answer] = await oracle.build(build.files, build.root, build.options);
      // There are builds that kustomize does not end.
      if (answer?.error.startsWith('panic: the process ended') === true) continue;
      const ran = await run(place, build);
      expect({ index, ok: answer?.ok, stdout: answer?.stdout, warnings: answer?.warnings }).toEqual({
        index,
        ok: ran.ok,
        stdout: ran.stdout,
        warnings: ran.warnings,
      });
      expect(comparable(answer?.error ?? '')).toBe(comparable(ran.error.replaceAll(place, '')));
    }
  });

  test('builds again what it built before the schema of another build', async () => {
    const schema = readCases().find(({ area, stdout }) => area === 'openapicustomschema' && stdout !== undefined);
    const [plain] = builds;
    if (schema === undefined || plain === undefined) return;
    const [before] = await oracle.build(plain.files, plain.root, plain.options);
    await oracle.build(filesOf(schema), schema.root, schema.options);
    const [after] = await oracle.build(plain.files, plain.root, plain.options);
    expect(after?.stdout).toBe(before?.stdout);
  });

  test('a process that does not answer is replaced', async () => {
    const hasty = startOracle(program ?? '', 1);
    const [late] = await hasty.build(new Map([['/kustomization.yaml', 'namePrefix: a\n'.repeat(200_000)]]), '/', {});
    expect(late?.error).toMatch(/^panic: the process ended/);
    hasty.close();
  });
});

async function run(place: string, { files, root, options }: Build): Promise<Answer> {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), content);
  }
  mkdirSync(join(place, root), { recursive: true });
  return new Promise((resolve) => {
    const env = { PATH: '', HOME: place };
    execFile(
      binary ?? '',
      ['build', ...argsOf(join(place, root), options)],
      { env, maxBuffer: 2 ** 28 },
      (problem, stdout, stderr) => {
        const at = stderr.indexOf('Error: ');
        const error = problem === null ? '' : at === -1 ? stderr : stderr.slice(at + 'Error: '.length);
        const warnings = warningsOf(at === -1 ? stderr : stderr.slice(0, at));
        resolve({
          ok: problem === null,
          stdout,
          warnings: problem !== null && at === -1 ? [] : warnings,
          error,
          millis: 0,
        });
      },
    );
  });
}

/** An error without what differs between two processes: addresses of memory, and what of a panic is about the program. */
function comparable(error: string): string {
  const [first = ''] = error.replace(/^panic: /, '').split('\n');
  return /goroutine|^panic/.test(error)
    ? first
    : error
        .replaceAll(/0x[0-9a-f]+/g, 'ADDRESS')
        .replaceAll("'/'", "''")
        .trim();
}
