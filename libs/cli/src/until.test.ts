import { expect, it } from 'vitest';
import { untilOf } from './until.ts';

const now = Date.parse('2026-11-23T10:20:30Z') / 1000;

it('takes durations from now on, days, and times with a zone', () => {
  const ends = ['90m', '2h', '3d', '1w', '2026-12-01', '2026-12-01T09:00Z', '2026-12-01T09:00:00.5+02:00'];
  expect(ends.map((text) => untilOf(text, now))).toEqual([
    '2026-11-23T11:50:30Z',
    '2026-11-23T12:20:30Z',
    '2026-11-26T10:20:30Z',
    '2026-11-30T10:20:30Z',
    '2026-12-01T00:00:00Z',
    '2026-12-01T09:00:00Z',
    '2026-12-01T07:00:00Z',
  ]);
});

it('takes nothing that two people could read differently, or that no calendar has', () => {
  const wrong = ['', '2', '0h', '2H', '1.5h', 'tomorrow', '2026-12-01T09:00', '01.12.2026', '2026-02-30', '2026-13-01'];
  expect(wrong.filter((text) => untilOf(text, now) !== undefined)).toEqual([]);
});
