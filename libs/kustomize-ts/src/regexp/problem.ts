import type { Location } from '@fleetwright/diagnostics';
import { refuse } from '../refusal.ts';

/** Refuses (FW6018) an expression with the words of Go: what is wrong, and with which part of it. */
export function problem(what: string, part: string, at: Location | undefined): never {
  return refuse(
    'FW6018',
    `error parsing regexp: ${what}: \`${part}\``,
    'Regular expressions are those of RE2: no look-around, no back-references; a backslash before a sign makes it stand for itself.',
    at,
  );
}
