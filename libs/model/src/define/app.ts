import type { Patch, Raw } from './escape.ts';
import type { PlatformSettings, Settings } from './settings.ts';
import type { PlatformTweaks, Tweaks } from './tweak.ts';

/** A difference for the clusters with some labels. */
export interface Rule<E extends string, When, Set> {
  /** Lower-case letters, digits, hyphens; part of the variant's name. */
  name: string;
  /** Default: every environment. */
  environment?: E;
  when: When;
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
  /** Placed on joining clusters too, before anything else. */
  addOn?: boolean;
  patches?: readonly Patch[];
  raw?: readonly Raw[];
}

/** An app. */
export interface App<P extends string, E extends string, Team extends string, When>
  extends Settings<P>,
    Common<E, When> {
  team: Team;
  environments?: { [K in E]?: Tweaks<NoInfer<P>> };
  rules?: readonly Rule<E, When, Tweaks<NoInfer<P>>>[];
}

/** A platform app, owned by the platform team. */
export interface Platform<E extends string, When> extends PlatformSettings, Common<E, When> {
  environments?: { [K in E]?: PlatformTweaks };
  rules?: readonly Rule<E, When, PlatformTweaks>[];
}

/** What `defineApp` and `definePlatform` give: data for the engine, nothing to compute with. */
export interface Definition {
  readonly define: 'app' | 'platform';
  readonly input: unknown;
}
