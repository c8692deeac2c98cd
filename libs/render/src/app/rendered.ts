import type { Diagnostic } from '@fleetwright/diagnostics';
import type { Origin, Variant } from '@fleetwright/model/engine';
import type { KindInfo } from '@fleetwright/schemas';
import type { DraftMap, Finished, PlainMap } from './draft.ts';

/** An object of a release, still open to patches. */
export interface DraftObject {
  readonly info: KindInfo;
  readonly name: string;
  /** `undefined` for what belongs to no namespace. */
  readonly namespace: string | undefined;
  readonly draft: DraftMap;
  /** Origin of what in it has none of its own. */
  readonly origin: Origin;
  /** A ConfigMap that kustomize generates. */
  readonly generated: boolean;
}

/** An object of a release. */
export interface RenderedObject extends Omit<DraftObject, 'draft'>, Finished {
  /** Tells objects apart that share an identity: everything that is rendered of it, as text. */
  readonly content: string;
}

/** What a definition is in one environment, under one variant. */
export interface RenderedVariant {
  readonly variant: Variant;
  /** In code-unit order of their identities. */
  readonly objects: readonly RenderedObject[];
  readonly problems: readonly Diagnostic[];
}

/** What makes an object one: two of a release never share it. */
export function identityOf({ info, name, namespace }: Pick<DraftObject, 'info' | 'name' | 'namespace'>): string {
  return [info.kind, info.group, name, namespace ?? ''].join('\u0000');
}

/** An object as diagnostics name it. */
export function describe({ info, name }: Pick<DraftObject, 'info' | 'name'>): string {
  return `${info.kind} "${name}"`;
}

/** The content of a finished object as text: equal texts are rendered alike. */
export function contentOf({ object, lates, slots }: Pick<Finished, 'object' | 'lates' | 'slots'>): string {
  return JSON.stringify([object, lates, slots] satisfies [PlainMap, unknown, unknown]);
}
