import type { Command } from 'commander';
import { addCommand, type Does, type Json } from './command.ts';

/** Commands to begin with, and to find out what is wrong. */
export function addGrowing(program: Command, does: Does): void {
  addNew(program, does);
}

function addNew(program: Command, does: Does): void {
  const group = program.command('new').description('begin something new: a stage');
  addCommand(group, 'stage <name>', 'split a stage: the new one starts with what the other holds', [
    'fleetwright new stage prod-eu-2 --from prod-eu',
  ])
    .requiredOption('--from <stage>', 'the stage whose clusters and releases it takes over')
    .option('--dry-run', 'print the plan, write nothing')
    .action((stage: string, options: Json & { from: string; dryRun?: true }) => {
      does('new-stage', options.json ?? false, async (context) => {
        const { newStageCommand } = await import('../commands/new-stage.ts');
        return newStageCommand(context, { stage, from: options.from, dryRun: options.dryRun ?? false });
      });
    });
}
