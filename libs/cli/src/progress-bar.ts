import { SingleBar } from 'cli-progress';
import type { Progress } from './progress.ts';

/** A step as long as this goes by unseen. In milliseconds. */
const patience = 1000;

/**
 * Shows on a terminal how far a long step is and when it will end: one line, below which nothing is written, gone when the
 * step is. `clock` is in milliseconds. What comes before {@link patience} is over is not shown.
 */
export function progressBar(terminal: NodeJS.WritableStream, clock: () => number = () => performance.now()): Progress {
  const began = clock();
  let shown: { readonly label: string; readonly bar: SingleBar } | undefined;
  function end(): void {
    shown?.bar.stop();
    shown = undefined;
  }
  function step(label: string, done: number, total: number): void {
    if (clock() - began < patience) return;
    if (shown?.label !== label) end();
    if (!shown) {
      shown = { label, bar: barFor(label, terminal) };
      shown.bar.start(total, done);
    }
    // It may become more while it is done.
    shown.bar.setTotal(total);
    shown.bar.update(done);
  }
  return { step, end };
}

function barFor(label: string, stream: NodeJS.WritableStream): SingleBar {
  return new SingleBar({
    stream,
    format: ({ barsize = 0 }, { progress, value, total, eta }) => {
      const done = Math.round(progress * barsize);
      // Words in place of a number: nothing is known yet.
      const left = Number.isFinite(eta) ? `, ${duration(eta)} left` : '';
      return `${label} ${'#'.repeat(done)}${'.'.repeat(barsize - done)} ${value}/${total}${left}`;
    },
    barsize: 24,
    clearOnComplete: true,
    // A command that is interrupted ends at once: there must be nothing to give back to the terminal.
    gracefulExit: false,
    hideCursor: false,
    linewrap: true,
    fps: 10,
  });
}

/** Seconds in words. */
function duration(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
