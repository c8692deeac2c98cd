const least = -(2n ** 63n);
const beyondSigned = 2n ** 63n;
const beyondUnsigned = 2n ** 64n;

const safe = /^(?:0|-?[1-9]\d{0,14})$/;
const anyBase = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9]\d*|0))$/;

/**
 * The integer that a text without `_` is, as `strconv.ParseInt(text, 0, 64)` and, for what is too large for it, `ParseUint` of Go read it: decimal,
 * `0x`, `0b`, `0o`, and octal behind a mere `0`. `undefined` for any other text.
 */
export function parseInteger(text: string): bigint | undefined {
  if (safe.test(text)) return BigInt(text);
  const [, sign, hex, binary, octal, decimal] = anyBase.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const digits = decimal ?? (hex === undefined ? (binary === undefined ? `0o${octal}` : `0b${binary}`) : `0x${hex}`);
  return inRange(sign, BigInt(digits));
}

/** The integer that digits of a base are, with an optional sign. */
export function parseDigits(text: string, base: 2 | 8): bigint | undefined {
  const [, sign, digits] = (base === 2 ? /^([-+]?)([01]+)$/ : /^([-+]?)([0-7]+)$/).exec(text) ?? [];
  if (sign === undefined) return undefined;
  return inRange(sign, BigInt(`${base === 2 ? '0b' : '0o'}${digits}`));
}

// Only what has no sign may be as large as an unsigned integer.
function inRange(sign: string, magnitude: bigint): bigint | undefined {
  const value = sign === '-' ? -magnitude : magnitude;
  return value >= least && value < (sign === '' ? beyondUnsigned : beyondSigned) ? value : undefined;
}

/** The integer of 64 bits that decimal digits with an optional sign are, as `strconv.Atoi` of Go reads it; `undefined` for any other text. */
export function goInteger(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** The number that decimal digits with a point or an exponent are; `undefined` where `strconv.ParseFloat` of Go finds it out of range. */
export function parseFloat64(text: string): number | undefined {
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * A number in the fewest digits, as `strconv.FormatFloat(number, 'g', -1, 64)` of Go prints it, with an exponent below 1e-4 and from 1e+06 up, and
 * what is no number as go-yaml writes it.
 */
export function formatFloatG(number: number): string {
  if (Number.isNaN(number)) return '.nan';
  if (!Number.isFinite(number)) return number < 0 ? '-.inf' : '.inf';
  return withExponent(number, 6);
}

/** A finite number as `%v` of Go prints a float64: with an exponent below 1e-4 and from 1e+21 up. */
export function formatFloatV(number: number): string {
  return withExponent(number, 21);
}

/** The number with an exponent below 1e-4 and from 10 to the power of `limit` up; Go writes exponents with a sign and two digits at least. */
function withExponent(number: number, limit: number): string {
  const [mantissa = '', exponent = ''] = number.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < limit) return formatFloatJson(number);
  return `${mantissa}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
}

/** A finite number as `json.Marshal` of Go prints a float64. */
export function formatFloatJson(number: number): string {
  return Object.is(number, -0) ? '-0' : String(number);
}
