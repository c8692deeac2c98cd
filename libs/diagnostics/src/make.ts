import type { DiagnosticCode } from './codes.ts';
import type { Diagnostic, Location, Result } from './diagnostic.ts';

/** An error. `hint` says how to mend it; `at` where it stands, `undefined` when nowhere in particular. */
export function error(code: DiagnosticCode, message: string, hint: string, at: Location | undefined): Diagnostic {
  return { code, severity: 'error', message, hint, ...(at && { at }) };
}

/** A warning, otherwise as {@link error}. */
export function warning(code: DiagnosticCode, message: string, hint: string, at: Location | undefined): Diagnostic {
  return { ...error(code, message, hint, at), severity: 'warning' };
}

/** The same, as a warning: it stops something else than what is being done. */
export function asWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'warning' };
}

/** A value, with the warnings that came up while it was made. */
export function ok<T>(value: T, warnings: readonly Diagnostic[] = []): Result<T> {
  return { ok: true, value, warnings };
}

/** All the errors (and warnings) of what could not be made. */
export function fail(errors: readonly Diagnostic[]): { readonly ok: false; readonly errors: readonly Diagnostic[] } {
  return { ok: false, errors };
}

/** Whether any of them is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
