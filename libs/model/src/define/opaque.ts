import type { Fact, Scalar } from './late.ts';
import type { LateValue } from './late-value.ts';

const values = new WeakMap<object, LateValue>();

/** Thrown when a fact is used as if its value were known. */
export class FactUsedError extends Error {
  readonly fact: string;

  /** `fact` is how the definition wrote it. */
  constructor(fact: string) {
    super(`${fact} was used as a value, but facts are known per cluster only`);
    this.name = 'FactUsedError';
    this.fact = fact;
  }
}

/** A fact (or text with facts) that stands for `stands` and that nothing can look into. `name` is how the definition wrote it. */
export function opaque<T extends Scalar>(stands: LateValue, name: string): Fact<T>;
export function opaque(stands: LateValue, name: string): object {
  const refuse = (): never => {
    throw new FactUsedError(name);
  };
  const box = Object.freeze({ [Symbol.toPrimitive]: refuse, toString: refuse, valueOf: refuse, toJSON: refuse });
  values.set(box, stands);
  return box;
}

/** What an opaque object stands for; `undefined` for everything else. */
export function late(value: object): LateValue | undefined {
  return values.get(value);
}
