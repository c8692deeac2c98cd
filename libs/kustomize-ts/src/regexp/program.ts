import type { CharTest, Place, Repeat, Tree } from './tree.ts';

/** A step of a machine that follows all ways through an expression at once. `next` and `other` are positions in the program. */
export type Instruction =
  | { readonly kind: 'char'; readonly test: CharTest; readonly next: number }
  | { readonly kind: 'place'; readonly place: Place; readonly next: number }
  | { readonly kind: 'split'; readonly next: number; readonly other: number }
  | { readonly kind: 'match' };

/** Instructions and where they begin. */
export interface Program {
  readonly instructions: readonly Instruction[];
  readonly start: number;
}

/** The program of an expression, as Thompson makes it: built from its end, so that each part knows what follows it. */
export function compileTree(tree: Tree): Program {
  const instructions: Instruction[] = [{ kind: 'match' }];
  const start = add(tree, 0, instructions);
  return { instructions, start };
}

/** Adds the instructions of `tree` that lead to `next`; gives where they begin. */
function add(tree: Tree, next: number, program: Instruction[]): number {
  if (tree.kind === 'empty') return next;
  if (tree.kind === 'char') return program.push({ kind: 'char', test: tree.test, next }) - 1;
  if (tree.kind === 'place') return program.push({ kind: 'place', place: tree.place, next }) - 1;
  if (tree.kind === 'repeat') return addRepeat(tree, next, program);
  if (tree.kind === 'concat') {
    let start = next;
    for (const item of tree.items.toReversed()) start = add(item, start, program);
    return start;
  }
  const starts = tree.items.map((item) => add(item, next, program));
  return starts.reduce((other, start) => program.push({ kind: 'split', next: start, other }) - 1);
}

function addRepeat({ item, min, max }: Repeat, next: number, program: Instruction[]): number {
  let start = max < 0 ? addStar(item, next, program) : next;
  for (let copy = min; copy < max; copy++) {
    const begin = add(item, start, program);
    start = program.push({ kind: 'split', next: begin, other: next }) - 1;
  }
  for (let copy = 0; copy < min; copy++) start = add(item, start, program);
  return start;
}

function addStar(item: Tree, next: number, program: Instruction[]): number {
  const loop = program.push({ kind: 'match' }) - 1;
  const begin = add(item, loop, program);
  program[loop] = { kind: 'split', next: begin, other: next };
  return loop;
}
