/** Whether digits are an integer that fits 64 bits. */
export function isInt64(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** The text that sigs.k8s.io/yaml makes of a number where text is wanted. Integers as they are; others as Go's `FormatFloat(value, 'g', -1, 32)`. */
export function coercedNumber(digits: string): string {
  if (/^-?\d{1,20}$/.test(digits)) return digits;
  const value = Math.fround(Number(digits));
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  let shortest = value.toExponential();
  for (let precision = 0; precision < 9; precision++) {
    shortest = value.toExponential(precision);
    if (Math.fround(Number(shortest)) === value) break;
  }
  const [mantissa = '', power = '0'] = shortest.split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return Number(shortest).toString();
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
