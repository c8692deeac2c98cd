import type { Kinds } from '@fleetwright/schemas';

type Body<K extends keyof Kinds> = Omit<Kinds[K], 'kind' | 'apiVersion'>;
type Scalar = string | number | boolean;
/** What a merge may say of an object: any of its fields, null to delete one. A mapped type of its own, so that compiler errors print `Merge<DeploymentSpec>`. */
type Merge<T> = { [K in keyof T]?: Merged<T[K]> | null };
type Merged<T> = T extends Scalar | undefined ? T : T extends readonly (infer I)[] ? readonly Merged<I>[] : Merge<T>;

/** Where an escape hatch applies. */
interface Scope<E extends string> {
  /** Why it is needed; it is read by whoever wonders in a year. */
  why: string;
  /** The environments it applies to. Default: all of the app's. */
  only?: readonly E[];
}

/** What a patch says. */
export interface PatchInput<K extends keyof Kinds, E extends string> extends Scope<E> {
  /** Merged into the object as kustomize would: maps merge, null deletes, lists merge by their Kubernetes merge key or are replaced. */
  merge: Merge<Body<K>>;
}
/** What a raw object says. */
export interface RawInput<K extends keyof Kinds, E extends string> extends Scope<E> {
  /** Where it lives, for a kind that has a namespace. Default: the app's. */
  namespace?: string;
  /** Everything but apiVersion, kind and name. */
  object: Omit<Body<K>, 'metadata'> & {
    metadata?: { labels?: { [k: string]: string }; annotations?: { [k: string]: string } };
  };
}

/** A change of one object that the definition has no word for. */
export interface Patch {
  readonly escape: 'patch';
  readonly kind: string;
  readonly name: string;
  readonly input: unknown;
}
/** An object that the definition has no word for. */
export interface Raw {
  readonly escape: 'raw';
  readonly kind: string;
  readonly name: string;
  readonly input: unknown;
}

/** Changes one object of the app, found by kind and name; an error when it is not there or nothing changes. */
export type PatchFunction<E extends string> = <const K extends keyof Kinds>(
  kind: K,
  name: string,
  how: PatchInput<K, E>,
) => Patch;
/** Adds one object to the app. */
export type RawFunction<E extends string> = <const K extends keyof Kinds>(
  kind: K,
  name: string,
  what: RawInput<K, E>,
) => Raw;
