import type { Commit } from './history.ts';

interface Entry {
  /** An app, or `fleet`. */
  readonly app: string;
  readonly stage: string;
  /** Tree that the stage holds now, and must still hold when the movement is applied; `undefined`: nothing. */
  readonly from: string | undefined;
  /** Tree that it will hold. */
  readonly to: string;
  /** Directory that will be `to`. */
  readonly path: string;
  /** Directory that is `to` at `commit`. */
  readonly source: string;
  readonly commit: Commit;
}

/** Making a stage's copy equal to a release. `commit` is the one that brought the release. */
export interface Promotion extends Entry {
  readonly movement: 'promotion';
  /** Whether f was seen to reproduce the release: f is run for HEAD only, "older ones are shown as unverified". */
  readonly verified: boolean;
}

/** One entry of a stage that is split off another: clusters change their stage, nothing that is built changes. */
export interface Membership extends Entry {
  readonly movement: 'membership';
}

/** "Every movement is a plan (data with expected shas), applied by the same writer." */
export type Movement = Promotion | Membership;
