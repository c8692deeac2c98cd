import type { Fact, Scalar } from '../define/late.ts';
import type { LateValue } from '../define/late-value.ts';

/** A type with its optional fields marked, its facts as data, and everything readonly. */
type Norm<T> =
  T extends Fact<Scalar>
    ? LateValue
    : T extends Scalar | LateValue
      ? T
      : T extends readonly (infer I)[]
        ? readonly Norm<I>[]
        : {
            readonly [K in keyof T]-?: readonly [
              Norm<Exclude<T[K], undefined>>,
              undefined extends T[K] ? 'optional' : 'required',
            ];
          };

/**
 * Whether a schema's type and an interface say the same: fields, which of them are optional, literals, late values. The
 * compiler compares three levels of such types and takes deeper ones for equal, so prove nested types by themselves, first.
 */
export type Same<A, B> = [Norm<A>, Norm<B>] extends [Norm<B>, Norm<A>] ? true : false;

/** Does not compile when one of `T` is false. */
export type Holds<T extends true[]> = T;
