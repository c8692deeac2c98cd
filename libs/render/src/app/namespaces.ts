import type { Origin } from '@fleetwright/model/engine';
import type { PlatformContext } from './context.ts';
import { known } from './draft.ts';
import { entries } from './processes.ts';

/** A namespace of a platform app. */
export interface NamespaceOf {
  readonly name: string;
  readonly settings: NonNullable<PlatformContext['settings']['namespaces']>[string];
  readonly origin: Origin;
  /** The mesh that its pods join, as the cluster's label says; `undefined` when none that is known. */
  readonly mesh: 'istio' | 'linkerd' | undefined;
}

/** The namespaces, in code-unit order. */
export function namespacesOf({ definition, settings, labels }: PlatformContext): NamespaceOf[] {
  const { mesh } = labels;
  return entries(settings.namespaces).map(([name, of]) => {
    const origin = { ...definition.origin, path: [...definition.origin.path, 'namespaces', name] };
    const joins = known(of.mesh) !== false && (mesh === 'istio' || mesh === 'linkerd');
    return { name, settings: of, origin, mesh: joins ? mesh : undefined };
  });
}

/** The label `mesh`, when the fleet has it and a namespace joins whatever mesh there is. */
export function readsMesh({ fleet, settings }: PlatformContext): readonly string[] {
  const joins = entries(settings.namespaces).some(([, of]) => known(of.mesh) !== false);
  return joins && fleet.labels.has('mesh') ? ['mesh'] : [];
}

/** Labels of the objects of a platform app. */
export function platformLabels({ definition }: PlatformContext): { readonly [label: string]: string } {
  return { 'app.kubernetes.io/managed-by': 'fleetwright', 'app.kubernetes.io/name': definition.name };
}
