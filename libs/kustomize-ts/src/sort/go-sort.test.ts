import { expect, test } from 'vitest';
import { sha256 } from '../hash/sha256.ts';
import { bytesOfText } from '../text/utf8.ts';
import { goSort } from './go-sort.ts';

/** Numbers that are the same in every run. */
function numbers(count: number, range: number, start: number): number[] {
  let seed = start;
  return Array.from({ length: count }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (seed >> 8) % range;
  });
}

function places(keys: readonly number[]): number[] {
  return goSort(
    keys.map((key, place) => ({ key, place })),
    (a, b) => a.key < b.key,
  ).map(({ place }) => place);
}

test('sorts', () => {
  for (const length of [0, 1, 12, 13, 50, 51, 1000]) {
    const keys = numbers(length, 1_000_000, length + 1);
    expect(goSort(keys, (a, b) => a < b)).toEqual(keys.toSorted((a, b) => a - b));
  }
});

test('leaves equal items where Go 1.26 leaves them', () => {
  expect(places(numbers(20, 3, 1)).join(' ')).toBe('15 13 2 3 10 11 1 7 9 12 5 18 19 6 4 8 14 0 16 17');
  const lists = [
    numbers(20, 3, 1),
    numbers(40, 4, 2),
    numbers(60, 5, 3),
    numbers(200, 7, 4),
    numbers(500, 20, 5).toSorted((a, b) => b - a),
    numbers(3000, 30, 6),
  ];
  const text = lists.map((keys) => places(keys).join(' ')).join('\n');
  expect(sha256(bytesOfText(text))).toBe('e888ad6f220637c7b9b8aee3c1506e2f85d39d1d7f86d247072a5551ebb36c7e');
});
