import { type Command, Option } from 'commander';
import type { Invocation } from '../invocation.ts';
import { addCommand, type Does, refuse, refuseBoth, several } from './command.ts';
import { addHolds } from './holds.ts';
import { addDryRun, addReason, type DryRun, type Reasoned, reasonOf } from './reason.ts';

/** Commands that move what stages hold. */
export function addMovements(program: Command, does: Does): void {
  addPromote(program, does);
  addRollback(program, does);
  addHolds(program, does);
  addPin(program, does);
  addMove(program, does);
  addRetire(program, does);
}

interface Promote extends DryRun {
  to: string;
  allDue?: true;
  only?: 'config' | 'images';
  skipOrder?: string;
  confirm?: readonly string[];
}

function addPromote(program: Command, does: Does): void {
  const promote = addCommand(program, 'promote [app...]', 'copy what is due into a stage, in this work tree', [
    'fleetwright promote web-app --to staging',
    'fleetwright promote fleet --to dev           what the stage knows of its clusters',
    'fleetwright promote --all-due --to prod-eu --dry-run',
    'fleetwright promote web-app --to prod-eu --only images',
    'fleetwright promote web-app --to prod-eu --skip-order "INC-7: mended there first"',
  ])
    .requiredOption('--to <stage>', 'the stage that receives the releases')
    .option('--all-due', 'every app (and fleet) that is due there')
    .addOption(new Option('--only <half>', 'move one half of a release, the other stays').choices(['config', 'images']))
    .option('--skip-order <why>', 'let it come without having passed the stages before; say why')
    .option('--confirm <name>', 'an object whose data may go with an app that is retired; may be repeated', several);
  addDryRun(promote).action((apps: string[], options: Promote, command: Command) => {
    const { to: stage, allDue = false, dryRun = false, only, skipOrder, confirm = [] } = options;
    if (apps.length === 0 && !allDue) command.error('error: name the apps to promote, or pass --all-due');
    if (apps.length > 0 && allDue) command.error('error: name apps or pass --all-due, not both');
    if (skipOrder?.trim() === '') {
      const line = `fleetwright promote ${allDue ? '--all-due' : apps.join(' ')} --to ${stage}`;
      refuse(command, '--skip-order says why, in words', `${line} --skip-order "INC-7: mended there first"`);
    }
    const run: Invocation['run'] = async (context) => {
      const { promoteCommand } = await import('../commands/promote.ts');
      return promoteCommand(context, { apps, stage, allDue, only, skipOrder: skipOrder?.trim(), confirm, dryRun });
    };
    does('promote', run, dryRun ? 'look' : 'change');
  });
}

interface Rollback extends Reasoned {
  stage: string;
  to?: string;
  cluster?: readonly string[];
  onlyThis?: true;
}

function addRollback(program: Command, does: Does): void {
  const rollback = addCommand(program, 'rollback <app>', 'bring an earlier release back, and hold the app there', [
    'fleetwright rollback web-app --stage prod-eu --why "INC-7: orders fail"',
    'fleetwright rollback web-app --stage prod-eu --to 74ac599 --why "INC-7" --until 2d',
    'fleetwright rollback web-app --stage prod-eu --cluster eu-3 --why "INC-7"   pins it there',
    'fleetwright rollback web-app --stage prod-eu --only-this --why "INC-7"',
  ])
    .requiredOption('--stage <stage>', 'the stage that goes back')
    .option('--to <commit>', 'the commit whose rendering comes back (default: what the stage held before)')
    .option('--cluster <name>', 'this cluster of the stage only: a pin; may be repeated', several)
    .option('--only-this', 'hold the release that is left only; newer ones may come');
  addReason(rollback).action((app: string, options: Rollback, command: Command) => {
    const { stage, to, cluster: clusters = [], onlyThis = false, until, dryRun = false } = options;
    if (clusters.length > 0 && onlyThis)
      refuseBoth(command, '--cluster', '--only-this', 'a pin keeps every release of the stage from its cluster');
    const reason = reasonOf(command, options, `fleetwright rollback ${app} --stage ${stage}`);
    const run: Invocation['run'] = async (context) => {
      const { rollbackCommand } = await import('../commands/rollback.ts');
      return rollbackCommand(context, { app, stage, to, clusters, onlyThis, reason, until, dryRun });
    };
    does('rollback', run, dryRun ? 'look' : 'change');
  });
}

interface Pin extends Reasoned {
  cluster: string;
  to?: string;
}

function addPin(program: Command, does: Does): void {
  const pin = addCommand(program, 'pin <app>', 'let one cluster run a release of its own, whatever its stage gets', [
    'fleetwright pin web-app --cluster eu-3 --why "waits for a disk"',
    'fleetwright pin web-app --cluster eu-3 --to 74ac599 --why "INC-7" --until 1w',
    'fleetwright unhold web-app --cluster eu-3    ends it',
  ])
    .requiredOption('--cluster <name>', 'the cluster')
    .option('--to <commit>', 'the commit whose rendering it runs (default: what its stage holds)');
  addReason(pin).action((app: string, options: Pin, command: Command) => {
    const { cluster, to, until, dryRun = false } = options;
    const reason = reasonOf(command, options, `fleetwright pin ${app} --cluster ${cluster}`);
    const run: Invocation['run'] = async (context) => {
      const { pinCommand } = await import('../commands/pin.ts');
      return pinCommand(context, { app, cluster, to, reason, until, dryRun });
    };
    does('pin', run, dryRun ? 'look' : 'change');
  });
}

function addMove(program: Command, does: Does): void {
  const move = addCommand(program, 'move <cluster>', 'move a cluster to another stage of its environment', [
    'fleetwright move eu-3 --to prod-canary    after clusters/inventory.ts says so too',
  ]).requiredOption('--to <stage>', 'the stage that it goes to');
  addDryRun(move).action((cluster: string, options: DryRun & { to: string }) => {
    const { to, dryRun = false } = options;
    const run: Invocation['run'] = async (context) => {
      const { moveCommand } = await import('../commands/move.ts');
      return moveCommand(context, { cluster, to, dryRun });
    };
    does('move', run, dryRun ? 'look' : 'change');
  });
}

interface Retire extends DryRun {
  stage?: string;
  why?: string;
  confirm?: readonly string[];
  yes?: true;
}

function addRetire(program: Command, does: Does): void {
  const retire = addCommand(
    program,
    'retire <app>',
    'take an app away, step by step; shows the steps and their state',
    [
      'fleetwright retire web-app --dry-run              what there is to do',
      'fleetwright retire web-app --why "web-shop replaces it"',
      'fleetwright retire web-app --why "…" --confirm PersistentVolumeClaim/web-app-data',
      'fleetwright retire web-app --stage dev            the entry, once all is pruned',
    ],
  )
    .option('--stage <stage>', 'remove the entry of the retired app from this stage')
    .option('--why <reason>', 'why it goes; needed for the first step')
    .option('--confirm <name>', 'an object whose data goes with it (volumes, CRDs); may be repeated', several)
    .option('--yes', 'do not ask: nothing but the marker is left on its clusters');
  addDryRun(retire).action((app: string, options: Retire, command: Command) => {
    const { stage, why, confirm = [], yes = false, dryRun = false } = options;
    const declares = 'the entry of a stage goes last, when all was said';
    if (stage !== undefined && why !== undefined) refuseBoth(command, '--stage', '--why', declares);
    if (stage !== undefined && confirm.length > 0) refuseBoth(command, '--stage', '--confirm', declares);
    const run: Invocation['run'] = async (context) => {
      const { retireCommand } = await import('../commands/retire.ts');
      return retireCommand(context, { app, stage, reason: why?.trim(), confirm, yes, dryRun });
    };
    does('retire', run, dryRun ? 'look' : 'change');
  });
}
