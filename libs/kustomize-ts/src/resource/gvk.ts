/** Type of a Kubernetes object. Empty text stands for what is not said. */
export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What kustomize finds a resource by: its type, name and namespace (empty when it says none). */
export interface ResId extends Gvk {
  readonly name: string;
  readonly namespace: string;
}
