import type { Context } from './context.ts';
import type { Outcome } from './outcome.ts';

/**
 * What a command does with the work tree. `change`: it may write, so nobody else reads or writes meanwhile. `look`: the same,
 * but a tree that cannot be written is no obstacle. `none`: it opens the tree itself, or needs none.
 */
export type Access = 'none' | 'look' | 'change';

/** A command line, understood: run it to get its outcome. */
export interface Invocation {
  /** Name for the schema of `--json`: `render`, `new-stage`. */
  readonly command: string;
  readonly json: boolean;
  readonly access: Access;
  /** How long another run is waited for. */
  readonly waitMs: number;
  run(context: Context): Promise<Outcome>;
}
