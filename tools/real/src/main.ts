import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { buildBinaries } from './build/build.ts';
import { checkJourneys, journeyed, makeJourneys, watchMemory } from './e2e.ts';
import { collect } from './fleet/collect.ts';
import type { Message } from './fleet/holder.ts';
import { type Holder, type Start, startHolder } from './fleet/start-holder.ts';
import { holderOf, readState, type State } from './fleet/state.ts';
import { fleetStatus } from './fleet/status.ts';
import { megabytes, statusText } from './fleet/status-text.ts';
import { until } from './kube.ts';
import { fleetsFolder } from './programs.ts';
import { shownProgress } from './progress.ts';
import { type Flags, planOf } from './scale/plan.ts';

const fleet = new Command('fleet')
  .description('A real fleet on this machine: API servers, Argo CD hubs and the repository, without containers.')
  .showHelpAfterError()
  .exitOverride();

const name = ['--name <name>', 'of the fleet: several can run side by side', fleetName, 'fleet'] as const;

fleet
  .command('build')
  .description('builds the programs of a fleet that are not there yet, or were made from other versions')
  .option('--json', 'print one JSON document')
  .action(async (options: { json?: true }) => {
    const report = await buildBinaries(process.stderr);
    if (options.json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  });

fleet
  .command('up')
  .description('starts a fleet and waits until every Application of it is Synced and Healthy')
  .option(...name)
  .option('--hubs <n>', 'how many Argo CDs', numberFrom(1), 2)
  .option(
    '--spokes <n>',
    'how many clusters: one of each of dev, staging, prod-canary and prod-eu first',
    numberFrom(1),
    4,
  )
  .option('--rollouts <clusters...>', 'which of them run Argo Rollouts', [])
  .action(async (options: { name: string; hubs: number; spokes: number; rollouts: string[] }) => {
    const holder = await start(options);
    holder.leave();
    const state = stateOf(options.name);
    process.stdout.write(statusText(await fleetStatus(state)));
  });

fleet
  .command('status')
  .description('tells what runs, what of the inventory does not, and which Applications are not fine')
  .option(...name)
  .option('--json', 'print one JSON document')
  .action(async (options: { name: string; json?: true }) => {
    const status = await fleetStatus(stateOf(options.name));
    process.stdout.write(options.json ? `${JSON.stringify(status, undefined, 2)}\n` : statusText(status));
  });

fleet
  .command('logs')
  .description('prints the log of a program; without one, the names of those that have a log')
  .argument('[program]', 'as `status` names it, like europe/argocd-repo-server')
  .option(...name)
  .option('--lines <n>', 'at most so many of the last lines', numberFrom(1), 200)
  .action((program: string | undefined, options: { name: string; lines: number }) => {
    process.stdout.write(logText(options.name, program, options.lines));
  });

fleet
  .command('down')
  .description('ends a fleet; its logs stay until the next one of its name starts')
  .option(...name)
  .action(async (options: { name: string }) => {
    await end(options.name);
    console.error(`${options.name} is down`);
  });

fleet
  .command('e2e')
  .description('brings a fleet up, makes every journey in it, and takes it down')
  .option('--fleet <name>', 'take a fleet that runs, and leave it running', fleetName)
  .option('--runs <n>', 'so many times, one after the other', numberFrom(1), 1)
  .option('--only <part>', 'only journeys with this in their names or the names of their files')
  .action(async (options: { fleet?: string; runs: number; only?: string }) => {
    const name = options.fleet ?? `e2e-${process.pid}`;
    const holder = options.fleet === undefined ? await start({ ...journeyed, name }) : undefined;
    try {
      process.exitCode = await runJourneys(name, options);
    } finally {
      await holder?.stop();
    }
    // Where something failed, the folder holds what is needed to see why.
    if (holder && process.exitCode === 0) rmSync(folderOf(name), { recursive: true, force: true });
  });

fleet
  .command('accept')
  .description(
    'sends every object that the fleet and the golden files build to an API server of its own: dry run, strict',
  )
  .option(
    '--only <name>',
    'a kind, an app, a cluster, a stage, a hub or a golden file without its ending (default: all)',
  )
  .option('--json', 'print one JSON document')
  .addHelpText(
    'after',
    `
Needs etcd and kube-apiserver (\`npm run e2e:build\`) and CustomResourceDefinitions: the folder \`crds\` in the one
that FLEETWRIGHT_SHARED names (default ../shared).
Ends with 0 when all is accepted, 1 when something is not, 64 for a wrong command line, 74 when something is missing.`,
  )
  .action(async ({ only, json = false }: { only?: string; json?: boolean }) => {
    const { runAccept } = await import('./accept/command.ts');
    process.exitCode = await runAccept({ only, json });
  });

fleet
  .command('hub-scale')
  .description("measures Argo CD's ApplicationSet controller alone, on hubs of a synthetic fleet, one after the other")
  .addOption(
    new Option('--clusters <n,…>', 'clusters of each hub').argParser(numbersFrom(4)).default([300, 1500], '300,1500'),
  )
  .option(
    '--buckets <n,…>',
    'ApplicationSets of each app, all of them for each number of clusters (default: 1,2,4 below 1,000 clusters, else 1,3,5,10)',
    numbersFrom(1),
  )
  .option('--apps <n>', 'number of apps, the platform app among them', numberFrom(2), 20)
  .option(
    '--rate <n>',
    "requests a second that the controller allows itself, ARGOCD_K8S_CLIENT_QPS; Argo CD's own default is 50",
    numberFrom(1),
    50,
  )
  .option('--json', 'print one JSON document')
  .addHelpText(
    'after',
    `
What g makes of a hub is applied to an API server; then one thing after the other changes. Builds first what is not
there. It judges nothing: figures and limits stand side by side.`,
  )
  .action(async ({ json = false, ...flags }: Flags & { json?: boolean }) => {
    const { runHubScale } = await import('./scale/command.ts');
    await runHubScale(planOf(flags), json);
  });

// An exit takes temporary folders away, and the kernel the programs; a signal alone would leave the folders.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
process.exitCode = await main();

async function main(): Promise<number> {
  try {
    await fleet.parseAsync();
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Commander has said it already.
    if (error instanceof Error && 'exitCode' in error) return error.exitCode === 0 ? 0 : 64;
    console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

async function runJourneys(name: string, { runs, only }: { runs: number; only?: string }): Promise<number> {
  await checkJourneys(stateOf(name));
  const memory = watchMemory(stateOf(name));
  try {
    for (let run = 1; run <= runs; run++) {
      const began = performance.now();
      const code = await makeJourneys(folderOf(name), only);
      console.error(
        `run ${run} of ${runs}: ${code === 0 ? 'ok' : 'failed'}, ${Math.round((performance.now() - began) / 1000)} s`,
      );
      if (code !== 0) return code;
    }
    return 0;
  } finally {
    console.error(`the fleet's programs took at most ${megabytes(memory.stop())}`);
  }
}

async function start(wanted: Omit<Start, 'folder' | 'on'>): Promise<Holder> {
  await buildBinaries(process.stderr);
  const bar = shownProgress();
  const folder = folderOf(wanted.name);
  function on(message: Message): void {
    if (message.kind === 'progress') bar.step(message.label, message.done, message.total);
    if (message.kind === 'note') {
      bar.end();
      console.error(message.words);
    }
  }
  try {
    return await startHolder({ ...wanted, folder, on });
  } catch (cause) {
    if (holderOf(folder) !== undefined) throw cause;
    // What could be asked of it is there already; its logs are complete now.
    await collect(folder, join(folder, 'failure'));
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${message}\n  see ${join(folder, 'failure')}`, { cause });
  } finally {
    bar.end();
  }
}

/** Ends a fleet, also one that is still starting, and waits until nothing of it runs. */
async function end(name: string): Promise<void> {
  const pid = holderOf(folderOf(name));
  if (pid === undefined) throw noFleet(name);
  process.kill(pid, 'SIGTERM');
  await until(
    `process ${pid}, which holds the fleet, is gone`,
    () => holderOf(folderOf(name)) === undefined,
    60_000,
    () => `it runs; \`kill -9 ${pid}\` ends it, and all its programs with it`,
  );
}

function folderOf(name: string): string {
  return resolve(fleetsFolder, name);
}

function stateOf(name: string): State {
  const state = readState(folderOf(name));
  if (!state) throw noFleet(name);
  return state;
}

function noFleet(name: string): Error {
  if (holderOf(folderOf(name)) !== undefined) return new Error(`the fleet ${name} is still starting, or ending`);
  return new Error(`no fleet called ${name} runs\n  hint: start it with \`npm run fleet -- up --name ${name}\``);
}

/** It becomes a folder, which the next fleet of the name removes. */
function fleetName(text: string): string {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(text))
    throw new InvalidArgumentError('it must be of lower case letters, digits and hyphens');
  return text;
}

function numberFrom(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isSafeInteger(number) || number < least)
      throw new InvalidArgumentError(`it must be a whole number from ${least}`);
    return number;
  };
}

/** A reader of numbers with commas between them. */
function numbersFrom(least: number): (text: string) => readonly number[] {
  const number = numberFrom(least);
  return (text) => text.split(',').map(number);
}

function logText(name: string, program: string | undefined, lines: number): string {
  const folder = join(folderOf(name), 'logs');
  if (!existsSync(folder)) throw noFleet(name);
  const names = readdirSync(folder)
    .map((file) => file.replace(/\.log$/, ''))
    .sort();
  if (program === undefined) return names.map((one) => `${one.replace('.', '/')}\n`).join('');
  const wanted = program.replaceAll('/', '.');
  if (!names.includes(wanted))
    throw new Error(`${program} has no log\n  hint: \`npm run fleet -- logs\` names those that have one`);
  const all = readFileSync(join(folder, `${wanted}.log`), 'utf8')
    .trimEnd()
    .split('\n');
  return `${all.slice(-lines).join('\n')}\n`;
}
