import type { Gvk } from '../resource/gvk.ts';

/** What OpenAPI says of types, as far as merging and scope need it. */
export interface Schema {
  /** The schema of objects of this type; `undefined` for types it does not know. The same object each time. */
  ofType(gvk: Gvk): SchemaNode | undefined;
  /** Whether objects of this type have no namespace, for certain: unknown types have one. */
  isClusterScoped(gvk: Gvk): boolean;
  /** What a `$ref` (`#/definitions/…`) stands for. */
  resolve(ref: string): SchemaNode | undefined;
}

/** The schema of one value, references followed. */
export interface SchemaNode {
  /** Of the field of a mapping; what `additionalProperties` says for the others. */
  field(name: string): SchemaNode | undefined;
  /** Of the items of a list. */
  readonly items: SchemaNode | undefined;
  /** How a patch and a list come together; `undefined`: the list of the patch takes the place of the other. */
  readonly list: ListMerge | undefined;
}

/** `x-kubernetes-patch-strategy` has `merge`. */
export interface ListMerge {
  /** `x-kubernetes-list-map-keys`, else `x-kubernetes-patch-merge-key`; empty: items are compared whole. */
  readonly keys: readonly string[];
}
