import type { Location } from '@fleetwright/diagnostics';
import { Parser } from './parse.ts';
import { compileTree, type Program } from './program.ts';
import { runs } from './run.ts';
import { Source } from './source.ts';
import type { Tree } from './tree.ts';

/** A regular expression of RE2. */
export interface Regexp {
  /** Whether it matches somewhere in the text. Takes time proportional to the length of the text. */
  test(text: string): boolean;
}

const compiled = new Map<string, Regexp>();

/** Expressions remembered; a build uses a handful. */
const limit = 1000;

/**
 * The expression in the syntax of RE2 (`regexp.Compile` of Go). `at`: where it stands, for messages. Refuses (FW6018) with Go's words what is none.
 */
export function compileRegexp(pattern: string, at?: Location): Regexp {
  const found = compiled.get(pattern);
  if (found !== undefined) return found;
  const tree = new Parser(new Source(pattern, at)).parse();
  const made = shortCut(tree) ?? machine(tree);
  if (compiled.size >= limit) compiled.clear();
  compiled.set(pattern, made);
  return made;
}

function machine(tree: Tree): Regexp {
  let program: Program | undefined;
  return {
    test(text) {
      program ??= compileTree(tree);
      return runs(program, text);
    },
  };
}

/** What an expression between `^` and `$` comes down to when there are only characters in it that stand for themselves. */
function shortCut(tree: Tree): Regexp | undefined {
  if (tree.kind !== 'concat') return undefined;
  const first = tree.items[0];
  const last = tree.items.at(-1);
  if (first?.kind !== 'place' || first.place !== 'beginText') return undefined;
  if (last?.kind !== 'place' || last.place !== 'endText') return undefined;
  const words = wordsOf(tree.items.slice(1, -1));
  if (words === undefined) return undefined;
  const [only] = words;
  if (only !== undefined && words.size === 1) return { test: (text) => text === only };
  return { test: (text) => words.has(text) };
}

/** All texts that these match one after the other: one, or the alternatives of a single item. */
function wordsOf(items: readonly Tree[]): ReadonlySet<string> | undefined {
  const [item] = items;
  if (item !== undefined && items.length === 1 && item.kind === 'alternate') {
    const words = item.items.map((each) => wordOf(each.kind === 'concat' ? each.items : [each]));
    return words.includes(undefined) ? undefined : new Set(words.flatMap((word) => word ?? []));
  }
  const flat = items.flatMap((each) => (each.kind === 'concat' ? each.items : [each]));
  const word = wordOf(flat);
  return word === undefined ? undefined : new Set([word]);
}

function wordOf(items: readonly Tree[]): string | undefined {
  let word = '';
  for (const item of items) {
    if (item.kind === 'empty') continue;
    if (item.kind !== 'char' || item.literal === undefined) return undefined;
    word += String.fromCodePoint(item.literal);
  }
  return word;
}
