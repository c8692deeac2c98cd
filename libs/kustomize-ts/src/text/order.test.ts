import { expect, it } from 'vitest';
import { compareText } from './order.ts';

it('compareText orders as the bytes of UTF-8 do', () => {
  const texts = ['b', '\u{1f600}', '\uffee', 'a', 'ab', '', 'B', 'é'];
  expect(texts.toSorted(compareText)).toEqual(['', 'B', 'a', 'ab', 'b', 'é', '\uffee', '\u{1f600}']);
});
