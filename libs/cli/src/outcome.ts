import type { Diagnostic } from '@fleetwright/diagnostics';

/** How a command ends, as its exit status says. */
export const exitCode = {
  /** Done, or nothing to do. */
  ok: 0,
  /** Refused or wrong: the diagnostics say what and how to mend it. */
  failure: 1,
  /** What is there is not what it should be (`render --check`). */
  differences: 2,
  /** A command line that cannot be understood. */
  usage: 64,
  /** The machine failed: a full disk, a missing permission. */
  io: 74,
  /** Another run has the work tree. */
  locked: 75,
  /** Stopped by Ctrl-C. */
  interrupted: 130,
} as const;

/** One of {@link exitCode}. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** What a command did, as plain data; printed in one place. */
export interface Outcome {
  readonly exit: ExitCode;
  /** For `--json`: fields of the document, `schema` and `diagnostics` are added. */
  readonly document: { readonly [field: string]: unknown };
  /** Data for standard output. */
  readonly data?: string;
  /** Words for standard error. */
  readonly words?: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether a change could be neither finished nor undone, so that the next run finishes it. Default: false. */
  readonly unfinished?: boolean;
  /** Whether files were written although there are errors; `words` say which. Default: false. */
  readonly written?: boolean;
}

/** The end of a command that found errors and changed nothing; by default the exit status follows from their codes. */
export function failed(diagnostics: readonly Diagnostic[], exit: ExitCode = exitOf(diagnostics)): Outcome {
  return { exit, document: {}, diagnostics };
}

/** The exit status of errors: 75 and 74 tell scripts that the same command may do later what it could not do now. */
function exitOf(diagnostics: readonly Diagnostic[]): ExitCode {
  const codes = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code));
  if (codes.has('FW5008')) return exitCode.locked;
  if (codes.has('FW5015')) return exitCode.usage;
  return codes.has('FW5001') ? exitCode.io : exitCode.failure;
}
