import { status } from '@fleetwright/promotion';
import { dueLines } from './commands/status.ts';
import type { Context } from './context.ts';
import type { Generated, Rendering } from './generate.ts';
import { openLedger } from './ledger.ts';
import type { World } from './world.ts';

/** What a render did, in words: how much there is, what changed and where, what is due, and what to try next. */
export function summary(context: Context, world: World, rendering: Rendering, generated: Generated): string {
  const clusters = [...world.inventory.clusters.values()].filter(({ state }) => state !== 'gone');
  const overlays = [...generated.wanted.keys()].filter((path) => path.startsWith('clusters/overlays/')).length;
  const apps = world.definitions.size;
  const said = [
    `Rendered ${count(apps, 'app')} for ${count(world.fleet.environments.size, 'environment')} and the fleet of ${count(clusters.length, 'cluster')} on ${count(world.fleet.hubs.size, 'hub')}.`,
    `The stages run ${count(overlays, 'overlay')}, one for each cluster and app.`,
    changed(generated),
  ];
  return `${said.join('\n')}\n\n${due(context, world, rendering, generated)}\n${next(generated, world)}`;
}

function changed({ changes }: Generated): string {
  if (changes.length === 0) return 'Nothing changed: the files were what definitions and stages say.';
  const areas = new Map<string, number>();
  for (const { path } of changes) {
    const area = path
      .split('/')
      .slice(0, path.startsWith('apps/') ? 2 : 2)
      .join('/');
    areas.set(area, (areas.get(area) ?? 0) + 1);
  }
  const lines = [...areas]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([area, files]) => `  ${area}  ${count(files, 'file')}`);
  const shown = lines.length > 12 ? [...lines.slice(0, 12), `  and ${lines.length - 12} more folders`] : lines;
  return `${count(changes.length, 'file')} changed:\n${shown.join('\n')}`;
}

function due(context: Context, world: World, rendering: Rendering, generated: Generated): string {
  const ledger = openLedger(context.root, world, rendering, context.now);
  const found = ledger.ok ? status(ledger.value.world) : ledger;
  if (!found.ok) return `What is due where is read from git: ${found.errors[0]?.message ?? 'it could not be read'}.\n`;
  const waits = generated.changes.length > 0 ? 'What changed is no release before it is committed.\n' : '';
  return `${dueLines(found.value)}${waits}`;
}

function next({ changes }: Generated, world: World): string {
  const [first] = world.fleet.stages.keys();
  const lines =
    changes.length > 0
      ? [
          '  git diff --stat                        what would change, and where',
          '  git add --all && git commit            makes a release of it',
          `  npx fleetwright promote --all-due --to ${first}`,
        ]
      : [
          '  npx fleetwright status                 what each stage runs, and what waits for what',
          '  change a number in apps/web-app/app.ts, then `npm start` and `git diff --stat`',
        ];
  return `Try next:\n${lines.join('\n')}\n`;
}

function count(number: number, thing: string): string {
  return `${number} ${number === 1 ? thing : `${thing}s`}`;
}
