import { fail, ok, type Result } from '@fleetwright/diagnostics';
import { Refusal } from './refusal.ts';

/** What `make` makes, or why it refuses, as data. Anything but a refusal passes through. */
export function asResult<T>(make: () => T): Result<T> {
  try {
    return ok(make());
  } catch (problem) {
    if (problem instanceof Refusal) return fail(problem.diagnostics);
    throw problem;
  }
}
