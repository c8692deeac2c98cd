/** What a field of Kubernetes can hold at a leaf. */
export type Scalar = string | number | boolean;

declare const FACT: unique symbol;

/**
 * A value of one cluster that no reviewer of the app knows yet. Opaque: using one as a string, a number or a truth
 * value throws, so that rendering cannot look inside and every cluster gets what the release says.
 */
export interface Fact<T extends Scalar> {
  readonly [FACT]: T;
}

/** A value, or a fact that will be one on each cluster. */
export type Late<T extends Scalar> = T | Fact<T>;

/** The type of a fact, as `clusters/fleet.ts` declares it. Made by {@link t}. */
export interface FactType<T extends Scalar> {
  readonly type: 'text' | 'integer' | 'boolean' | 'one-of';
  /** The values of a `one-of`. */
  readonly values?: readonly T[];
}

/** The types that facts can have. */
export const t = {
  /** Any text of one line or more. */
  text: { type: 'text' } as FactType<string>,
  /** A whole number that JavaScript represents exactly. */
  integer: { type: 'integer' } as FactType<number>,
  /** True or false. */
  boolean: { type: 'boolean' } as FactType<boolean>,
  /** One of the texts that are listed. */
  oneOf<const V extends string>(...values: V[]): FactType<V> {
    return { type: 'one-of', values };
  },
} as const;
