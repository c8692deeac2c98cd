import { Argument, Command, Option } from 'commander';
import { type Shell, shells } from '../completion/scripts.ts';
import type { Context } from '../context.ts';
import { type AppType, appTypes } from '../templates/app.ts';
import { addCommand, type Does, examplesText, several } from './command.ts';
import { addDryRun, type DryRun } from './reason.ts';

/** Commands to begin with, and to find out what is wrong. */
export function addGrowing(program: Command, does: Does): void {
  addInit(program, does);
  addNew(program, does);
  addDoctor(program, does);
  addCompletion(program, does);
}

function addInit(program: Command, does: Does): void {
  addCommand(program, 'init', 'put a small fleet of your own in place of the one that came with the clone', [
    'fleetwright init --repository https://git.example.com/acme/fleet.git',
    'fleetwright init --yes          without being asked',
  ])
    .option('--repository <url>', 'what the Argo CDs will read (default: as your fleet says, or "origin")')
    .option('--yes', 'do not ask')
    .option('--force', 'although changes are not committed, or the fleet is your own')
    .option('--dry-run', 'list the files, write nothing')
    .action((options: DryRun & { repository?: string; yes?: true; force?: true }) => {
      const { repository, yes = false, force = false, dryRun = false } = options;
      const run = async (context: Context) => {
        const { initCommand } = await import('../commands/init.ts');
        return initCommand(context, { repository, yes, force, dryRun });
      };
      does('init', run, dryRun ? 'look' : 'change');
    });
}

function addNew(program: Command, does: Does): void {
  const group = program
    .command('new')
    .description('begin an app, a cluster or a stage')
    // Of its own: that of the program stands in a group of the program's commands.
    .addHelpCommand(new Command('help').argument('[command]').description('show the help of a command'))
    .addHelpText(
      'after',
      examplesText([
        'fleetwright new app hello --team web',
        'fleetwright new cluster us-4 --stage prod-us',
        'fleetwright new stage prod-eu-2 --from prod-eu',
      ]),
    );
  addNewApp(group, does);
  addNewCluster(group, does);
  addNewStage(group, does);
}

function addNewApp(group: Command, does: Does): void {
  addCommand(group, 'app <name>', 'write apps/<name>: a definition to begin with, and its images.yaml', [
    'fleetwright new app hello --team web --image ghcr.io/acme/hello:1.0.0',
    'fleetwright new app mailer --type worker --dry-run',
  ])
    .option('--team <team>', 'the team that owns it (default: the only one there could be)')
    .addOption(new Option('--type <type>', 'what its first process is').choices(appTypes).default('web'))
    .option('--image <image>', 'its image: name:tag, with or without @digest')
    .option('--dry-run', 'print the files, write nothing')
    .action((name: string, options: DryRun & { team?: string; type: AppType; image?: string }) => {
      const { team, type, image, dryRun = false } = options;
      const run = async (context: Context) => {
        const { newAppCommand } = await import('../commands/new-app.ts');
        return newAppCommand(context, { name, team, type, image, dryRun });
      };
      does('new-app', run, dryRun ? 'look' : 'change');
    });
}

interface ClusterFlags extends DryRun {
  stage: string;
  hub?: string;
  server?: string;
  kubernetes?: string;
  label?: readonly string[];
  fact?: readonly string[];
}

function addNewCluster(group: Command, does: Does): void {
  addCommand(group, 'cluster <name>', 'add a cluster to clusters/inventory.ts, in the state "joining"', [
    'fleetwright new cluster us-4 --stage prod-us    says what else it needs',
    'fleetwright new cluster us-4 --stage prod-us --server https://10.0.0.4:6443 \\\n    --label size=small --fact domain=us-4.example.com',
  ])
    .requiredOption('--stage <stage>', 'the stage that it changes with')
    .option('--hub <hub>', 'the hub that serves it (default: that of its stage, when there is one only)')
    .option('--server <url>', 'its API server, as the hub reaches it')
    .option('--kubernetes <version>', 'its Kubernetes version (default: the newest of the fleet)')
    .option('--label <name=value>', 'a label; several times', several)
    .option('--fact <name=value>', 'a fact; several times', several)
    .option('--dry-run', 'print the entry, write nothing')
    .action((name: string, options: ClusterFlags) => {
      const { stage, hub, server, kubernetes, label = [], fact = [], dryRun = false } = options;
      const run = async (context: Context) => {
        const { newClusterCommand } = await import('../commands/new-cluster.ts');
        const said = { name, stage, hub, server, kubernetes, labels: label, facts: fact };
        return newClusterCommand(context, { ...said, dryRun });
      };
      does('new-cluster', run, dryRun ? 'look' : 'change');
    });
}

function addNewStage(group: Command, does: Does): void {
  const stage = addCommand(group, 'stage <name>', 'split a stage: the new one starts with what the other holds', [
    'fleetwright new stage prod-eu-2 --from prod-eu',
  ]).requiredOption('--from <stage>', 'the stage whose clusters and releases it takes over');
  addDryRun(stage).action((name: string, options: DryRun & { from: string }) => {
    const { from, dryRun = false } = options;
    const run = async (context: Context) => {
      const { newStageCommand } = await import('../commands/new-stage.ts');
      return newStageCommand(context, { stage: name, from, dryRun });
    };
    does('new-stage', run, dryRun ? 'look' : 'change');
  });
}

function addDoctor(program: Command, does: Does): void {
  addCommand(program, 'doctor', 'look at what Fleetwright stands on, and say how to mend what is wrong', [
    'fleetwright doctor',
    'fleetwright doctor --json | jq ".checks[] | select(.state != \\"ok\\")"',
  ]).action(() => {
    const run = async (context: Context) => {
      const { doctorCommand } = await import('../commands/doctor.ts');
      return doctorCommand(context);
    };
    does('doctor', run, 'none');
  });
}

function addCompletion(program: Command, does: Does): void {
  addCommand(program, 'completion', 'print the script that makes a shell complete commands, options and names', [
    'eval "$(npx fleetwright completion bash)"       in ~/.bashrc',
    'eval "$(npx fleetwright completion zsh)"        in ~/.zshrc, behind compinit',
    'npx fleetwright completion fish | source        in ~/.config/fish/config.fish',
    "alias fleetwright='npx fleetwright'             the word that is completed",
  ])
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .action((shell: Shell) => {
      const run = async (context: Context) => {
        const { completionCommand } = await import('../commands/completion.ts');
        return completionCommand(context, { shell });
      };
      does('completion', run, 'none');
    });
  program
    .command('complete', { hidden: true })
    .argument('[word...]')
    .action((words: string[]) => {
      const run = async (context: Context) => {
        const { completeCommand } = await import('../commands/completion.ts');
        return completeCommand(context, { program, words });
      };
      does('complete', run, 'none');
    });
}
