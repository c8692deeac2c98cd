import type { KubernetesVersion } from '@fleetwright/schemas';
import type { Encoded } from '../define/encode.ts';
import type { GatewayInput, RepositoryInput, SecretStoreInput, TeamInput } from '../define/fleet.ts';
import type { FactType, Scalar } from '../define/late.ts';
import type { PlatformSettings, Settings } from '../define/settings.ts';
import type { Boxed } from './boxed.ts';
import type { Origin } from './origin.ts';

/** A definition as the workspace loaded it. */
export interface Source {
  /** Path from the root of the work tree. */
  readonly file: string;
  readonly input: Encoded;
}

/** A stage, its name included. */
export interface Stage {
  readonly name: string;
  readonly environment: string;
  readonly after: readonly string[];
  /** Seconds. */
  readonly soak: number;
}

/** An environment, its name included. */
export interface Environment {
  readonly name: string;
  readonly namespace: string;
  readonly digests: 'demanded' | 'recommended';
}

/** A hub, its name included, defaults filled in. */
export interface Hub {
  readonly name: string;
  readonly buckets: number;
  readonly namespace: string;
  readonly repository: RepositoryInput;
}

/** The vocabulary, validated. Maps are in code-unit order of their keys, stages in topological order, ties by name. */
export interface FleetModel {
  readonly file: string;
  readonly environments: ReadonlyMap<string, Environment>;
  readonly stages: ReadonlyMap<string, Stage>;
  readonly teams: ReadonlyMap<string, TeamInput>;
  readonly platform: string;
  readonly hubs: ReadonlyMap<string, Hub>;
  readonly kubernetes: readonly KubernetesVersion[];
  readonly facts: ReadonlyMap<string, FactType<Scalar>>;
  /** Values by label; `kubernetes` is among them. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
  readonly gateway: GatewayInput;
  readonly secretStore: SecretStoreInput;
}

/** The state of a cluster. */
export type ClusterState = 'joining' | 'active' | 'draining' | 'gone';

/** A cluster of the inventory, validated. */
export interface Cluster {
  readonly name: string;
  readonly stage: string;
  readonly hub: string;
  readonly server: string;
  readonly kubernetes: KubernetesVersion;
  readonly state: ClusterState;
  readonly labels: { readonly [label: string]: string };
  readonly facts: { readonly [fact: string]: Scalar };
}

/** The inventory, in code-unit order of names. */
export interface InventoryModel {
  readonly file: string;
  readonly clusters: ReadonlyMap<string, Cluster>;
}

/** Which clusters: every label named has one of the values. Labels and values in code-unit order. */
export type Condition = { readonly [label: string]: readonly string[] };

/** A rule of one environment. */
export interface RuleModel {
  readonly name: string;
  readonly when: Condition;
}

/** A patch or raw object that applies in an environment. */
export interface EscapeModel {
  readonly escape: 'patch' | 'raw';
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly why: string;
  /** What to merge, or the object without apiVersion, kind and name. */
  readonly body: Encoded;
  /** Origin of `body`; paths inside it follow from it. */
  readonly origin: Origin;
}

/** The settings of an app under one combination of matching rules; `namespace` is filled in. */
export type AppSettings = Boxed<Required<Pick<Settings<string>, 'namespace'>> & Settings<string>>;

/** An image of a slot, from images.yaml. */
export interface Image {
  readonly slot: string;
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

interface DefinitionModel {
  readonly name: string;
  readonly file: string;
  readonly team: string;
  readonly addOn: boolean;
  readonly placement: readonly Condition[];
  /** In the order of the fleet. */
  readonly environments: readonly string[];
  /** Origin of the definition as a whole. */
  readonly origin: Origin;
  /** Present: it goes, is nothing but its marker, and has no settings to ask for. */
  readonly retired?: RetiredModel;
}

/** What a definition of what goes says. */
export interface RetiredModel {
  readonly why: string;
  /** `undefined`: the environment's. */
  readonly namespace: string | undefined;
  /** Other namespaces that it has objects in, in code-unit order. */
  readonly leaving: readonly string[];
}

/** A validated definition. Settings are asked for per environment and set of matching rules. */
export interface AppModel extends DefinitionModel {
  readonly define: 'app';
  readonly images: ReadonlyMap<string, Image>;
  rulesIn(environment: string): readonly RuleModel[];
  escapesIn(environment: string): readonly EscapeModel[];
  settings(environment: string, rules: readonly string[]): AppSettings;
}

/** A validated platform definition. */
export interface PlatformModel extends DefinitionModel {
  readonly define: 'platform';
  rulesIn(environment: string): readonly RuleModel[];
  escapesIn(environment: string): readonly EscapeModel[];
  settings(environment: string, rules: readonly string[]): Boxed<PlatformSettings>;
}

/** What an environment of a definition is under one combination of matching rules and of the labels that its kinds read. */
export interface Variant {
  /** Matching rules and `<label>-<value>` of the labels read, in code-unit order, joined by `.`; `default` when none. */
  readonly name: string;
  /** Names of the matching rules, in the order in which they apply. */
  readonly rules: readonly string[];
  /** Values of the labels that kinds read. */
  readonly labels: { readonly [label: string]: string };
}
