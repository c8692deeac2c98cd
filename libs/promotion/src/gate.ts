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

/** The verdict that lets most through: an open one, else the one that opens first by itself, else the first closed one. */
export function best(verdicts: readonly Verdict[]): Verdict | undefined {
  const open = verdicts.find((verdict) => verdict.state === 'open');
  if (open) return open;
  let soonest: Waiting | undefined;
  for (const verdict of verdicts)
    if (verdict.state === 'waiting' && (!soonest || verdict.until < soonest.until)) soonest = verdict;
  return soonest ?? verdicts[0];
}
