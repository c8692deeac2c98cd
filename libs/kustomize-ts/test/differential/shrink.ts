import type { Oracle } from '../oracle.ts';
import { type Build, type Comparison, compare } from './compare.ts';

/** The smallest build found that differs in the same way: without files and blocks of lines that do not matter to it. Ends after so many attempts. */
export async function shrink(build: Build, first: Comparison, oracle: Oracle, attempts: number): Promise<Build> {
  let left = attempts;
  async function differs(candidate: Build): Promise<boolean> {
    left -= 1;
    const { verdict, class: kind } = await compare(candidate, oracle, { lazy: true });
    return verdict === first.verdict && (verdict === 'output' || kind === first.class);
  }
  let best = build;
  let before = Number.POSITIVE_INFINITY;
  while (sizeOf(best) < before && left > 0) {
    before = sizeOf(best);
    for (const path of best.files.keys()) {
      const without = new Map(best.files);
      without.delete(path);
      const candidate = { ...best, files: without };
      if (left > 0 && (await differs(candidate))) best = candidate;
    }
    for (const path of best.files.keys()) {
      let start = 0;
      for (;;) {
        const content = best.files.get(path);
        if (typeof content !== 'string' || left <= 0) break;
        const lines = content.split('\n');
        if (start >= lines.length) break;
        const shorter = [...lines.slice(0, start), ...lines.slice(blockEnd(lines, start))].join('\n');
        const candidate = { ...best, files: new Map([...best.files, [path, shorter]]) };
        if (shorter !== content && (await differs(candidate))) best = candidate;
        else start += 1;
      }
    }
  }
  return best;
}

/** After the lines that belong to the one at `start`: those that stand deeper. */
function blockEnd(lines: readonly string[], start: number): number {
  const depth = indent(lines[start] ?? '');
  let end = start + 1;
  while (end < lines.length && (lines[end] === '' || indent(lines[end] ?? '') > depth)) end += 1;
  return end;
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

function sizeOf({ files }: Build): number {
  let size = files.size;
  for (const content of files.values()) size += content.length;
  return size;
}
