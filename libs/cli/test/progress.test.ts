import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { progressBar } from '../src/progress-bar.ts';

/** A terminal that keeps what is written to it. */
function terminal() {
  let written = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY: true, columns: 80 }), written: () => written };
}

it('shows what takes over a second, until it ends', () => {
  const { stream, written } = terminal();
  let now = 0;
  const progress = progressBar(stream, () => now);
  progress.step('Rendering', 1, 4);
  now = 999;
  progress.step('Rendering', 2, 4);
  expect(written()).toBe('');
  now = 1001;
  progress.step('Rendering', 3, 4);
  expect(written()).toContain('Rendering ##################...... 3/4');
  const shown = written().length;
  progress.end();
  // The line is cleared, and nothing is below it.
  expect(written().slice(shown)).toContain('\u001B[2K');
  expect(written()).not.toContain('\n');
  // No colours, whatever NO_COLOR says.
  const codes = written().split('\u001B[').slice(1);
  expect(codes.filter((code) => /^[0-9;]*m/.test(code))).toEqual([]);
});
