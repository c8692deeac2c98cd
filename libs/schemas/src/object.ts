import type { NamedObjectMeta } from './generated/kinds.gen.ts';

/** What every object has, whatever its kind. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: NamedObjectMeta;
}
