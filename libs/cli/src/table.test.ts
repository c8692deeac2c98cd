import { expect, it } from 'vitest';
import { blocks } from './table.ts';

const rows = [
  ['', 'dev', 'staging', 'prod'],
  ['web', '74ac599', '74ac599+1*', '15c9399'],
];

it('is one table where it fits', () => {
  expect(blocks(rows, 34)).toBe('     dev      staging     prod\nweb  74ac599  74ac599+1*  15c9399\n');
});

it('breaks into blocks of whole columns where it does not', () => {
  expect(blocks(rows, 32)).toBe('     dev      staging\nweb  74ac599  74ac599+1*\n\n     prod\nweb  15c9399\n');
  expect(blocks(rows, 1).split('\n\n')).toHaveLength(3);
});
