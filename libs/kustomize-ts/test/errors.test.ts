import { codes, type Diagnostic, format } from '@fleetwright/diagnostics';
import { expect, test } from 'vitest';
import { type BuildOptions, build } from '../src/index.ts';
import { changingMistakes } from './broken-trees/changing.ts';
import { readingMistakes } from './broken-trees/reading.ts';

/** All that is said of a tree: errors with the warnings before them, or warnings and misses of what could be built. */
function said(files: Readonly<Record<string, string>>, options: BuildOptions | undefined): readonly Diagnostic[] {
  const result = build(new Map(Object.entries(files)), 'app', options);
  return result.ok ? [...result.warnings, ...result.value.misses] : result.errors;
}

const outcomes = Object.entries({ ...readingMistakes, ...changingMistakes }).map(([name, { files, options }]) => ({
  name,
  diagnostics: said(files, options),
}));

test('what is said of broken trees', async () => {
  const text = outcomes.map(({ name, diagnostics }) => `# ${name}\n${format(diagnostics)}`).join('\n');
  await expect(text).toMatchFileSnapshot('errors.golden');
});

test('every code is said somewhere', () => {
  const known = Object.keys(codes).filter((code) => code.startsWith('FW60'));
  const found = new Set<string>(outcomes.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)));
  expect(known.filter((code) => !found.has(code))).toEqual([]);
});

// Of a folder that is built, no line is known.
const withoutLine = new Set(['FW6001']);

test.each(outcomes)('$name: all with file, line and hint', ({ diagnostics }) => {
  expect(diagnostics).not.toEqual([]);
  for (const { code, at, hint } of diagnostics) {
    expect(hint).toMatch(/\S/);
    expect(at?.file).toMatch(/./);
    expect(withoutLine.has(code) || (at?.line ?? 0) > 0).toBe(true);
  }
});
