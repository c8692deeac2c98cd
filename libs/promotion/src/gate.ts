import type { Release } from './releases.ts';
import type { Half, PlanWorld, Stage } from './world.ts';

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

/** May this come? */
export interface Question {
  /** An app, or `fleet`. */
  readonly app: string;
  /** Where it would come to. */
  readonly stage: Stage;
  readonly release: Release;
  /** The half that would come, the other stays what the stage holds; `undefined`: the whole release. */
  readonly only: Half | undefined;
}

/** In the order in which they are asked. */
export type GateName = 'order' | 'hold' | 'freeze' | 'reproduced' | 'fit';

/** One reason why a release may not come. Each stands in a file of its own in `gates/`. */
export interface Gate {
  readonly name: GateName;
  /** Whether every verdict is open; nothing is put into words, so that many releases can be asked. */
  readonly isOpen: (world: PlanWorld, question: Question) => boolean;
  /** One verdict at least where nothing is in the way; where something is, one for each thing that is. */
  readonly ask: (world: PlanWorld, question: Question) => readonly Verdict[];
}

/** What keeps a release out, and the gate that says so. */
export type Reason = (Waiting | Closed) & { readonly gate: GateName };

/** What these gates have against it, in their order; empty: nothing. */
export function reasonsOf(gates: readonly Gate[], world: PlanWorld, question: Question): readonly Reason[] {
  const reasons: Reason[] = [];
  for (const gate of gates) {
    for (const verdict of gate.ask(world, question))
      if (verdict.state !== 'open') reasons.push({ gate: gate.name, ...verdict });
  }
  return reasons;
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
