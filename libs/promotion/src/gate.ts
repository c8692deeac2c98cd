/** What a gate says. Unknown is never open. */
export type Verdict = Open | Waiting | Closed;

/** Nothing is in the way. */
export interface Open {
  readonly state: 'open';
  /** The stage that was asked. */
  readonly stage: string;
}

/** Time alone opens it. */
export interface Waiting {
  readonly state: 'waiting';
  readonly stage: string;
  /** What it waits for: a clause that follows "waiting for". */
  readonly for: string;
  /** Seconds since 1970. */
  readonly until: number;
}

/** Somebody has to do something. */
export interface Closed {
  readonly state: 'closed';
  readonly stage: string;
  /** Why: a sentence without its full stop. */
  readonly because: string;
  /** What would help: a command, or a sentence without its full stop. */
  readonly help: string;
}

type Answer = Pick<Open | Closed, 'state'> | Pick<Waiting, 'state' | 'until'>;

/** The verdict that lets most through: an open one, else the one that opens first by itself, else the first closed one. */
export function best<T extends Answer>(verdicts: readonly T[]): T | undefined {
  let found = verdicts[0];
  let until = Number.POSITIVE_INFINITY;
  for (const verdict of verdicts) {
    if (verdict.state === 'open') return verdict;
    if (verdict.state !== 'waiting' || verdict.until >= until) continue;
    found = verdict;
    until = verdict.until;
  }
  return found;
}
