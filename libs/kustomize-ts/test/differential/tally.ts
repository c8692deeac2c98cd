import { agreements, type Comparison, type Verdict } from './compare.ts';

/** Counts of comparisons. */
export interface Tally {
  add(name: string, comparison: Comparison): void;
  /** How many of this one's verdict and class there were. */
  seen(comparison: Comparison): number;
  differences(): number;
  readonly verdicts: ReadonlyMap<Verdict, number>;
  /** Differences by class, each with the names of some. */
  readonly classes: ReadonlyMap<string, { readonly count: number; readonly names: readonly string[] }>;
  /** Where both fail and nothing of ours is among the words of kustomize. */
  readonly otherWords: ReadonlyMap<string, { readonly count: number; readonly names: readonly string[] }>;
}

export function tally(): Tally {
  const verdicts = new Map<Verdict, number>();
  const classes = new Map<string, { count: number; names: string[] }>();
  const otherWords = new Map<string, { count: number; names: string[] }>();
  const keyOf = ({ verdict, class: kind }: Comparison): string => `${verdict}: ${kind}`;
  return {
    verdicts,
    classes,
    otherWords,
    add: (name, comparison) => {
      verdicts.set(comparison.verdict, (verdicts.get(comparison.verdict) ?? 0) + 1);
      if (!agreements.has(comparison.verdict)) count(classes, keyOf(comparison), name);
      if (!comparison.sameWords) count(otherWords, comparison.class, name);
    },
    seen: (comparison) => classes.get(keyOf(comparison))?.count ?? 0,
    differences: () => {
      let sum = 0;
      for (const [verdict, number] of verdicts) if (!agreements.has(verdict)) sum += number;
      return sum;
    },
  };
}

function count(map: Map<string, { count: number; names: string[] }>, key: string, name: string): void {
  const known = map.get(key) ?? { count: 0, names: [] };
  map.set(key, { count: known.count + 1, names: [...known.names, name].slice(0, 5) });
}

/** The counts as lines. */
export function reportOf({ verdicts, classes, otherWords }: Tally): string {
  const lines = [...verdicts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([verdict, number]) => `${verdict}: ${number}`);
  const listed = (map: Tally['classes']): string[] =>
    [...map]
      .sort(([, a], [, b]) => b.count - a.count)
      .map(([kind, { count: number, names }]) => `  ${number} × ${kind} (${names.join(' ')})`);
  const parts = [...lines, ...(classes.size > 0 ? ['differences by class:', ...listed(classes)] : [])];
  const words = [...otherWords.values()].map(({ count: number }) => number);
  let sum = 0;
  for (const number of words) sum += number;
  return `${[...parts, `both fail, other words: ${sum}`, ...listed(otherWords).slice(0, 40)].join('\n')}\n`;
}
