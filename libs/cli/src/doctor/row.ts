/** What `doctor` looked at. */
export interface Row {
  /** What was looked at, in a word or two. */
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed';
  /** What was found there. */
  readonly found: string;
  /** The command that mends it, or what to do; absent when it is ok. */
  readonly mend?: string;
}

/** What the checks look at. */
export interface Patient {
  /** Root of the work tree; where the command was started when there is none. */
  readonly root: string;
}

/** Nothing to mend. */
export function fine(check: string, found: string): Row {
  return { check, state: 'ok', found };
}

/** It works for now, or not everything does. */
export function doubtful(check: string, found: string, mend: string): Row {
  return { check, state: 'warning', found, mend };
}

/** Commands fail by it. */
export function broken(check: string, found: string, mend: string): Row {
  return { check, state: 'failed', found, mend };
}

/** Whether a dotted version is `least` or later; what follows the numbers does not count. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, want] = [version, least].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0));
  for (const [index, number] of (want ?? []).entries()) {
    const found = have?.[index] ?? 0;
    if (found !== number) return found > number;
  }
  return true;
}
