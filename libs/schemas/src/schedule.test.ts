import { expect, test } from 'vitest';
import { parseSchedule } from './schedule.ts';

const right = [
  '* * * * *',
  '*/5 * * * *',
  '0 3 * * *',
  '30 4 1,15 * 5',
  '0 0-8/2 * * mon-fri',
  '0 12 1 JAN-jun ?',
  '5/15 * * * *',
  '0 0 29 2 *',
  '0 0 31 1,2 *',
  '0 0 30 2 mon',
  '@daily',
  '@every 1h30m',
  '  0 3   * * *  ',
];

const wrong: readonly (readonly [string, string])[] = [
  ['0 3 * *', 'has 4 fields, and needs 5: minute, hour, day of the month, month, day of the week'],
  ['0 0 3 * * *', 'has 6 fields, and needs 5: minute, hour, day of the month, month, day of the week'],
  ['', 'has 0 fields, and needs 5: minute, hour, day of the month, month, day of the week'],
  ['60 * * * *', 'has the minute "60": "60" is not a number from 0 to 59'],
  ['* * 0 * *', 'has the day of the month "0": "0" is not a number from 1 to 31'],
  ['* * * * 7', 'has the day of the week "7": "7" is not a name (sun to sat) or a number from 0 to 6'],
  ['* * * foo *', 'has the month "foo": "foo" is not a name (jan to dec) or a number from 1 to 12'],
  ['*/0 * * * *', 'has the minute "*/0": "0" is not a step; a step is a whole number above 0'],
  ['30-10 * * * *', 'has the minute "30-10": 30 comes after 10'],
  ['1-2-3 * * * *', 'has the minute "1-2-3": more than one "-"'],
  ['*/2/3 * * * *', 'has the minute "*/2/3": more than one "/"'],
  ['1,,2 * * * *', 'has the minute "1,,2": "" is not a number from 0 to 59'],
  ['0 0 30 2 *', 'asks for day 30 of a month that never has it, so it never runs'],
  ['0 0 31 feb,apr,jun,sep,nov *', 'asks for day 31 of a month that never has it, so it never runs'],
  ['TZ=Europe/Berlin 0 3 * * *', 'names a time zone, which belongs in timeZone'],
  [
    '@dayly',
    'is "@dayly", and the words are @every <duration>, @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly',
  ],
  ['@every day', 'has the duration "day", and a duration is written as 1h30m'],
];

test.each(right)('"%s" can be', (schedule) => {
  expect(parseSchedule(schedule)).toBeUndefined();
});

test.each(wrong)('"%s" cannot be: %s', (schedule, problem) => {
  expect(parseSchedule(schedule)).toBe(problem);
});
