import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64, encodeBase64Lines } from './base64.ts';
import { formatFloatG, formatFloatJson, parseInteger } from './go-number.ts';
import { parseTimestamp } from './go-time.ts';
import { byteLength, bytesOfText, looseTextOfBytes, textOfBytes } from './utf8.ts';

test('base64 is as the platform has it, and is read again with and without lines', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = encodeBase64(bytes);
      expect(text).toBe(btoa(String.fromCharCode(...bytes)));
      expect(decodeBase64(text)).toEqual(bytes);
      expect(decodeBase64(encodeBase64Lines(bytes))).toEqual(bytes);
    }),
  );
});

test('base64 of 70 characters and more has lines of 70, each with its end', () => {
  expect(encodeBase64Lines(new Uint8Array(51))).toBe('A'.repeat(68));
  expect(encodeBase64Lines(new Uint8Array(54))).toBe(`${'A'.repeat(70)}\nAA\n`);
});

test('what Go does not take for base64 is nothing', () => {
  const texts = ['a', 'ab', 'abc', 'a===', '====', 'ab=c', 'ab c', 'äb==', 'aGVsbG8', '-_=='];
  expect(texts.filter((text) => decodeBase64(text) !== undefined)).toEqual([]);
  expect(decodeBase64('aG\r\nVs\nbG8=')).toEqual(bytesOfText('hello'));
});

test('bytes are text only when they are UTF-8; a byte order mark is part of it', () => {
  expect(textOfBytes(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
  const broken = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf4, 0x90, 0x80, 0x80]];
  expect(broken.map((bytes) => textOfBytes(Uint8Array.from(bytes)))).toEqual(broken.map(() => undefined));
});

test('each byte that is none of a character becomes U+FFFD', () => {
  expect(looseTextOfBytes(Uint8Array.of(0xe2, 0x82, 0x41, 0xff, 0xc3, 0xa9))).toBe('\ufffd\ufffdA\ufffdé');
});

test('the length in bytes is that of the bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '\u007f', 'é', '\u07ff', '漢', '\uffff', '😀')), (characters) => {
      const text = characters.join('');
      expect(byteLength(text)).toBe(bytesOfText(text).length);
    }),
  );
});

test('integers are those of Go, of 64 bits with a sign or without', () => {
  const texts = ['0', '-0', '+7', '0777', '0o17', '-0X1f', '0b11', '18446744073709551615', '-9223372036854775808'];
  expect(texts.map(parseInteger)).toEqual([0n, 0n, 7n, 511n, 15n, -31n, 3n, 2n ** 64n - 1n, -(2n ** 63n)]);
  const none = ['', '08', '0x', '1_0', '1.', '+9223372036854775808', '18446744073709551616', '-9223372036854775809'];
  expect(none.filter((text) => parseInteger(text) !== undefined)).toEqual([]);
});

test('floats are printed as Go prints them', () => {
  const numbers = [
    0,
    -0,
    0.1,
    0.0001,
    0.00001,
    999_999,
    1_000_000,
    1_234_567.5,
    1e21,
    -5e-324,
    Infinity,
    -Infinity,
    NaN,
  ];
  const g = '0 -0 0.1 0.0001 1e-05 999999 1e+06 1.2345675e+06 1e+21 -5e-324 .inf -.inf .nan';
  expect(numbers.map(formatFloatG).join(' ')).toBe(g);
  const json = [-0, 1e20, 1e21, 0.000001, 1e-7];
  expect(json.map(formatFloatJson)).toEqual(['-0', '100000000000000000000', '1e+21', '0.000001', '1e-7']);
});

test('timestamps are those that go-yaml takes, as Go prints them', () => {
  const texts: readonly (readonly [string, string | undefined])[] = [
    ['2001-01-01', '2001-01-01T00:00:00Z'],
    ['2004-2-29', '2004-02-29T00:00:00Z'],
    ['2001-2-29', undefined],
    ['2001-12-14t1:59:43,1230-05:60', '2001-12-14T01:59:43.123-06:00'],
    ['2001-12-14T21:59:43.1234567899Z', '2001-12-14T21:59:43.123456789Z'],
    ['2001-12-14   21:59:43', '2001-12-14T21:59:43Z'],
    ['2001-12-14 21:59:43Z', undefined],
    ['2001-12-14T21:59:43', undefined],
    ['2001-12-14T24:00:00Z', undefined],
    ['2001-12-14T21:59:43+00:00', '2001-12-14T21:59:43Z'],
    ['201-12-14', undefined],
  ];
  expect(texts.map(([text]) => [text, parseTimestamp(text)?.text])).toEqual(texts);
});
