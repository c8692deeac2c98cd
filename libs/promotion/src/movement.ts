import type { Hold } from '@fleetwright/model/engine';
import type { Commit } from './history.ts';

interface Entry {
  /** An app, or `fleet`. */
  readonly app: string;
  readonly stage: string;
  /** Name of the folder in the stage: the app, `fleet`, or a pin `<app>@<cluster>`. */
  readonly entry: string;
  /** Tree that the entry is now, and must still be when the movement is applied; `undefined`: it is not there. */
  readonly from: string | undefined;
  /** Directory that will be `to`. */
  readonly path: string;
}

interface Copy extends Entry {
  /** Tree that the entry will be. */
  readonly to: string;
  /** Directory that is `to` at `commit`; of a tree joined from two halves, where the half that moves comes from. */
  readonly source: string;
  readonly commit: Commit;
}

/** What a tree that is no release itself is made of: for each half the commit of the release that brought it. */
export interface Pair {
  readonly config: Commit;
  readonly images: Commit;
}

/** Making a stage's copy equal to a release. `commit` is the one that brought the release. */
export interface Promotion extends Copy {
  readonly movement: 'promotion';
  /** Whether f was seen to reproduce the release: f is run for HEAD only, "older ones are shown as unverified". */
  readonly verified: boolean;
  /** The half that moved, where only one did: the pair was not tested together in an earlier stage. */
  readonly only?: 'config' | 'images';
  /** Why it came without having passed the stages before. */
  readonly skippedOrder?: string;
}

/** One entry of stages among which clusters move: nothing that is built changes, but what the moved clusters find there. */
export interface Membership extends Copy {
  readonly movement: 'membership';
  /** Where `to` is no release, but a half of one and a half of another. */
  readonly halves?: Pair;
  /** The cluster, where one moves by itself from stage to stage. */
  readonly cluster?: string;
}

/** "Another release's tree", of a whole stage. */
export interface Rollback extends Copy {
  readonly movement: 'rollback';
  /** Where `to` is no release, but a half of one and a half of another. */
  readonly halves?: Pair;
  readonly reason: string;
}

/** What one cluster runs instead of its stage's copy. */
export interface Pin extends Copy {
  readonly movement: 'pin';
  /** Where `to` is no release, but a half of one and a half of another. */
  readonly halves?: Pair;
  readonly cluster: string;
  /** `to` is the marker of an app that leaves the cluster: made from what it ran, and not in the history. */
  readonly marker?: true;
  readonly reason: string;
}

/** An entry that vanishes: a pin that ends, or the marker of an app that is retired. */
export interface Removal extends Entry {
  readonly movement: 'removal';
  readonly to: undefined;
  /** The stage that a pin moves to with its cluster: it ends here only. */
  readonly movesTo?: string;
}

/** One entry of a stage that changes. "Every movement is a plan (data with expected shas), applied by the same writer." */
export type Movement = Promotion | Membership | Rollback | Pin | Removal;

/** A hold or freeze file that comes, changes or goes. */
export interface HoldChange {
  /** The file, from the root: see `holdPath`. */
  readonly path: string;
  /** What it says now, and must still say when the change is applied; `undefined`: it is not there. */
  readonly from: Hold | undefined;
  /** `undefined`: it goes. */
  readonly to: Hold | undefined;
}

/** What every plan comes to: all of it is applied together, or nothing. */
export interface Moves {
  readonly movements: readonly Movement[];
  readonly holds: readonly HoldChange[];
}
