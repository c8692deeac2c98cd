import type { Fact, Scalar } from '../define/late.ts';
import type { Leaf } from './origin.ts';

type Plain<T> = T extends Fact<infer V> ? V : T;

/**
 * A definition's type with every leaf in a {@link Leaf}. Keys stay plain, arrays and objects keep their shape. `type`, which
 * chooses between the members of a union, stays plain too.
 */
export type Boxed<T> = T extends Scalar | Fact<Scalar>
  ? Leaf<Widen<Plain<T>>>
  : T extends readonly (infer I)[]
    ? readonly Boxed<I>[]
    : { readonly [K in keyof T]: K extends 'type' ? T[K] : Boxed<T[K]> };

type Widen<T> = T extends string
  ? string extends T
    ? string
    : T
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : never;
