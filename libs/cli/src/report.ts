import { type Diagnostic, format } from '@fleetwright/diagnostics';
import { locate } from '@fleetwright/workspace';
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
  readonly json: boolean;
  readonly color: boolean;
  /** The text of a file of the work tree, for finding lines. */
  readonly read: (file: string) => string | undefined;
}

/** Turns an outcome into text: data on standard output, words and diagnostics on standard error; with `json` one document. */
export function report(outcome: Outcome, options: ReportOptions): Report {
  const diagnostics = locate(outcome.diagnostics, options.read);
  if (options.json) {
    const document = {
      schema: `fleetwright/${options.command}/v1`,
      exit: outcome.exit,
      ...outcome.document,
      diagnostics,
    };
    return { stdout: `${JSON.stringify(document, undefined, 2)}\n`, stderr: '', exit: outcome.exit };
  }
  const counted = count(diagnostics, outcome.wrote ?? false);
  const stderr = format(diagnostics, { color: options.color }) + counted + (outcome.words ?? '');
  return { stdout: outcome.data ?? '', stderr, exit: outcome.exit };
}

function count(diagnostics: readonly Diagnostic[], wrote: boolean): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors === 0) return '';
  const files = wrote ? 'Some files were written, each of them whole: run it again.' : 'Nothing was written.';
  return `${errors} ${errors === 1 ? 'error' : 'errors'}. ${files}\n`;
}
