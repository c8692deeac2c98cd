import type { DiagnosticCode } from './codes.ts';

/** Where something stands: a file of the work tree, and a place in it. */
export interface Location {
  /** Path from the root of the work tree, with `/`. */
  readonly file: string;
  /** Line, from 1. Absent while only `path` is known. */
  readonly line?: number;
  /** Column, from 1. */
  readonly column?: number;
  /**
   * Path of the value inside the definition or document (`['environments', 'prod', 'processes', 'web']`).
   * Lines are found from it only when a diagnostic is printed.
   */
  readonly path?: readonly (string | number)[];
}

/** `error` stops what is being done; `warning` is said once and stops nothing. */
export type Severity = 'error' | 'warning';

/** What went wrong (or will), where, and how to mend it. Plain data: it crosses worker and process borders. */
export interface Diagnostic {
  /** Stable name such as `FW1004`; code branches on it, never on the text. One row per code in docs/reference/diagnostics.md. */
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** States the problem, in the user's terms, without a full stop at the end. */
  readonly message: string;
  /** Says how to fix it. */
  readonly hint?: string;
  readonly at?: Location;
  /** Other places that have to do with it, such as the second of two that contradict each other. No text names them: whoever prints knows from where to name files. */
  readonly related?: readonly Location[];
}

/** Either a value or every error that kept it from being; warnings may come with both. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly errors: readonly Diagnostic[] };
