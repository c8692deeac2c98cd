import type { Diagnostic } from '@fleetwright/diagnostics';
import type { AppModel, AppSettings, FleetModel, Origin, PlatformModel } from '@fleetwright/model/engine';
import type { Kinds } from '@fleetwright/schemas';
import type { Draft, DraftMap } from './draft.ts';

/** What a kind makes objects from: a definition in one environment, under one variant. */
interface Context<Model extends AppModel | PlatformModel, Settings> {
  readonly definition: Model;
  readonly fleet: FleetModel;
  readonly environment: string;
  readonly settings: Settings;
  /** Values of the built-in labels that the variant carries. */
  readonly labels: { readonly [label: string]: string };
  /** Says what is wrong; the objects are still emitted, so that everything is found in one run. */
  report(problem: Diagnostic): void;
}

/** What kinds of apps are given. */
export type AppContext = Context<AppModel, AppSettings>;
/** What kinds of platform apps are given. */
export type PlatformContext = Context<PlatformModel, ReturnType<PlatformModel['settings']>>;

/** An object of the release, before patches. */
export interface Emitted<K extends keyof Kinds = keyof Kinds> {
  readonly draft: Draft<Kinds[K]>;
  /** Origin of what in it has none of its own. */
  readonly origin: Origin;
  /** A ConfigMap that kustomize generates, with a hash in its name. */
  readonly generated?: true;
}

/** How one kind of object comes from settings. To add a kind: a file in `kinds/`, a line in `kinds/index.ts`. */
export interface Kind<K extends keyof Kinds, C extends AppContext | PlatformContext> {
  readonly kind: K;
  /** Labels of the cluster whose value changes what is emitted; each becomes a part of the variant. */
  readonly reads?: (context: C) => readonly string[];
  emit(context: C): readonly Emitted<K>[];
}

/** An object of whichever kind. */
export interface AnyEmitted extends Pick<Emitted, 'origin' | 'generated'> {
  readonly draft: DraftMap;
}

/** A kind, whichever. */
export interface AnyKind<C extends AppContext | PlatformContext> {
  readonly kind: keyof Kinds;
  readonly reads?: (context: C) => readonly string[];
  emit(context: C): readonly AnyEmitted[];
}
