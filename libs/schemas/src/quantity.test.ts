import { expect, test } from 'vitest';
import { isQuantity, quantityValue } from './quantity.ts';

test.each([
  ['1', 1],
  ['250m', 0.25],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['2e3', 2000],
  ['2E', 2e18],
  ['.5', 0.5],
  ['1.', 1],
  ['-1k', -1000],
  ['100n', 1e-7],
  [3, 3],
  ['1E3', 1000],
  ['+1Mi', 2 ** 20],
] as const)('%s is %s', (quantity, value) => {
  expect(quantityValue(quantity)).toBeCloseTo(value, 12);
  expect(isQuantity(quantity)).toBe(true);
});

test.each(['', '1 Gi', '1GiB', '1GB', 'm', '1,5', '0x1', '1K', 'one', Number.NaN, null, true])(
  '%s is no quantity',
  (value) => {
    expect(quantityValue(value)).toBeUndefined();
    expect(isQuantity(value)).toBe(false);
  },
);
