import { existsSync } from 'node:fs';
import { type BinaryName, binary } from '../programs.ts';

/** What keeps a run from beginning, with what to do about it: the machine's fault (`io`), or the command line's. */
export class CannotRun extends Error {
  readonly hint: string;
  readonly fault: 'io' | 'usage';

  constructor(message: string, hint: string, fault: 'io' | 'usage') {
    super(message);
    this.hint = hint;
    this.fault = fault;
  }
}

/** @throws CannotRun where a program is not built yet */
export function checkPrograms(names: readonly BinaryName[]): void {
  const missing = names.filter((name) => !existsSync(binary(name)));
  if (missing.length === 0) return;
  throw new CannotRun(`${missing.join(' and ')}: not built yet`, 'npm run e2e:build', 'io');
}
