import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exitCode } from '../../../../libs/cli/src/outcome.ts';
import { noProgress, type Progress } from '../../../../libs/cli/src/progress.ts';
import { repositoryRoot } from '../programs.ts';
import { accept } from './accept.ts';
import { CannotRun } from './cannot-run.ts';
import { kindsText, type Report, wordsOf } from './report.ts';

const usage = `usage: npm run accept -- [flags]

Sends every object that the fleet's overlays, hubs, stages and rendered variants and the golden files of the libraries build to a
real API server with the real CustomResourceDefinitions, by server-side dry run with strict validation. The server is started for
it and ended. Needs etcd and kube-apiserver (\`npm run e2e:build\`) and the folder \`crds\` of the shared material (FLEETWRIGHT_SHARED,
default ../shared).

  --only <name>   a kind, an app, a cluster, a stage, a hub or a golden file without its ending (default: everything)
  --json          print one JSON document
  --help          print this

Exits with 0 when all is accepted, 1 when something is not, 64 for a wrong command line, 74 when something is missing.
`;

/** How a signal ends the run. */
class Interrupted extends Error {
  readonly exit: number;

  constructor(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') {
    super(`interrupted by ${signal}`);
    this.exit = 128 + constants.signals[signal];
  }
}

// Programs are stopped and the scratch folder is removed first; who signals again does not wait for that.
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  const interrupted = new Interrupted(signal);
  process.once(signal, () => {
    interruption.abort(interrupted);
    process.once(signal, () => process.exit(interrupted.exit));
  });
}
process.exitCode = await main();
// What still waits for a program that was stopped is of no interest any more.
if (interruption.signal.aborted) process.exit();

async function main(): Promise<number> {
  const flags = parse(process.argv.slice(2));
  if (!flags) {
    process.stderr.write(usage);
    return exitCode.usage;
  }
  if (flags.help) {
    process.stdout.write(usage);
    return exitCode.ok;
  }
  try {
    const crds = join(resolve(repositoryRoot, process.env['FLEETWRIGHT_SHARED'] ?? '../shared'), 'crds');
    const { signal } = interruption;
    const progress = await shownProgress();
    const report = await accept({ root: repositoryRoot, crds, only: flags.only, progress, signal });
    return print(report, flags.json);
  } catch (thrown) {
    if (thrown instanceof Interrupted) return thrown.exit;
    return printFailure(thrown, flags.json);
  }
}

function print(report: Report, json: boolean): number {
  const exit = report.problems.length === 0 ? exitCode.ok : exitCode.failure;
  if (json) printDocument({ exit, ...report });
  else {
    process.stdout.write(kindsText(report.kinds));
    process.stderr.write(wordsOf(report));
  }
  return exit;
}

/** It could not begin, or a program of ours ended: nothing is known of the objects. */
function printFailure(thrown: unknown, json: boolean): number {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const hint =
    thrown instanceof CannotRun
      ? thrown.hint
      : 'run it again; a program that ended by itself says why above, `df` and `free` say what the machine has left';
  const exit = thrown instanceof CannotRun && thrown.fault === 'usage' ? exitCode.usage : exitCode.io;
  if (json) printDocument({ exit, error: { message, hint } });
  else process.stderr.write(`error: ${message}\n  hint: ${hint}\n`);
  return exit;
}

function printDocument(fields: object): void {
  process.stdout.write(`${JSON.stringify({ schema: 'fleetwright/accept/v1', ...fields }, undefined, 2)}\n`);
}

async function shownProgress(): Promise<Progress> {
  if (!process.stderr.isTTY || process.env['TERM'] === 'dumb') return noProgress;
  const { progressBar } = await import('../../../../libs/cli/src/progress-bar.ts');
  return progressBar(process.stderr);
}

function parse(args: string[]) {
  try {
    const options = {
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    } as const;
    const { values } = parseArgs({ args, options });
    return { only: values.only, json: values.json, help: values.help };
  } catch {
    return undefined;
  }
}
