import type { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { addCommand, type Does, refuse, refuseBoth } from './command.ts';
import { addDryRun, addReason, type DryRun, type Reasoned, reasonOf } from './reason.ts';

/** Commands that keep releases out of stages, and let them in again. */
export function addHolds(program: Command, does: Does): void {
  addHold(program, does);
  addUnhold(program, does);
}

interface Where {
  stage?: string;
  all?: true;
}

interface Hold extends Reasoned, Where {
  release?: string;
}

function addHold(program: Command, does: Does): void {
  const hold = addCommand(program, 'hold [app]', 'keep promotions out: of an app in a stage, of a stage, of all', [
    'fleetwright hold web-app --stage prod-eu --why "waits for the new database"',
    'fleetwright hold web-app --stage prod-eu --release 15c9399 --why "INC-7"   only this one',
    'fleetwright hold --stage prod-eu --why "audit" --until 2026-12-01          a freeze',
    'fleetwright hold --all --why "holidays" --until 2027-01-07                 of every stage',
  ])
    .option('--stage <stage>', 'the stage; without an app all of it is frozen')
    .option('--all', 'freeze every stage')
    .option('--release <commit>', 'hold this release only; others may come');
  addReason(hold).action((app: string | undefined, options: Hold, command: Command) => {
    const { stage, release, until, dryRun = false } = options;
    const place = placeOf(command, 'hold', app, options);
    if (release !== undefined && app === undefined)
      refuse(
        command,
        '--release needs the app that it is of',
        `fleetwright hold web-app ${place} --release ${release}`,
      );
    const reason = reasonOf(command, options, `fleetwright hold${app === undefined ? '' : ` ${app}`} ${place}`);
    const run: Invocation['run'] = async (context) => {
      const { holdCommand } = await import('../commands/hold.ts');
      return holdCommand(context, { app, stage, release, reason, until, dryRun });
    };
    does('hold', run, dryRun ? 'look' : 'change');
  });
}

interface Unhold extends DryRun, Where {
  cluster?: string;
  yes?: true;
}

function addUnhold(program: Command, does: Does): void {
  const unhold = addCommand(program, 'unhold [app]', 'end a hold, a freeze or a pin; shows what becomes due and asks', [
    'fleetwright unhold web-app --stage prod-eu',
    'fleetwright unhold web-app --cluster eu-3    ends the pin',
    'fleetwright unhold --stage prod-eu           ends the freeze',
    'fleetwright unhold --all --yes',
  ])
    .option('--stage <stage>', 'the stage; without an app its freeze ends')
    .option('--all', 'end the freeze of every stage')
    .option('--cluster <name>', 'end the pin of the app on this cluster')
    .option('--yes', 'do not ask');
  addDryRun(unhold).action((app: string | undefined, options: Unhold, command: Command) => {
    const { stage, cluster, yes = false, dryRun = false } = options;
    if (cluster !== undefined && app === undefined)
      refuse(command, '--cluster needs the app that is pinned', `fleetwright unhold web-app --cluster ${cluster}`);
    if (cluster === undefined) placeOf(command, 'unhold', app, options);
    else if (options.all) refuseBoth(command, '--cluster', '--all', 'a pin is of one cluster');
    else if (stage !== undefined) refuseBoth(command, '--cluster', '--stage', 'a pin ends whatever stage it is in');
    const run: Invocation['run'] = async (context) => {
      const { unholdCommand } = await import('../commands/unhold.ts');
      return unholdCommand(context, { app, stage, cluster, yes, dryRun });
    };
    does('unhold', run, dryRun ? 'look' : 'change');
  });
}

/** The flag that says where, as it was written; refuses a command line that says it twice, or not at all. */
function placeOf(command: Command, name: string, app: string | undefined, { stage, all }: Where): string {
  if (stage !== undefined && all) refuseBoth(command, '--stage', '--all', 'say one of them');
  if (app !== undefined && all)
    refuse(command, 'an app is held in one stage', `fleetwright ${name} ${app} --stage prod-eu`);
  if (stage === undefined && !all) {
    const problem = `say where: --stage <stage>${app === undefined ? ', or --all' : ''}`;
    refuse(command, problem, `fleetwright ${name} ${app === undefined ? '' : `${app} `}--stage prod-eu`);
  }
  return stage === undefined ? '--all' : `--stage ${stage}`;
}
