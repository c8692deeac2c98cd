import type { Patch, Raw } from './escape.ts';
import type { PlatformSettings, Settings } from './settings.ts';
import type { PlatformTweaks, Tweaks } from './tweak.ts';

/** A difference for the clusters with some labels. */
export interface Rule<E extends string, When, Set> {
  /** Lower-case letters, digits, hyphens; part of the variant's name. */
  name: string;
  /** The environment it is for. Default: every environment. */
  environment?: E;
  /** The clusters it is for, by their labels. */
  when: When;
  /** What is different there, in the words of the override law. */
  set: Set;
}

/** What apps and platform apps have in common. */
interface Common<E extends string, When> {
  /** The name of the folder. */
  name: string;
  /** The environments it is rendered for. Default: all. */
  only?: readonly E[];
  /** The clusters it runs on: those that one of these fits. Default: every cluster of its stages. */
  placement?: readonly When[];
  /** Placed on joining clusters too, before anything else. Default: false. */
  addOn?: boolean;
  /** Changes of single objects that the definition has no word for: `patch(…)`. Default: none. */
  patches?: readonly Patch[];
  /** Objects that the definition has no word for: `raw(…)`. Default: none. */
  raw?: readonly Raw[];
  /** Why it goes, instead of everything that it does: see {@link RetiredApp}. Default: it stays. */
  retired?: undefined;
}

/** An app. */
export interface App<P extends string, E extends string, Team extends string, When>
  extends Settings<P>,
    Common<E, When> {
  /** The team that owns it. */
  team: Team;
  /** What is different in an environment, in the words of the override law. */
  environments?: { [K in E]?: Tweaks<NoInfer<P>> };
  /** What is different on the clusters with some labels; later rules come on top of earlier ones. */
  rules?: readonly Rule<E, When, Tweaks<NoInfer<P>>>[];
}

/** A platform app, owned by the platform team. */
export interface Platform<E extends string, When> extends PlatformSettings, Common<E, When> {
  /** What is different in an environment, in the words of the override law. */
  environments?: { [K in E]?: PlatformTweaks };
  /** What is different on the clusters with some labels; later rules come on top of earlier ones. */
  rules?: readonly Rule<E, When, PlatformTweaks>[];
}

/**
 * A platform app that goes: it renders a marker alone, which promotion brings from stage to stage, so that everything else of it is
 * pruned. The folder stays until no stage holds it any more: `fleetwright retire <app>` shows the steps.
 */
export interface RetiredPlatform {
  // Environments and labels are for the engine to check: with their types in it, the compiler would say half a page about a misspelt
  // field of any app.
  /** The name of the folder. */
  name: string;
  /** Why it goes. */
  retired: string;
  /** Where its objects are. Default: the environment's namespace. */
  namespace?: string;
  /** Other namespaces that it has objects in: Argo CD may prune there only as long as they are named. Default: none. */
  leaving?: readonly string[];
  /** The environments it runs in. Default: all. */
  only?: readonly string[];
  /** The clusters it runs on, as before. Default: every cluster of its stages. */
  placement?: readonly { readonly [label: string]: string | readonly string[] }[];
  /** Whether it is placed on joining clusters too, as before. Default: false. */
  addOn?: boolean;
}

/** An app that goes: as {@link RetiredPlatform}. */
export interface RetiredApp<Team extends string> extends RetiredPlatform {
  /** The team that owns it. */
  team: Team;
}

/** What `defineApp` and `definePlatform` give: data for the engine, nothing to compute with. */
export interface Definition {
  readonly define: 'app' | 'platform';
  readonly input: unknown;
}
