import type { Result } from '@fleetwright/diagnostics';
import { FLEET } from '@fleetwright/promotion';
import type { Generated } from './generate.ts';
import type { Ledger } from './ledger.ts';
import { dueByStage, dueLines } from './status/due.ts';
import { count } from './words.ts';
import type { World } from './world.ts';

/**
 * What a render did, in words: how much there is, what changed and where, what is due, and what to try next. `only` are the names that
 * were asked for; `undefined`: everything.
 */
export function summary(
  world: World,
  generated: Generated,
  ledger: Result<Ledger>,
  only: readonly string[] | undefined,
): string {
  const overlays = [...generated.wanted.keys()].filter((path) => path.startsWith('clusters/overlays/')).length;
  const said = [
    rendered(world, only),
    `The stages run ${count(overlays, 'overlay')}, one for each cluster and app.`,
    changed(generated),
  ];
  return `${said.join('\n')}\n\n${due(ledger, generated)}\n${next(generated)}`;
}

function rendered({ fleet, inventory, definitions }: World, only: readonly string[] | undefined): string {
  const clusters = [...inventory.clusters.values()].filter(({ state }) => state !== 'gone');
  const whole = `the fleet of ${count(clusters.length, 'cluster')} on ${count(fleet.hubs.size, 'hub')}`;
  const apps = [...new Set(only)].filter((name) => name !== FLEET).sort();
  const what = only === undefined || apps.length > 3 ? count(apps.length || definitions.size, 'app') : apps.join(', ');
  const parts = what === '' ? [] : [`${what} for ${count(fleet.environments.size, 'environment')}`];
  if (only === undefined || only.includes(FLEET)) parts.push(whole);
  return `Rendered ${parts.join(' and ')}.`;
}

function changed({ changes }: Generated): string {
  if (changes.length === 0) return 'Nothing changed: the files were what definitions and stages say.';
  const areas = new Map<string, number>();
  for (const { path } of changes) {
    const area = path
      .split('/')
      .slice(0, path.startsWith('apps/') ? 2 : 3)
      .join('/');
    areas.set(area, (areas.get(area) ?? 0) + 1);
  }
  const lines = [...areas]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([area, files]) => `  ${area}  ${count(files, 'file')}`);
  const shown = lines.length > 12 ? [...lines.slice(0, 12), `  and ${lines.length - 12} more folders`] : lines;
  return `${count(changes.length, 'file')} changed:\n${shown.join('\n')}`;
}

function due(ledger: Result<Ledger>, generated: Generated): string {
  if (!ledger.ok)
    return `What is due where is read from git: ${ledger.errors[0]?.message ?? 'it could not be read'}.\n`;
  const waits = generated.changes.length > 0 ? 'What changed is no release before it is committed.\n' : '';
  return `${dueLines(dueByStage(ledger.value.world))}${waits}`;
}

function next({ changes }: Generated): string {
  const lines =
    changes.length > 0
      ? [
          '  git add --all && git diff --cached --stat   what would change, and where',
          '  git commit                                  makes a release of it',
          '  npx fleetwright status                      what is due where then',
        ]
      : [
          '  npx fleetwright status    what each stage runs, and what waits for what',
          '  edit an app.ts in apps/, then `npx fleetwright render` and `git diff --stat`',
        ];
  return `Try next:\n${lines.join('\n')}\n`;
}
