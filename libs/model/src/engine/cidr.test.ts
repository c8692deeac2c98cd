import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isCidr } from './cidr.ts';

test('bits are counted to the length of the address', () => {
  const good = ['10.0.0.0/8', '0.0.0.0/0', '192.168.1.1/32', '::/0', 'fd00::/8', '::1/128', '64:ff9b::192.0.2.0/120'];
  expect(good.filter((text) => !isCidr(text))).toEqual([]);
  const bad = [
    '999.1.1.1/8',
    '10.0.0/8',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '010.0.0.0/8',
    '10.0.0.0/8/8',
    '/8',
    ':::/8',
    ':/8',
    '1::2::3/8',
    '1:2:3:4:5:6:7/8',
    '1:2:3:4:5:6:7::8/8',
    '12345::/8',
    '::1/129',
    'fe80::1%eth0/64',
    '1.2.3.4::/8',
    '::1.2.3.4:5/8',
    '::1.2.3/8',
    ' 10.0.0.0/8',
    '10.0.0.0/8\n',
  ];
  expect(bad.filter(isCidr)).toEqual([]);
});

test('an address is one that Node.js knows too', () => {
  const part = fc.constantFrom(':', '::', '.', '0', '1', '00', '255', '256', 'ffff', 'g', '10.0.0.1');
  const built = fc.array(part, { maxLength: 17 }).map((parts) => parts.join(''));
  const address = fc.oneof(built, fc.ipV4(), fc.ipV6());
  fc.assert(
    fc.property(address, (text) => {
      expect(isCidr(`${text}/8`)).toBe(isIPv4(text) || isIPv6(text));
    }),
    { numRuns: 3000 },
  );
});
