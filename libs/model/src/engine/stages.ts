import { type Diagnostic, error, nearest } from '@fleetwright/diagnostics';
import { didYouMean } from './words.ts';

interface Follows {
  readonly [stage: string]: { readonly after: readonly string[] };
}

/**
 * The names of stages in topological order, ties by name in code-unit order.
 *
 * @returns Errors: FW1042, for each stage that follows one that is not there, and once for each stage of a cycle.
 */
export function sortStages(
  stages: Follows,
  file: string,
): { readonly order: readonly string[]; readonly errors: readonly Diagnostic[] } {
  const names = Object.keys(stages).sort();
  const errors = names.flatMap((stage) => unknownStages(stage, stages, file));
  const order: string[] = [];
  const waiting = new Set(names);
  for (;;) {
    const next = [...waiting].find((name) => stages[name]?.after.every((before) => !waiting.has(before)));
    if (next === undefined) break;
    waiting.delete(next);
    order.push(next);
  }
  for (const stage of [...waiting].filter((name) => follows(stages, name, name))) {
    const hint = `a release could never pass it; take one of ${[...waiting].join(', ')} out of an "after"`;
    errors.push(
      error('FW1042', `the stage "${stage}" follows itself`, hint, { file, path: ['stages', stage, 'after'] }),
    );
  }
  return { order, errors };
}

function unknownStages(stage: string, stages: Follows, file: string): Diagnostic[] {
  return (stages[stage]?.after ?? []).flatMap((before, index) => {
    if (Object.hasOwn(stages, before)) return [];
    const near = nearest(before, Object.keys(stages));
    const hint = `${didYouMean(near)}The stages are ${Object.keys(stages).sort().join(', ')}`;
    const at = { file, path: ['stages', stage, 'after', index] };
    return [error('FW1042', `the stage "${stage}" follows "${before}", which is no stage`, hint, at)];
  });
}

/** Whether `stage` comes after `target`, directly or not. */
function follows(stages: Follows, stage: string, target: string): boolean {
  const seen = new Set<string>();
  const open = [...(stages[stage]?.after ?? [])];
  for (let before = open.pop(); before !== undefined; before = open.pop()) {
    if (before === target) return true;
    if (seen.has(before)) continue;
    seen.add(before);
    open.push(...(stages[before]?.after ?? []));
  }
  return false;
}
