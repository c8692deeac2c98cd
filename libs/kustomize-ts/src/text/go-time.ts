const date = /^(?<year>\d{4})-(?<month>\d\d?)-(?<day>\d\d?)(?<time>.*)$/s;
const clock =
  /^(?:[Tt]|(?<space> +))(?<hour>\d\d?):(?<minute>\d\d?):(?<second>\d\d?)(?:[.,](?<fraction>\d+))?(?<offset>Z|[-+]\d\d:\d\d)?$/;

/** A moment as `time.Time` of Go prints it in JSON; `hours` is the offset's, which JSON allows below 24 only. */
export interface Timestamp {
  readonly text: string;
  readonly hours: number;
}

/** The moment that a text is to go-yaml (`parseTimestamp` of its resolve.go, with what `time.Parse` lets pass); `undefined` for any other text. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const { year = '', month = '', day = '', time = '' } = date.exec(text)?.groups ?? {};
  if (year === '' || !isDate(Number(year), Number(month), Number(day))) return undefined;
  const found = parseClock(time);
  return found && { ...found, text: `${year}-${two(month)}-${two(day)}T${found.text}` };
}

/** A time of day: with an offset behind `T`, without one behind spaces, or none at all. */
function parseClock(text: string): Timestamp | undefined {
  if (text === '') return { text: '00:00:00Z', hours: 0 };
  const { groups } = clock.exec(text) ?? {};
  if (groups === undefined || (groups['space'] === undefined) !== (groups['offset'] !== undefined)) return undefined;
  const { hour = '', minute = '', second = '', fraction = '', offset = 'Z' } = groups;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const nanoseconds = fraction.slice(0, 9).replace(/0+$/, '');
  const time = `${two(hour)}:${two(minute)}:${two(second)}${nanoseconds === '' ? '' : `.${nanoseconds}`}`;
  const found = parseOffset(offset);
  return found && { ...found, text: time + found.text };
}

/** An offset of 60 minutes is one of an hour more; none at all is UTC. */
function parseOffset(text: string): Timestamp | undefined {
  if (text === 'Z') return { text, hours: 0 };
  const [hours, rest] = [Number(text.slice(1, 3)), Number(text.slice(4))];
  if (hours > 24 || rest > 60) return undefined;
  const minutes = hours * 60 + rest;
  if (minutes === 0) return { text: 'Z', hours };
  const whole = Math.floor(minutes / 60);
  return { text: `${text.charAt(0)}${two(String(whole))}:${two(String(minutes % 60))}`, hours: whole };
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}

function isDate(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}
