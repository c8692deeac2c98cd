/** A git sha as people read it: its first seven digits. */
export function short(sha: string): string {
  return sha.slice(0, 7);
}

/** Seconds as the largest unit that leaves no rest: 86400 → `1d`, 5400 → `90m`. */
export function duration(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
  ] as const;
  for (const [unit, size] of units) if (seconds > 0 && seconds % size === 0) return `${seconds / size}${unit}`;
  return `${seconds}s`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Seconds since 1970 as ISO 8601, in UTC. */
export function isoTime(seconds: number): string {
  // oxlint-disable-next-line no-restricted-globals -- turns a given time into text, reads no clock
  return new Date(seconds * 1000).toISOString();
}

/** Seconds since 1970 of a time in ISO 8601. */
export function secondsOf(time: string): number {
  // oxlint-disable-next-line no-restricted-globals -- reads a given time, no clock
  return Date.parse(time) / 1000;
}
