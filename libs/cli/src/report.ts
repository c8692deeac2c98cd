import { type Diagnostic, format, hasErrors } from '@fleetwright/diagnostics';
import { locate } from '@fleetwright/workspace';
import type { Access } from './invocation.ts';
import type { Outcome } from './outcome.ts';

/** What is printed where, and with which exit status. */
export interface Report {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** How an outcome is printed. */
export interface ReportOptions {
  /** Name of the command, for the schema of the document. */
  readonly command: string;
  readonly access: Access;
  readonly json: boolean;
  readonly color: boolean;
  /** From the working directory to the root of the work tree: `../..`; empty when it is the root. */
  readonly toRoot: string;
  /** The text of a file of the work tree, for finding lines. */
  readonly read: (file: string) => string | undefined;
}

/** Turns an outcome into text: data on standard output, words and diagnostics on standard error; with `json` one document. */
export function report(outcome: Outcome, options: ReportOptions): Report {
  const diagnostics = once(locate(outcome.diagnostics, options.read));
  if (options.json) {
    const document = {
      schema: `fleetwright/${options.command}/v1`,
      exit: outcome.exit,
      ...outcome.document,
      ...(outcome.unfinished && { unfinished: true }),
      diagnostics,
    };
    return { stdout: `${JSON.stringify(document, undefined, 2)}\n`, stderr: '', exit: outcome.exit };
  }
  const counted = count(diagnostics) + left(outcome, options.access);
  const stderr = format(diagnostics, { color: options.color }) + counted + (outcome.words ?? '');
  return { stdout: outcome.data ?? '', stderr: stderr + whence(stderr, options.toRoot), exit: outcome.exit };
}

/** Exact repetitions once, as they are printed: two apps may meet the same broken file. */
function once(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}

function count(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return errors === 0 ? '' : `${errors} ${errors === 1 ? 'error' : 'errors'}.`;
}

/** For who stands in a folder of the work tree: `git add clusters` would find nothing there. */
function whence(said: string, toRoot: string): string {
  return said === '' || toRoot === ''
    ? ''
    : `(Paths, and commands to run, are from ${toRoot}, the root of the work tree.)\n`;
}

/** What errors left of the work tree; what only looks leaves it as it is, and need not say so. */
function left({ diagnostics, unfinished, written }: Outcome, access: Access): string {
  if (!hasErrors(diagnostics)) return '';
  if (unfinished) return ' The change is half done: any command finishes it.\n';
  return access === 'change' && !written ? ' Nothing was written.\n' : '\n';
}
