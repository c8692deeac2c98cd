/*
 * Builds cases of cases.json and shows what is not as they say.
 *
 *   npm run case -- [--list] [--quiet] [--files] [--stack] <name or part of it | area | feature>…
 *
 * Without a word: all of them, with the sums by area. `--files` prints the files of the cases, `--quiet` no differences.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Case, readCases } from './cases.ts';
import { checkCase, type Miss } from './check.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean' }, quiet: { type: 'boolean' }, files: { type: 'boolean' } },
});

const cases = readCases();
const chosen = choose(cases, positionals);
const areas = new Map<string, { passed: number; of: number }>();
let failed = 0;

for (const one of chosen) {
  if (values.list === true) {
    print(`${one.area}\t${one.name}\t${one.features.join(' ')}`);
    continue;
  }
  if (values.files === true) show(one);
  const misses = checkCase(one);
  const sum = areas.get(one.area) ?? { passed: 0, of: 0 };
  areas.set(one.area, { passed: sum.passed + (misses.length === 0 ? 1 : 0), of: sum.of + 1 });
  if (misses.length === 0) continue;
  failed += 1;
  print(`\n✗ ${one.name} (${one.area})`);
  for (const miss of misses) print(values.quiet === true ? summary(miss) : difference(miss));
}
if (values.list !== true) {
  for (const [area, { passed, of }] of [...areas].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (passed < of) print(`${area}: ${passed} of ${of}`);
  print(`${chosen.length - failed} of ${chosen.length} hold`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function choose(all: readonly Case[], words: readonly string[]): readonly Case[] {
  if (words.length === 0) return all;
  const exact = all.filter((one) => words.some((word) => [one.name, one.area, ...one.features].includes(word)));
  return exact.length > 0 ? exact : all.filter(({ name }) => words.some((word) => name.includes(word)));
}

function show(one: Case): void {
  print(`\n# ${one.name}: build ${one.root} ${JSON.stringify(one.options)}`);
  for (const [path, content] of Object.entries(one.files)) {
    print(`--- ${path}\n${typeof content === 'string' ? content : `(base64) ${content.base64}`}`);
  }
}

function summary({ what, received }: Miss): string {
  return `  ${what}: ${received.slice(0, 200).replaceAll('\n', ' ⏎ ')}`;
}

function difference({ what, expected, received }: Miss): string {
  const folder = mkdtempSync(join(tmpdir(), 'case-'));
  try {
    writeFileSync(join(folder, 'expected'), `${expected}\n`);
    writeFileSync(join(folder, 'received'), `${received}\n`);
    const { stdout } = spawnSync('diff', ['-u', 'expected', 'received'], { cwd: folder, encoding: 'utf8' });
    return `  ${what}\n${stdout.split('\n').slice(2).join('\n')}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
