import type { KubernetesVersion } from '@fleetwright/schemas';
import type { App, Definition, Platform, RetiredApp, RetiredPlatform } from './app.ts';
import type { PatchFunction, RawFunction } from './escape.ts';
import type { Fact, FactType, Scalar } from './late.ts';

/** How an environment is treated. */
export interface EnvironmentInput {
  /** Namespace of apps that name none. */
  namespace: string;
  /** Whether an image must be pinned by digest. */
  digests: 'demanded' | 'recommended';
}
/** A set of clusters that change together. */
export interface StageInput<E extends string, S extends string> {
  /** How its clusters are configured. */
  environment: E;
  /** The stages that a release must have passed. */
  after: readonly S[];
  /** How long a release must have been held here before it counts as passed, such as `0s`, `30m`, `24h`. Default: none. */
  soak?: `${number}${'s' | 'm' | 'h' | 'd'}`;
}
/** A team: who reviews what it owns. */
export interface TeamInput {
  /** GitHub users or teams (`@acme/shop`). */
  owners: readonly string[];
}
/** An Argo CD instance. */
export interface HubInput {
  /** Number of ApplicationSets an app is spread over; fixed when the hub is made. */
  buckets: number;
  /** Namespace of Argo CD. Default: argocd. */
  namespace?: string;
  /** What its Argo CD reads. Default: the fleet's `repository`; a mirror may serve. */
  repository?: RepositoryInput;
}
/** A git repository and what of it is synced. */
export interface RepositoryInput {
  /** Where Argo CD clones it from. */
  url: string;
  /** Branch or ref. */
  revision: string;
}
/** Reference to the Gateway that HTTPRoutes attach to. */
export interface GatewayInput {
  /** Name of the Gateway. */
  name: string;
  /** Namespace of the Gateway. */
  namespace: string;
  /** Namespace of the pods that forward its requests. Default: the Gateway's own. */
  proxyNamespace?: string;
  /** The listener to attach to. Default: all of them. */
  sectionName?: string;
}
/** Reference to the store of the External Secrets operator. */
export interface SecretStoreInput {
  /** A store of the whole cluster, or one in each namespace. */
  kind: 'ClusterSecretStore' | 'SecretStore';
  /** Name of the store, the same on every cluster. */
  name: string;
}

/** The vocabulary of a fleet: what apps and the inventory may say. */
export interface FleetInput<
  E extends string,
  S extends string,
  Team extends string,
  Hub extends string,
  F extends { [name: string]: FactType<Scalar> },
  L extends { [name: string]: string },
> {
  /** How apps are configured: for trying out, for customers. */
  environments: { [K in E]: EnvironmentInput };
  /** The sets of clusters that change together, and their order. */
  stages: { [K in S]: StageInput<NoInfer<E>, NoInfer<S>> };
  /** Who owns apps. */
  teams: { [K in Team]: TeamInput };
  /** The team that owns `fleet`, add-ons and platform apps. */
  platform: NoInfer<Team>;
  /** The Argo CD instances. */
  hubs: { [K in Hub]: HubInput };
  /** Kubernetes versions that clusters run; apps are validated for each. */
  kubernetes: readonly KubernetesVersion[];
  /** What is known per cluster only, by type. */
  facts: F;
  /** Closed sets of values; rules and placement choose by them. `mesh` is read by kinds too. */
  labels: { [K in keyof L]: readonly L[K][] };
  /** Where the fleet itself is kept, as Argo CD reads it. */
  repository: RepositoryInput;
  /** Where requests from outside come in: what `host` attaches to. */
  gateway: GatewayInput;
  /** Where the values of `secrets` are kept. */
  secretStore: SecretStoreInput;
}

/** Chooses clusters: each label named has the value, or one of the values. */
export type When<L extends { [name: string]: string }> = {
  readonly [K in keyof L]?: L[K] | readonly L[K][];
} & { readonly kubernetes?: KubernetesVersion | readonly KubernetesVersion[] };

/** One cluster. */
export interface ClusterInput<S extends string, Hub extends string, F, L extends { [name: string]: string }> {
  /** The stage that it changes with. */
  stage: S;
  /** The Argo CD that serves it. */
  hub: Hub;
  /** URL of its API server, as the hub reaches it. */
  server: string;
  /** The version it runs; one of those of the fleet. */
  kubernetes: KubernetesVersion;
  /** `joining` gets add-ons only; `draining` keeps what it has; `gone` has nothing. Default: active. */
  state?: 'joining' | 'active' | 'draining' | 'gone';
  /** A value for each of the fleet’s labels. */
  labels: { [K in keyof L]: L[K] };
  /** A value for each of the fleet’s facts. */
  facts: { [K in keyof F]: F[K] extends FactType<infer V> ? V : never };
}

/** What `defineInventory` gives. */
export interface Inventory {
  readonly define: 'inventory';
  readonly input: unknown;
}

/** The facts of a fleet, by name. */
export type Facts<F> = { readonly [K in keyof F]: F[K] extends FactType<infer V> ? Fact<V> : never };

/** What `defineFleet` gives: the words that apps and the inventory are written in. */
export interface Fleet<
  E extends string,
  S extends string,
  Team extends string,
  Hub extends string,
  F extends { [name: string]: FactType<Scalar> },
  L extends { [name: string]: string },
> {
  readonly define: 'fleet';
  readonly input: unknown;
  /** The facts, to be used where a value is wanted. */
  readonly fact: Facts<F>;
  /** Text with facts in it: `` text`shop.${fact.domain}` ``. Two facts need text between them. */
  text(literals: TemplateStringsArray, ...facts: Fact<Scalar>[]): Fact<string>;
  /** An app. Generic in the names of its processes, so that overrides may only name those. */
  defineApp<const P extends string>(app: App<P, E, Team, When<L>> | RetiredApp<Team>): Definition;
  /** What no single app owns: namespaces, quotas, default deny. */
  definePlatform(platform: Platform<E, When<L>> | RetiredPlatform): Definition;
  /** The clusters; `clusters/inventory.ts` exports it as default. */
  defineInventory(clusters: { [name: string]: ClusterInput<S, Hub, F, L> }): Inventory;
  readonly patch: PatchFunction<E>;
  readonly raw: RawFunction<E>;
}
