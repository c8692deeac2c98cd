import { type Diagnostic, error, warning } from '@fleetwright/diagnostics';
import type { Context } from '../context.ts';
import { checkGit } from '../doctor/git.ts';
import { checkInstallation } from '../doctor/install.ts';
import type { Row } from '../doctor/row.ts';
import { checkTree } from '../doctor/tree.ts';
import { exitCode, type Outcome } from '../outcome.ts';
import { table } from '../table.ts';

/**
 * Looks at what Fleetwright stands on, outside a work tree too; no definition is evaluated and nothing is changed. Ends with 1
 * when something is broken.
 */
export async function doctorCommand(context: Context): Promise<Outcome> {
  const checks = [...checkInstallation(context), ...checkGit(context), ...checkTree(context)];
  const data = table(checks.map(({ check, state, found }) => [state, check, found]));
  const exit = checks.some(({ state }) => state === 'failed') ? exitCode.failure : exitCode.ok;
  return { exit, document: { checks }, data, diagnostics: checks.flatMap(diagnosed) };
}

/** What is to be mended, as every other command would say it. */
function diagnosed({ check, state, found, mend }: Row): Diagnostic[] {
  if (state === 'ok') return [];
  const make = state === 'failed' ? error : warning;
  return [make('FW5013', `${check}: ${found}`, mend ?? '', undefined)];
}
