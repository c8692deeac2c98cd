import { type Estimate, estimate, type Task } from './estimate.ts';

/** Where a build tells how far it is. */
export interface Terminal {
  write(text: string): unknown;
  /** Whether a line can be written over. */
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Tells how a build goes: a line for each program that is done and, on a terminal, one that moves below them. */
export interface Progress {
  readonly begin: (name: string) => void;
  /** What the compiler says meanwhile. */
  readonly say: (line: string) => void;
  readonly done: () => void;
  /** Nothing moves any more. */
  readonly end: () => void;
}

/** @param plan programs in the order of building, with the seconds they are expected to take; `clock` is in milliseconds */
export function progressOn(
  out: Terminal,
  plan: ReadonlyMap<string, number>,
  clock: () => number = () => performance.now(),
): Progress {
  const names = [...plan.keys()];
  const times = new Map<string, number>();
  let current = { name: '', began: clock(), said: '' };
  const timer = out.isTTY ? setInterval(draw, 1000) : undefined;
  const task = (name: string): Task => ({ expected: plan.get(name) ?? 0, elapsed: times.get(name) });

  function seconds(): number {
    return (clock() - current.began) / 1000;
  }
  function now(): Estimate {
    const at = names.indexOf(current.name);
    const running = { expected: plan.get(current.name) ?? 0, elapsed: seconds() };
    return estimate(names.slice(0, at).map(task), running, names.slice(at + 1).map(task));
  }
  function draw(): void {
    if (!out.isTTY) return;
    const place = `${names.indexOf(current.name) + 1} of ${names.length}`;
    const line = lineOf({ name: current.name, place, elapsed: seconds(), said: current.said }, now());
    out.write(`\r${line.slice(0, (out.columns ?? 80) - 1)}\u001B[K`);
  }
  return {
    begin(name) {
      current = { name, began: clock(), said: '' };
      draw();
    },
    say(line) {
      current.said = line.startsWith('go: downloading ') ? line.slice('go: '.length) : '';
    },
    done() {
      const { name } = current;
      times.set(name, seconds());
      const place = `${names.indexOf(name) + 1} of ${names.length}`;
      if (out.isTTY) out.write('\r\u001B[K');
      out.write(`built ${name} in ${duration(seconds())} (${place})\n`);
    },
    end() {
      clearInterval(timer);
      if (out.isTTY) out.write('\r\u001B[K');
    },
  };
}

interface Moment {
  readonly name: string;
  /** `2 of 8` */
  readonly place: string;
  /** In seconds. */
  readonly elapsed: number;
  readonly said: string;
}

/** The line that moves. */
export function lineOf({ name, place, elapsed, said }: Moment, { part, left }: Estimate): string {
  const size = 20;
  const filled = Math.floor(part * size);
  const bar = '#'.repeat(filled) + '.'.repeat(size - filled);
  const line = `${bar} ${name} (${place}) ${duration(elapsed)}, about ${duration(left)} left`;
  return said ? `${line}, ${said}` : line;
}

/** Seconds in words; from ten minutes on, whole minutes. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return whole < 600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.round(whole / 60)} min`;
}
