import type { Command } from 'commander';
import { addCommand, type Does, type Json, wholeNumber } from './command.ts';

/** Commands that look, and that make generated files true. */
export function addEveryday(program: Command, does: Does): void {
  addRender(program, does);
  addBuild(program, does);
  addStatus(program, does);
}

function addRender(program: Command, does: Does): void {
  addCommand(program, 'render [app...]', 'make rendered files, facts, overlays and hubs true', [
    'fleetwright render              every app, the fleet, and what the stages run',
    'fleetwright render web-app      only this app’s rendered files ("fleet": those of the fleet)',
    'fleetwright render --check      write nothing, list what differs (exit status 2)',
  ])
    .option('--check', 'write nothing; list what differs')
    .option('--workers <n>', 'how many definitions are evaluated side by side', wholeNumber)
    .action((apps: string[], options: Json & { check?: true; workers?: number }) => {
      does('render', options.json ?? false, async (context) => {
        const { renderCommand } = await import('../commands/render.ts');
        const workers = options.workers === undefined ? {} : { workers: options.workers };
        return renderCommand(context, { apps, check: options.check ?? false, ...workers });
      });
    });
}

function addBuild(program: Command, does: Does): void {
  addCommand(program, 'build <cluster/app>', 'print the objects of an overlay, as kustomize build would', [
    'fleetwright build eu-1/web-app | less',
  ]).action((overlay: string, options: Json) => {
    does('build', options.json ?? false, async (context) => {
      const { buildCommand } = await import('../commands/build.ts');
      return buildCommand(context, { overlay });
    });
  });
}

function addStatus(program: Command, does: Does): void {
  addCommand(program, 'status', 'show what each stage runs, and what is due where', [
    'fleetwright status',
    'fleetwright status --json | jq .due',
  ]).action((options: Json) => {
    does('status', options.json ?? false, async (context) => {
      const { statusCommand } = await import('../commands/status.ts');
      return statusCommand(context);
    });
  });
}
