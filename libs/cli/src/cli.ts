import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { Context } from './context.ts';
import { exitCode, type Outcome } from './outcome.ts';

/** A command line, understood: run it to get its outcome. */
export interface Invocation {
  /** Name for the schema of `--json`: `render`, `new-stage`. */
  readonly command: string;
  readonly json: boolean;
  run(context: Context): Promise<Outcome>;
}

/** What a command line asks for: something to do, or text to print (help, version, a mistake in usage). */
export type Parsed =
  | { readonly type: 'run'; readonly invocation: Invocation }
  | { readonly type: 'print'; readonly stdout: string; readonly stderr: string; readonly exit: number };

/** Understands the arguments after the program's name. Every flag of every command stands here; commands are loaded when they run. */
export function parse(args: readonly string[], version: string): Parsed {
  let invocation: Invocation | undefined;
  const printed = { stdout: '', stderr: '' };
  const program = new Command('fleetwright')
    .description('Typed app definitions, rendered for every cluster, promoted byte for byte.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError('Run with --help to see what there is.')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        printed.stdout += text;
      },
      writeErr: (text) => {
        printed.stderr += text;
      },
    })
    .addHelpText(
      'after',
      '\nExit status: 0 ok, 1 failure, 2 differences found, 64 usage, 74 input or output,\n130 interrupted. `fleetwright <command> --help` shows examples.',
    );
  const does = (command: string, json: boolean, run: Invocation['run']): void => {
    invocation = { command, json, run };
  };
  addRender(program, does);
  addBuild(program, does);
  addPromote(program, does);
  addStatus(program, does);
  addNew(program, does);
  try {
    program.parse([...args], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    return { type: 'print', ...printed, exit: thrown.exitCode === 0 ? exitCode.ok : exitCode.usage };
  }
  if (invocation) return { type: 'run', invocation };
  return { type: 'print', stdout: program.helpInformation(), stderr: '', exit: exitCode.ok };
}

type Does = (command: string, json: boolean, run: Invocation['run']) => void;
interface Json {
  json?: true;
}

function addCommand(program: Command, usage: string, description: string, examples: readonly string[]): Command {
  return program
    .command(usage)
    .description(description)
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}\n`).join('')}`);
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
        const { renderCommand } = await import('./commands/render.ts');
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
      const { buildCommand } = await import('./commands/build.ts');
      return buildCommand(context, { overlay });
    });
  });
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
        const { promoteCommand } = await import('./commands/promote.ts');
        return promoteCommand(context, {
          apps,
          stage: options.to,
          allDue: options.allDue ?? false,
          dryRun: options.dryRun ?? false,
        });
      });
    });
}

function addStatus(program: Command, does: Does): void {
  addCommand(program, 'status', 'show what each stage runs, and what is due where', [
    'fleetwright status',
    'fleetwright status --json | jq .due',
  ]).action((options: Json) => {
    does('status', options.json ?? false, async (context) => {
      const { statusCommand } = await import('./commands/status.ts');
      return statusCommand(context);
    });
  });
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
        const { newStageCommand } = await import('./commands/new-stage.ts');
        return newStageCommand(context, { stage, from: options.from, dryRun: options.dryRun ?? false });
      });
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9][0-9]?$/.test(text)) throw new InvalidArgumentError('a whole number from 1 to 99 is wanted.');
  return Number(text);
}
