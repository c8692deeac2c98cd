import type { Diagnostic } from '@fleetwright/diagnostics';

/** How a command ends, as its exit status says. */
export const exitCode = {
  ok: 0,
  failure: 1,
  /** What is there is not what it should be (`render --check`). */
  differences: 2,
  usage: 64,
  io: 74,
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
  /** Whether files may have changed although there are errors. Default: false. */
  readonly wrote?: boolean;
}

/** The end of a command that the machine stopped while it wrote. */
export function interrupted(diagnostics: readonly Diagnostic[]): Outcome {
  return { ...failed(diagnostics, exitCode.io), wrote: true };
}

/** The end of a command that found errors and changed nothing. */
export function failed(diagnostics: readonly Diagnostic[], exit: ExitCode = exitCode.failure): Outcome {
  return { exit, document: {}, diagnostics };
}
