import { type Diagnostic, error, type Location } from '@fleetwright/diagnostics';
import { Refusal } from '../refusal.ts';

/** What `make` gives. Its refusals say where, when they do not yet, and begin with what was being done, where that is not empty. */
export function inContext<T>(doing: string, at: () => Location, make: () => T): T {
  try {
    return make();
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    throw new Refusal(problem.diagnostics.map((diagnostic) => within(doing, diagnostic.at ?? at(), diagnostic)));
  }
}

function within(doing: string, at: Location, diagnostic: Diagnostic): Diagnostic {
  const message = doing === '' ? diagnostic.message : `${doing}: ${diagnostic.message}`;
  const code = diagnostic.code === 'FW6018' ? 'FW6018' : 'FW6013';
  return error(code, message, diagnostic.hint ?? 'see what the path leads to', at);
}
