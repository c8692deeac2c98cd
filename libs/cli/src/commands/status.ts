import { asWarning } from '@fleetwright/diagnostics';
import { foreign, type PlanWorld, planPromotion, type Status, type StatusCell, status } from '@fleetwright/promotion';
import type { Context } from '../context.ts';
import { exitCode, failed, type Outcome } from '../outcome.ts';
import { table } from '../table.ts';
import { openWorld } from './promote.ts';

/** Shows what each stage runs of each app, and what is due where. */
export async function statusCommand(context: Context): Promise<Outcome> {
  const opened = await openWorld(context);
  if (!opened.ok) return failed(opened.errors);
  const found = status(opened.value.world);
  if (!found.ok) return failed(found.errors);
  const { schema: _schema, ...document } = found.value;
  const { world } = opened.value;
  const due = dueByStage(world);
  return {
    exit: exitCode.ok,
    document: { ...document, due },
    data: statusTable(found.value),
    words: `\n${legend}\n${dueLines(due)}${waitingLines(found.value)}`,
    diagnostics: [...opened.warnings, ...foreign(world).map(asWarning)],
  };
}

const legend = [
  'A cell is the commit whose rendering the stage holds; +n: n newer releases,',
  '*: one of them has passed the stages before, –: not rendered there, tree …: no release.',
  '',
].join('\n');

function statusTable(found: Status): string {
  const head = ['', ...found.stages.map(({ stage }) => stage)];
  // With six stages it fits 80 columns.
  return table([head, ...found.apps.map(({ app, stages }) => [app, ...stages.map(cellText)])], 1);
}

function cellText(cell: StatusCell): string {
  const mark = cell.due ? '*' : '';
  if (!cell.holds) return cell.rendered ? `nothing${mark}` : '–';
  const release = cell.holds.release?.commit.slice(0, 7) ?? `tree ${cell.holds.tree.slice(0, 7)}`;
  return `${release}${cell.behind > 0 ? `+${cell.behind}` : ''}${mark}`;
}

/** Names of apps by stage; stages in order, those without left out. */
export type DueByStage = Readonly<Record<string, readonly string[]>>;

/** What a promotion of all that is due would bring. */
export function dueByStage(world: PlanWorld): DueByStage {
  const due = world.stages.map(({ name }): [string, string[]] => {
    const plan = planPromotion(world, { stage: name, apps: [], allDue: true });
    return [name, plan.ok ? plan.value.movements.map(({ app }) => app) : []];
  });
  return Object.fromEntries(due.filter(([, apps]) => apps.length > 0));
}

/** What to run to bring what is due where; one line when nothing is. */
export function dueLines(byStage: DueByStage): string {
  const due = Object.entries(byStage);
  if (due.length === 0) return 'Nothing is due anywhere.\n';
  const lines = due.map(([stage, apps]) => {
    const names = apps.length <= 3 ? apps.join(', ') : `${apps.slice(0, 3).join(', ')} and ${apps.length - 3} more`;
    return [`  npx fleetwright promote --all-due --to ${stage}`, names];
  });
  return `Due:\n${table(lines)}`;
}

function waitingLines(found: Status): string {
  const lines: string[] = [];
  for (const { stage } of found.stages) {
    const waiting = found.apps.flatMap(({ app, stages }) =>
      stages.filter((cell) => cell.stage === stage && cell.blocked !== null).map((cell) => ({ app, cell })),
    );
    const [first] = waiting;
    if (!first) continue;
    const others = waiting.length > 1 ? ` (and ${waiting.length - 1} more)` : '';
    lines.push(`  ${stage}: ${first.app}${others}\n    ${reason(first.cell)}\n`);
  }
  return lines.length > 0 ? `Not there yet:\n${lines.join('')}` : '';
}

function reason({ blocked }: StatusCell): string {
  const [first] = blocked?.reasons ?? [];
  if (!first) return '';
  return first.state === 'closed' ? first.because : `waiting for ${first.for}`;
}
