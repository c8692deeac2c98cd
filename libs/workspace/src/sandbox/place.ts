import type { Location } from '@fleetwright/diagnostics';

/**
 * How sources are named to V8, so that stacks carry paths of the work tree and no path of the machine:
 * `definitions:apps/web-app/app.ts`.
 */
export const sourcePrefix = 'definitions:';

/** The innermost place in a definition that a stack names; `undefined` when it names none. */
export function placeInStack(stack: string): Location | undefined {
  const match = /definitions:(.+?):(\d+):(\d+)\)?$/m.exec(stack);
  const file = match?.[1];
  return file === undefined ? undefined : { file, line: Number(match?.[2]), column: Number(match?.[3]) };
}

/** Where `source` imports `specifier`, as far as plain search can tell. */
export function placeOfImport(file: string, source: string, specifier: string): Location {
  for (const quote of ["'", '"', '`']) {
    const index = source.indexOf(`${quote}${specifier}${quote}`);
    if (index >= 0) return placeOfIndex(file, source, index);
  }
  return { file };
}

/** Where `source` imports (or exports again) `name` from `specifier`; `undefined` when it does not. */
export function placeOfName(file: string, source: string, name: string, specifier: string): Location | undefined {
  for (const statement of source.matchAll(/\b(?:import|export)\b([^;'"]*?)\bfrom\s*['"]([^'"]*)['"]/g)) {
    if (statement[2] !== specifier) continue;
    for (const word of statement[0].matchAll(/[\w$]+/g))
      if (word[0] === name) return placeOfIndex(file, source, statement.index + word.index);
  }
  return undefined;
}

/** The place that Node's excerpt names: a line `:2`, lines of code, a line of carets below the culprit. */
export function placeInExcerpt(file: string, stack: string): Location {
  const lines = stack.split('\n');
  const line = /^.*:(\d+)$/.exec(lines[0] ?? '')?.[1];
  if (line === undefined) return { file };
  const carets = lines.find((text) => /^\s*\^+\s*$/.test(text));
  return { file, line: Number(line), ...(carets !== undefined && { column: carets.indexOf('^') + 1 }) };
}

function placeOfIndex(file: string, source: string, index: number): Location {
  const before = source.slice(0, index).split('\n');
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
