import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

/** The two that only running can find: a fact in a string, and an excess field that a spread hides. */
const invisible = new Set(['b9', 'b33']);
/** An error longer than this spells out a type instead of naming it. */
const longestLine = 250;

const folder = join(import.meta.dirname, 'mistakes');
const source = readFileSync(join(folder, 'bad.ts'), 'utf8').split('\n');

interface Mistake {
  readonly name: string;
  readonly from: number;
  to: number;
}

/** Every `export const bN`, with its lines. */
function mistakes(): Mistake[] {
  const found: Mistake[] = [];
  for (const [index, line] of source.entries()) {
    const name = /^export const (b\d+)/.exec(line)?.[1];
    const last = found.at(-1);
    if (name && last) last.to = index;
    if (name) found.push({ name, from: index + 1, to: source.length });
  }
  return found;
}

/** What the compiler says, by the file and line that it says it of. */
function compile(): { file: string; line: number; text: string[] }[] {
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript-native/package.json')),
    'bin',
    'tsc',
  );
  const errors: { file: string; line: number; text: string[] }[] = [];
  for (const line of output(compiler).split('\n')) {
    const start = /^(?:.*\/)?([^/(]+)\((\d+),\d+\): error (.*)$/.exec(line);
    if (start) errors.push({ file: start[1] ?? '', line: Number(start[2]), text: [start[3] ?? ''] });
    else if (line.trim() !== '') errors.at(-1)?.text.push(line);
  }
  return errors;
}

function output(compiler: string): string {
  try {
    return execFileSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
  } catch (failure) {
    if (failure instanceof Error && 'stdout' in failure && typeof failure.stdout === 'string') return failure.stdout;
    throw failure;
  }
}

describe('the compiler', () => {
  let errors: ReturnType<typeof compile> = [];
  beforeAll(() => {
    errors = compile();
  });
  const of = ({ from, to }: Mistake) =>
    errors.filter(({ file, line }) => file === 'bad.ts' && line >= from && line <= to);

  test('accepts the apps that are right', () => {
    expect(errors.filter(({ file }) => file !== 'bad.ts')).toEqual([]);
  });

  test.each(mistakes().filter(({ name }) => !invisible.has(name)))(
    'finds $name in three lines that matter',
    (mistake) => {
      const lines = of(mistake).flatMap(({ text }) => text);
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.length).toBeLessThanOrEqual(3);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(longestLine);
    },
  );

  test.each(mistakes().filter(({ name }) => invisible.has(name)))('cannot find $name', (mistake) => {
    expect(of(mistake)).toEqual([]);
  });

  test('says what it always said', async () => {
    const text = mistakes().map((mistake) =>
      [`${mistake.name}:`, ...of(mistake).flatMap((error) => error.text)].join('\n  '),
    );
    await expect(`${text.join('\n')}\n`).toMatchFileSnapshot('mistakes/compiler.golden.txt');
  });
});
