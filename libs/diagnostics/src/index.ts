export { codes, type DiagnosticCode } from './codes.ts';
export type { Diagnostic, Location, Result, Severity } from './diagnostic.ts';
export { error, fail, hasErrors, ok, warning } from './make.ts';
export { nearest } from './nearest.ts';
export { format, type FormatOptions, sortDiagnostics } from './format.ts';
