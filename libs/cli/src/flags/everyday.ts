import type { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { addCommand, type Does, refuseBoth, wholeNumber } from './command.ts';

/** Commands that look, and that make generated files true. */
export function addEveryday(program: Command, does: Does): void {
  addRender(program, does);
  addBuild(program, does);
  addStatus(program, does);
  addWhy(program, does);
}

function addRender(program: Command, does: Does): void {
  addCommand(program, 'render [app...]', 'make rendered files, facts, overlays and hubs true', [
    'fleetwright render              every app, the fleet, and what the stages run',
    'fleetwright render web-app      only this app’s rendered files ("fleet": those of the fleet)',
    'fleetwright render --check      write nothing, list what differs (exit status 2)',
    'fleetwright render --watch      again after each saved change, until Ctrl-C',
  ])
    .option('--check', 'write nothing; list what differs')
    .option('--watch', 'then render again whenever a definition is saved')
    .option('--force', 'overwrite generated files although they were edited by hand')
    .option('--allow-deletions', 'remove more than apps and stages explain')
    .option('--workers <n>', 'how many definitions are evaluated side by side', wholeNumber)
    .action((apps: string[], options: RenderFlags, command: Command) => {
      refuseRender(command, options);
      const { check = false, watch = false, force = false, allowDeletions = false, workers } = options;
      const run: Invocation['run'] = async (context) => {
        const how = { apps, check, force, allowDeletions, ...(workers !== undefined && { workers }) };
        if (watch) return (await import('../commands/watch.ts')).watchCommand(context, how);
        const { renderCommand } = await import('../commands/render.ts');
        return renderCommand(context, how);
      };
      does('render', run, watch ? 'none' : check ? 'look' : 'change');
    });
}

/** Refuses flags that would be without effect. */
function refuseRender(command: Command, { check, watch, force }: RenderFlags): void {
  const { json } = command.optsWithGlobals<{ json?: true }>();
  if (check && watch) refuseBoth(command, '--check', '--watch', 'one writes nothing, the other whatever was saved');
  if (json && watch) refuseBoth(command, '--json', '--watch', 'one prints a document, the other goes on until Ctrl-C');
  if (check && force) refuseBoth(command, '--check', '--force', 'one writes nothing, the other overwrites');
}

interface RenderFlags {
  check?: true;
  watch?: true;
  force?: true;
  allowDeletions?: true;
  workers?: number;
}

function addBuild(program: Command, does: Does): void {
  addCommand(program, 'build <cluster/app>', 'print the objects of an overlay, as kustomize build would', [
    'fleetwright build eu-1/web-app | less',
  ]).action((overlay: string) => {
    does(
      'build',
      async (context) => {
        const { buildCommand } = await import('../commands/build.ts');
        return buildCommand(context, { overlay });
      },
      'look',
    );
  });
}

function addStatus(program: Command, does: Does): void {
  addCommand(program, 'status [app...]', 'show what each stage runs, and what is due where', [
    'fleetwright status',
    'fleetwright status web-app        one app, a line for each stage',
    'fleetwright status --json | jq .due',
  ]).action((apps: string[]) => {
    does(
      'status',
      async (context) => {
        const { statusCommand } = await import('../commands/status.ts');
        return statusCommand(context, { apps });
      },
      'look',
    );
  });
}

function addWhy(program: Command, does: Does): void {
  addCommand(program, 'why <app>', 'show what keeps a release of an app out of a stage, gate by gate', [
    'fleetwright why web-app --stage prod-eu',
    'fleetwright why web-app --stage prod-eu --release 74ac599',
  ])
    .requiredOption('--stage <stage>', 'the stage that it should come to')
    .option('--release <commit>', 'the release to ask for (default: the newest)')
    .action((app: string, options: { stage: string; release?: string }) => {
      const { stage, release } = options;
      does(
        'why',
        async (context) => {
          const { whyCommand } = await import('../commands/why.ts');
          return whyCommand(context, { app, stage, release });
        },
        'look',
      );
    });
}
