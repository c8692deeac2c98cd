import { expect, test } from 'vitest';
import { coercedNumber, isInt64 } from './numbers.ts';

// What Go's FormatFloat(value, 'g', -1, 32) prints; seen in configs of plugins with kustomize 5.8.1.
test.each([
  ['1.1', '1.1'],
  ['12345678.5', '1.2345678e+07'],
  ['0.00001', '1e-05'],
  ['0.0001', '0.0001'],
  ['-2.5', '-2.5'],
  ['3.14159265358979', '3.1415927'],
  ['1e+21', '1e+21'],
  ['1e+300', '+Inf'],
  ['12345678901234567890', '12345678901234567890'],
])('%s as text: %s', (digits, text) => {
  expect(coercedNumber(digits)).toBe(text);
});

test('integers of 64 bits', () => {
  expect(['9223372036854775807', '-9223372036854775808', '9223372036854775808', '1.5', '1e3', ''].map(isInt64)).toEqual(
    [true, true, false, false, false, false],
  );
});
