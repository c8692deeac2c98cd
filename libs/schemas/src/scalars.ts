import { isQuantity } from './quantity.ts';

/** What a scalar of the schema language accepts, and what to say when it does not. */
export interface Scalar {
  readonly accepts: (value: unknown) => boolean;
  /** Completes "must be …". */
  readonly expected: string;
  readonly hint: string;
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** The scalars, by name. */
export const scalars: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['any', { accepts: () => true, expected: 'anything', hint: '' }],
  [
    'boolean',
    { accepts: (value) => typeof value === 'boolean', expected: 'true or false', hint: 'write it without quotes' },
  ],
  [
    'bytes',
    {
      accepts: (value) => typeof value === 'string' && base64.test(value),
      expected: 'text in base64',
      hint: 'encode the value with base64',
    },
  ],
  [
    'int-or-string',
    {
      accepts: (value) => typeof value === 'string' || isInteger(value, 2 ** 31),
      expected: 'a whole number or a string',
      hint: 'write a number, a percentage such as "25%" or a name',
    },
  ],
  ['int32', wholeNumber(2 ** 31)],
  ['int64', wholeNumber(2 ** 63)],
  [
    'number',
    {
      accepts: (value) => typeof value === 'number' && Number.isFinite(value),
      expected: 'a number',
      hint: 'write it without quotes',
    },
  ],
  [
    'quantity',
    {
      accepts: isQuantity,
      expected: 'a quantity',
      hint: 'write a number with a suffix of Kubernetes, such as 250m, 1.5 or 512Mi',
    },
  ],
  ['string', { accepts: (value) => typeof value === 'string', expected: 'a string', hint: 'put it in quotes' }],
  [
    'time',
    {
      // Go writes a time that was never set as null, and so do the tools that print manifests.
      accepts: (value) => value === null || (typeof value === 'string' && dateTime.test(value)),
      expected: 'a time',
      hint: 'write it as 2026-01-31T12:00:00Z',
    },
  ],
]);

function wholeNumber(limit: number): Scalar {
  const range = limit === 2 ** 31 ? ' from -2147483648 to 2147483647' : '';
  return {
    accepts: (value) => isInteger(value, limit),
    expected: `a whole number${range}`,
    hint: 'write it in digits, without quotes',
  };
}

function isInteger(value: unknown, limit: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= -limit && value < limit;
}
