import { setImmediate } from 'node:timers/promises';

/** Lets the process look after other things (a signal) when it is time; to be awaited between steps. */
export type Pace = () => Promise<void> | undefined;

/** A pace for one long piece of work: whoever works at it is interrupted every 50 ms. */
export function newPace(): Pace {
  let next = performance.now() + 50;
  async function rest(): Promise<void> {
    await setImmediate();
    next = performance.now() + 50;
  }
  return () => (performance.now() < next ? undefined : rest());
}
