import { type Diagnostic, format, type Result } from '@fleetwright/diagnostics';
import { type PlanWorld, type PromotionPlan, planPromotion } from '../src/index.ts';
import { fleetEverywhere, type Repository, rendered, repository } from './repository.ts';

/** Version 1 of two apps rendered and in dev, version 1 of fleet everywhere. */
export function begun(): Repository {
  const from = repository();
  from.commit({});
  from.commit({ ...fleetEverywhere(), ...rendered('api', 1), ...rendered('web', 1) });
  from.commit({ 'clusters/stages/dev/api': 'api1-dev', 'clusters/stages/dev/web': 'web1-dev' });
  return from;
}

/** A plan for these apps; for everything that is due where none is named. */
export function plan(world: PlanWorld, stage: string, ...apps: string[]): Result<PromotionPlan> {
  return planPromotion(world, { stage, apps, allDue: apps.length === 0 });
}

/** What was said, as it is printed. */
export function text<T>(result: Result<T>): string {
  const diagnostics: readonly Diagnostic[] = result.ok ? result.warnings : result.errors;
  return format(diagnostics);
}
