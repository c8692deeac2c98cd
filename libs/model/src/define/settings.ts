import type { Late, Scalar } from './late.ts';
import type { Process } from './process.ts';

/** Where a secret value is kept: `from` is the key in the fleet's secret store, `key` a property of it. */
export interface SecretSource {
  /** The key in the fleet’s secret store. */
  from: string;
  /** A property of what is kept there. Default: all of it. */
  key?: string;
}

/** What an app is; environments and rules change parts of it. */
export interface Settings<P extends string> {
  /** Where its objects live. Default: the environment's namespace. */
  namespace?: string;
  /** What it runs, by name. */
  processes: { [K in P]: Process };
  /** Environment variables of every process, in a ConfigMap whose name carries a hash: a change rolls the pods. */
  config?: { [name: string]: Late<Scalar> };
  /** Environment variables of every process whose values a secret store keeps. */
  secrets?: { [name: string]: SecretSource };
}

/** A namespace that the platform team owns. */
export interface NamespaceSettings {
  /** The Pod Security Standard that is enforced. Default: restricted. */
  podSecurity?: 'restricted' | 'baseline' | 'privileged';
  /** Hard limits of a ResourceQuota, such as `'requests.cpu': '100'`. */
  quota?: { [resource: string]: string | number };
  /** Whether what no policy allows is denied, DNS excepted. Default: true. */
  defaultDeny?: boolean;
  /**
   * Whether pods join the cluster's mesh, where it has one. Default: true. With Istio they get a sidecar, whose init container
   * needs more than `restricted` and `baseline` allow, so the cluster must have istio-cni. For ambient mode, which has no
   * sidecars: false here, and its own label in `labels`.
   */
  mesh?: boolean;
  /** More labels of the Namespace. */
  labels?: { [name: string]: string };
}

/** What a platform app is: what no single app owns. */
export interface PlatformSettings {
  /** The namespaces that it owns, by name. */
  namespaces?: { [name: string]: NamespaceSettings };
}
