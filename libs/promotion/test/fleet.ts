import type { Result } from '@fleetwright/diagnostics';
import type { Hold } from '@fleetwright/model/engine';
import {
  entryPath,
  holdPath,
  type Moves,
  type PlanWorld,
  planRollback,
  type RollbackPlan,
  type RollbackRequest,
  standing,
} from '../src/index.ts';
import { fleetEverywhere, type Repository, repository, stages, worldOf } from './repository.ts';

/** What people say when they hold, pin or roll back. */
export const said = { reason: 'INC-7', author: 'Ada <ada@example.com>' };

/** A history and the hold files of its work tree: plans are applied to both, if they still fit. */
export class Fleet {
  readonly from: Repository;
  readonly holds = new Map<string, Hold>();

  constructor(from: Repository) {
    this.from = from;
  }

  world(changes: Partial<PlanWorld> = {}): PlanWorld {
    return worldOf(this.from, { holds: this.holds, ...changes });
  }

  /** Commits a plan; throws when what it expects to find is not there. */
  apply({ movements, holds }: Moves): void {
    for (const { stage, entry, from } of movements)
      if (this.holding(stage, entry) !== from) throw new Error(`${entry} in ${stage} is not ${from}`);
    if (movements.length > 0) this.from.apply(movements);
    for (const { path, from, to } of holds) {
      if (this.holds.get(path) !== from) throw new Error(`${path} does not say that any more`);
      if (to) this.holds.set(path, to);
      else this.holds.delete(path);
    }
  }

  /** The tree of an entry at HEAD. */
  holding(stage: string, entry: string): string | undefined {
    return this.from.history().changes.get(entryPath(stage, entry))?.[0]?.tree;
  }
}

/** The value, or a test that fails with what was said. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.errors.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return result.value;
}

const wholeStage = { ...said, clusters: [], onlyThis: false };

/** Trees `C1+I1`, in prod only; dev and staging take no part. */
export function images(config: number, image: number): Record<string, string> {
  return { 'apps/web/rendered/prod': `C${config}+I${image}` };
}

/** Plans a rollback of web in prod-eu, but for what is given. */
export function rollback(
  fleet: Fleet,
  fields: Partial<RollbackRequest> = {},
  changes: Partial<PlanWorld> = {},
): Result<RollbackPlan> {
  return planRollback(fleet.world(changes), { app: 'web', stage: 'prod-eu', ...wholeStage, ...fields });
}

/** What is due of web. */
export function dueIn(fleet: Fleet, stage = 'prod-eu'): string | undefined {
  const found = stages.find(({ name }) => name === stage);
  return found && standing(fleet.world(), 'web', found).due?.tree;
}

/** The hold of web in prod-eu. */
export const webInEu = holdPath({ stage: 'prod-eu', entry: 'web' });

/** prod-canary and prod-eu have held these releases, oldest first. */
export function held(...trees: readonly Record<string, string>[]): Fleet {
  const from = repository();
  from.commit({});
  from.commit(fleetEverywhere());
  for (const one of trees) {
    from.commit(one);
    const tree = one['apps/web/rendered/prod'];
    from.commit({ 'clusters/stages/prod-canary/web': tree, 'clusters/stages/prod-eu/web': tree });
  }
  return new Fleet(from);
}
