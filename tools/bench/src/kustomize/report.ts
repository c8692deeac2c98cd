import type { Row } from './bench.ts';

/** A row as lines of text: what, our time, the other's, how many times faster we are, and the aim. */
export function rowText({ what, ours, against, aim }: Row): string {
  const lines = [what, `  ours${milliseconds(ours)}${aim === undefined ? '' : `   aim ${aim}`}`];
  if (against) {
    const ratio = against.millis / ours;
    const faster = ratio >= 1 ? `${ratio.toFixed(1)}x faster` : `${(1 / ratio).toFixed(1)}x slower`;
    lines.push(
      `  ${against.what}${milliseconds(against.millis)}   ours is ${faster} (${(ours - against.millis).toFixed(2)} ms)`,
    );
  }
  return lines.join('\n');
}

function milliseconds(value: number): string {
  return `: ${value < 10 ? value.toFixed(3) : value.toFixed(1)} ms`;
}
