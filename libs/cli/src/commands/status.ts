import { asWarning, error, nearest, warning } from '@fleetwright/diagnostics';
import { foreign, type PlanWorld, type Status, status } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { openLedger } from '../ledger.ts';
import { exitCode, failed, type Outcome } from '../outcome.ts';
import { appTable, legend, retiredIn, statusTable } from '../status/cells.ts';
import { dueByStage, dueLines } from '../status/due.ts';
import { notes } from '../status/notes.ts';

/** Options of `status`. */
export interface StatusOptions {
  /** Only these, in detail; empty: all. */
  readonly apps: readonly string[];
}

/** Shows what each stage runs of each app, what keeps releases out, and what is due where. */
export async function statusCommand(context: Context, { apps }: StatusOptions): Promise<Outcome> {
  const opened = await openLedger(context);
  if (!opened.ok) return failed(opened.errors);
  const { world } = opened.value;
  const all = status(world);
  if (!all.ok) return failed(all.errors);
  if (opened.value.begins) return beginning(all.value, opened.warnings);
  const unknown = unknownApps(all.value, apps);
  if (unknown.length > 0) return failed(unknown);
  const found =
    apps.length === 0 ? all.value : { ...all.value, apps: all.value.apps.filter(({ app }) => apps.includes(app)) };
  const { schema: _schema, ...document } = found;
  const due = dueOf(world, apps);
  const isRetired = retiredIn(world);
  const data =
    apps.length === 0
      ? statusTable(found, context.columns, isRetired)
      : found.apps.map(({ app }) => appTable(found, app, isRetired)).join('\n');
  const legendWords = apps.length === 0 ? `\n${legend(found, isRetired)}` : '';
  return {
    exit: exitCode.ok,
    document: { ...document, due },
    data,
    words: `${legendWords}\n${notes(found, isRetired)}${dueLines(due, apps)}`,
    diagnostics: [...opened.warnings, ...foreign(world).map(asWarning)],
  };
}

/** Before its first commit a fleet has no releases, and what HEAD has is another fleet's. */
function beginning({ schema: _schema, ...found }: Status, warnings: Outcome['diagnostics']): Outcome {
  const message = 'the fleet that begins here is not committed yet, so nothing can be said of its stages';
  const diagnostics = [...warnings, warning('FW4004', message, 'git add --all && git commit', undefined)];
  return { exit: exitCode.ok, document: { ...found, apps: [], due: {} }, data: '', diagnostics };
}

/** What is due where, of these apps; of all where none is named. */
function dueOf(world: PlanWorld, apps: readonly string[]): ReturnType<typeof dueByStage> {
  const due = dueByStage(world);
  if (apps.length === 0) return due;
  const some = Object.entries(due).map(
    ([stage, names]) => [stage, names.filter((name) => apps.includes(name))] as const,
  );
  return Object.fromEntries(some.filter(([, names]) => names.length > 0));
}

function unknownApps(found: Status, apps: readonly string[]) {
  const names = found.apps.map(({ app }) => app);
  return apps
    .filter((app) => !names.includes(app))
    .map((app) => {
      const near = nearest(app, names);
      const hint = near ? `did you mean "${near}"?` : `the apps are ${names.join(', ')}`;
      return error('FW4001', `there is no app "${app}"`, hint, undefined);
    });
}
