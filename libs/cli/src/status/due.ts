import { type PlanWorld, planPromotion } from '@fleetwright/promotion';
import { table } from '../table.ts';

/** Names of apps by stage; stages in order, those without left out. */
export type DueByStage = Readonly<Record<string, readonly string[]>>;

/** What a promotion of all that is due would bring. */
export function dueByStage(world: PlanWorld): DueByStage {
  const due = world.stages.map(({ name }): [string, string[]] => {
    const plan = planPromotion(world, { stage: name, apps: [], allDue: true });
    const promotions = plan.ok ? plan.value.movements.filter(({ movement }) => movement === 'promotion') : [];
    return [name, promotions.map(({ app }) => app)];
  });
  return Object.fromEntries(due.filter(([, apps]) => apps.length > 0));
}

/** What to run to bring what is due where; one line when nothing is. With `apps` those alone, by name. */
export function dueLines(byStage: DueByStage, apps: readonly string[] = []): string {
  const due = Object.entries(byStage);
  if (due.length === 0) return `Nothing ${apps.length === 0 ? '' : `of ${apps.join(', ')} `}is due anywhere.\n`;
  const lines = due.map(([stage, names]) => {
    const what = apps.length === 0 ? '--all-due' : names.join(' ');
    return [`  npx fleetwright promote ${what} --to ${stage}`, apps.length === 0 ? fewOf(names) : ''];
  });
  const beside = table(lines);
  const fits = beside.split('\n').every((line) => line.length <= 80);
  return `Due:\n${fits ? beside : lines.map(([command, names]) => `${command}\n    ${names}\n`).join('')}`;
}

/** `a, b, c and 4 more`. */
function fewOf(names: readonly string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
