export { codes, type DiagnosticCode } from './codes.ts';
export type { Diagnostic, Location, Result, Severity } from './diagnostic.ts';
export { type FormatOptions, format, sortDiagnostics } from './format.ts';
export { asWarning, error, fail, hasErrors, ok, warning } from './make.ts';
export { nearest } from './nearest.ts';
