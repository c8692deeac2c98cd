import { kinds } from './generated/schemas.gen.ts';

/** A version of Kubernetes that objects can be validated for. */
export type KubernetesVersion = '1.34' | '1.35' | '1.36';

/** A kind that this library knows. */
export interface KindInfo {
  /** As in a manifest: `apps/v1`, `v1`. */
  readonly apiVersion: string;
  /** `apps`; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** False for kinds that belong to the whole cluster. */
  readonly namespaced: boolean;
  /** The versions of Kubernetes that serve it; all of them for kinds that a CustomResourceDefinition adds. */
  readonly versions: readonly KubernetesVersion[];
}

/** Kind → what `kinds` calls it and what it is; more than one where groups share a kind. */
const byKind = new Map<string, { readonly name: string; readonly info: KindInfo }[]>();
for (const [name, info] of Object.entries(kinds)) {
  byKind.set(info.kind, [...(byKind.get(info.kind) ?? []), { name, info }]);
}

/** The kind, or undefined when it is not one of {@link kinds}. `apiVersion` as in a manifest. */
export function kindInfo(apiVersion: string, kind: string): KindInfo | undefined {
  return namedKind(apiVersion, kind)?.info;
}

/** The same, with its name in {@link kinds} and in the table of objects. */
export function namedKind(apiVersion: unknown, kind: unknown): { name: string; info: KindInfo } | undefined {
  if (typeof kind !== 'string') return undefined;
  return byKind.get(kind)?.find(({ info }) => info.apiVersion === apiVersion);
}
