import type { Draft } from './draft.ts';
import type { Schema } from './schema.ts';

/** How a merge goes. */
export interface Manner {
  readonly types: Schema;
  /** Lists that nothing is known of are merged by `name` when their items have one. */
  readonly infer: boolean;
  /** New items come before the old ones. */
  readonly prepend: boolean;
}

/** What is merged: the draft that is changed, and the patch; both may be nothing, or be the same one where a patch adds something. */
export interface Pair {
  readonly dest: Draft | undefined;
  readonly origin: Draft | undefined;
}
