import type { Scalar } from '../define/late.ts';
import type { LateValue } from '../define/late-value.ts';

/** Path of a value inside a definition or an object. */
export type Path = readonly (string | number)[];

/** What said a value. Environment and rule carry their name. */
export type Layer =
  | 'default'
  | 'definition'
  | `environment ${string}`
  | `rule ${string}`
  | `patch ${string}`
  | 'raw'
  | 'image';

/** Where a value comes from: `path` in the definition of `file`. Of a default, the nearest thing that was said. */
export interface Origin {
  readonly file: string;
  readonly path: Path;
  readonly layer: Layer;
}

/** A value of the model, with where it comes from. Kinds pass leaves on into objects; that is how a field knows its line. */
export class Leaf<T extends Scalar = Scalar> {
  readonly value: T | LateValue;
  readonly origin: Origin;

  constructor(value: T | LateValue, origin: Origin) {
    this.value = value;
    this.origin = origin;
  }
}
