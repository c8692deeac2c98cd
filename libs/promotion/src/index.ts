/** How releases move from stage to stage: what a work tree and its history can know, and plans as data. */
export { type Blocked, type Standing, standing } from './due.ts';
export { foreign } from './foreign.ts';
export { best, type Closed, type Open, type Verdict, type Waiting } from './gate.ts';
export { type Change, type Commit, type History, type Span, spansOf, treeAt } from './history.ts';
export { type NewStagePlan, type NewStageRequest, planNewStage } from './membership.ts';
export { commitMessage, formatTrailer, parseTrailers, type Trailer } from './message.ts';
export type { HoldChange, Membership, Movement, Moves, Pin, Promotion, Removal, Rollback } from './movement.ts';
export { passing } from './passing.ts';
export {
  entryPath,
  FLEET,
  type HeldPlace,
  holdPath,
  type Place,
  parseEntry,
  parseHoldPath,
  parsePath,
  renderedPath,
  type StageName,
} from './paths.ts';
export { type PromotionPlan, type PromotionRequest, planPromotion } from './plan.ts';
export { type Release, releasesOf } from './releases.ts';
export {
  type Status,
  type StatusApp,
  type StatusCell,
  type StatusHolding,
  type StatusRelease,
  type StatusStage,
  status,
} from './status.ts';
export { duration, short } from './text.ts';
export {
  type Contents,
  type Halves,
  type Holding,
  holdingOf,
  type PlanWorld,
  type Stage,
  type WorkTree,
  type World,
} from './world.ts';
