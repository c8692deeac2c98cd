import { exitCode } from '../../../../libs/cli/src/outcome.ts';
import { crdsFolder, repositoryRoot } from '../programs.ts';
import { shownProgress } from '../progress.ts';
import { accept } from './accept.ts';
import { CannotRun } from './cannot-run.ts';
import { kindsText, type Report, wordsOf } from './report.ts';

/** Tries all objects and prints what the server says; the exit code: 0 all is accepted, 1 something is not, 64 nothing is named so, 74 it could not be tried. */
export async function runAccept({
  only,
  json,
}: {
  readonly only: string | undefined;
  readonly json: boolean;
}): Promise<number> {
  try {
    return print(await accept({ root: repositoryRoot, crds: crdsFolder, only, progress: shownProgress() }), json);
  } catch (thrown) {
    return printFailure(thrown, json);
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
