/**
 * The schedules of CronJobs: the standard grammar of robfig/cron v3, which Kubernetes parses them with.
 * https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format
 */
interface Part {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values from `min` on. */
  readonly names?: readonly string[];
}

const parts: readonly Part[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  {
    name: 'month',
    min: 1,
    max: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { name: 'day of the week', min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

const macros = ['@annually', '@daily', '@hourly', '@midnight', '@monthly', '@weekly', '@yearly'];
const longestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What is wrong with a schedule, in words that follow its name ("has 4 fields, …"); undefined when it can be. */
export function parseSchedule(text: string): string | undefined {
  if (/^(?:CRON_)?TZ=/.test(text)) return 'names a time zone, which belongs in timeZone';
  if (text.startsWith('@')) return macroProblem(text);
  const fields = text.trim().split(/\s+/).filter(Boolean);
  if (fields.length !== parts.length) {
    return `has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}, and needs 5: minute, hour, day of the month, month, day of the week`;
  }
  const values: (ReadonlySet<number> | undefined)[] = [];
  for (const [index, part] of parts.entries()) {
    const field = fields[index] ?? '';
    const read = fieldValues(field, part);
    if (typeof read === 'string') return `has the ${part.name} "${field}": ${read}`;
    values.push(read);
  }
  return dateProblem(values[2], values[3], values[4]);
}

/** A day of the month that no month of the schedule has. With a day of the week too, either is enough. */
function dateProblem(
  days: ReadonlySet<number> | undefined,
  months: ReadonlySet<number> | undefined,
  weekdays: ReadonlySet<number> | undefined,
): string | undefined {
  if (!days || !months || weekdays) return undefined;
  const first = Math.min(...days);
  if ([...months].some((month) => first <= (longestMonth[month - 1] ?? 0))) return undefined;
  return `asks for day ${first} of a month that never has it, so it never runs`;
}

function macroProblem(text: string): string | undefined {
  if (macros.includes(text)) return undefined;
  if (!text.startsWith('@every ')) return `is "${text}", and the words are @every <duration>, ${macros.join(', ')}`;
  const duration = text.slice('@every '.length);
  if (/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(duration)) return undefined;
  return `has the duration "${duration}", and a duration is written as 1h30m`;
}

/** The values of a field; undefined when it leaves all of them open (`*`, `?`); or what is wrong with it. */
function fieldValues(field: string, part: Part): ReadonlySet<number> | undefined | string {
  const values = new Set<number>();
  let open = false;
  for (const range of field.split(',')) {
    const read = rangeValues(range, part);
    if (typeof read === 'string') return read;
    open ||= read.open;
    for (let value = read.from; value <= read.to; value += read.step) values.add(value);
  }
  return open ? undefined : values;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly open: boolean;
}

function rangeValues(range: string, part: Part): Range | string {
  const [bounds = '', step, ...more] = range.split('/');
  if (more.length > 0) return 'more than one "/"';
  const every = step === undefined ? 1 : numberFrom(step);
  if (every === undefined || every === 0) return `"${step}" is not a step; a step is a whole number above 0`;
  if (bounds === '*' || bounds === '?') return { from: part.min, to: part.max, step: every, open: every === 1 };
  const [start = '', end, ...rest] = bounds.split('-');
  if (rest.length > 0) return 'more than one "-"';
  const from = numberOf(start, part);
  const last = step === undefined ? from : part.max;
  const to = end === undefined ? last : numberOf(end, part);
  if (typeof from === 'string') return from;
  if (typeof to === 'string') return to;
  return from > to ? `${start} comes after ${end}` : { from, to, step: every, open: false };
}

function numberOf(text: string, { min, max, names }: Part): number | string {
  const name = names?.indexOf(text.toLowerCase()) ?? -1;
  const value = name >= 0 ? name + min : numberFrom(text);
  if (value !== undefined && value >= min && value <= max) return value;
  return `"${text}" is not ${names ? `a name (${names[0]} to ${names.at(-1)}) or ` : ''}a number from ${min} to ${max}`;
}

function numberFrom(digits: string): number | undefined {
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}
