/** Seconds of the units of a duration. */
const units: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** A day, or a time with its zone: without one, two people would read two times. */
const time = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * Reads what a person writes for an end: a duration from now on (`90m`, `2h`, `3d`, `1w`), a day (its start, in UTC) or a
 * time with its zone. Gives a time in UTC, to the second, as hold files have it; `undefined` when it is none of these.
 * `now` is in seconds since 1970.
 */
export function untilOf(text: string, now: number): string | undefined {
  const [, number, unit = ''] = /^([1-9]\d{0,4})([mhdw])$/.exec(text) ?? [];
  if (number !== undefined) return isoOf((now + Number(number) * (units[unit] ?? 0)) * 1000);
  const given = time.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(given) ? undefined : isoOf(given);
}

/** Whether the calendar has it: `Date` takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const parsed = Date.parse(text);
  return !Number.isNaN(parsed) && isoOf(parsed).startsWith(text);
}

function isoOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
