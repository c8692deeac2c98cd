import type { Command } from 'commander';
import { addCommand, type Does, type Json } from './command.ts';

/** Commands that move what stages hold. */
export function addMovements(program: Command, does: Does): void {
  addPromote(program, does);
}

function addPromote(program: Command, does: Does): void {
  addCommand(program, 'promote [app...]', 'copy what is due into a stage, in this work tree', [
    'fleetwright promote web-app --to staging',
    'fleetwright promote fleet --to dev           what the stage knows of its clusters',
    'fleetwright promote --all-due --to prod-eu --dry-run',
  ])
    .requiredOption('--to <stage>', 'the stage that receives the releases')
    .option('--all-due', 'every app (and fleet) that is due there')
    .option('--dry-run', 'print the plan, write nothing')
    .action((apps: string[], options: Json & { to: string; allDue?: true; dryRun?: true }, command: Command) => {
      if (apps.length === 0 && !options.allDue) command.error('error: name the apps to promote, or pass --all-due');
      if (apps.length > 0 && options.allDue) command.error('error: name apps or pass --all-due, not both');
      does('promote', options.json ?? false, async (context) => {
        const { promoteCommand } = await import('../commands/promote.ts');
        return promoteCommand(context, {
          apps,
          stage: options.to,
          allDue: options.allDue ?? false,
          dryRun: options.dryRun ?? false,
        });
      });
    });
}
