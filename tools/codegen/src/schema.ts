/** What a value may be, as both sources (OpenAPI and the validators in npm packages) are read into. */
export type Schema =
  | { readonly type: 'scalar'; readonly scalar: Scalar; readonly limits?: Limits }
  | { readonly type: 'enum'; readonly values: readonly string[] }
  | { readonly type: 'list'; readonly item: Schema; readonly unique?: Unique; readonly limits?: Limits }
  | { readonly type: 'map'; readonly value: Schema; readonly limits?: Limits }
  | { readonly type: 'ref'; readonly name: string };

/** The scalars of the schema language; `any` accepts everything. libs/schemas/src/scalars.ts checks them. */
export type Scalar =
  | 'any'
  | 'boolean'
  | 'bytes'
  | 'int-or-string'
  | 'int32'
  | 'int64'
  | 'number'
  | 'quantity'
  | 'string'
  | 'time';

/** The keywords of JSON Schema that we keep, as they are called there. */
export interface Limits {
  readonly maximum?: number;
  readonly minimum?: number;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly maxProperties?: number;
  readonly minProperties?: number;
  readonly pattern?: string;
}

/** What makes two items of a list the same: these fields (with their defaults), or the whole value. */
export type Unique = { readonly keys: readonly { readonly field: string; readonly default?: string }[] } | 'value';

export interface Field {
  readonly schema: Schema;
  readonly required: boolean;
}

/** A definition of a source, by its full name there: an object with fields, or a name for some other schema. */
export type Definition = { readonly fields: ReadonlyMap<string, Field> } | { readonly alias: Schema };

/** All definitions of one source, by full name. */
export type Definitions = ReadonlyMap<string, Definition>;

/** Code-unit order, everywhere in generated files. */
export function sorted(names: Iterable<string>): string[] {
  return [...names].toSorted();
}
