/** How releases move from stage to stage: what a work tree and its history can know, and plans as data. */
export { begunNow, isEmptied, sinceBeginning } from './beginning.ts';
export { type Blocked, type Standing, standing } from './due.ts';
export { foreign } from './foreign.ts';
export {
  best,
  type Closed,
  type Gate,
  type GateName,
  type Open,
  type Question,
  type Reason,
  type Verdict,
  type Waiting,
} from './gate.ts';
export { gates } from './gates/index.ts';
export { type Identity, identify, treeName } from './halves.ts';
export { type Change, type Commit, type History, type Span, spansOf, treeAt } from './history.ts';
export { type HoldPlan, type HoldRequest, planHold } from './hold.ts';
export { isMarker, leaving } from './leaving.ts';
export { type NewStagePlan, type NewStageRequest, planNewStage } from './membership.ts';
export { commitMessage, formatTrailer, parseTrailers, type Trailer } from './message.ts';
export { type MovePlan, type MoveRequest, planMove } from './move.ts';
export type { HoldChange, Membership, Movement, Moves, Pair, Pin, Promotion, Removal, Rollback } from './movement.ts';
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
export { type PinPlan, type PinRequest, planPin } from './pin.ts';
export { type PromotionPlan, type PromotionRequest, planPromotion } from './plan.ts';
export { type Release, releasesOf } from './releases.ts';
export {
  planRemoval,
  planRetirement,
  type RemovalPlan,
  type RemovalRequest,
  type Retirement,
  type RetirementRequest,
  type RetirementStep,
  type StepState,
} from './retire.ts';
export { planRollback, type RollbackPlan, type RollbackRequest } from './rollback.ts';
export {
  type Status,
  type StatusApp,
  type StatusCell,
  type StatusHold,
  type StatusHolding,
  type StatusPin,
  type StatusRelease,
  type StatusStage,
  status,
} from './status.ts';
export { duration, isoTime, short } from './text.ts';
export { planUnhold, type UnholdPlan, type UnholdRequest } from './unhold.ts';
export { vanished } from './vanished.ts';
export { type Why, type WhyGate, why } from './why.ts';
export {
  type Contents,
  type Half,
  type Halves,
  type Holding,
  holdingOf,
  type PlanWorld,
  type Stage,
  type WorkTree,
  type World,
} from './world.ts';
