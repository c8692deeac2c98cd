import { defaultPort, type Leaf } from '@fleetwright/model/engine';
import type { Service, ServicePort, ServiceSpec } from '@fleetwright/schemas';
import { portsOf, someOf } from '../app/container.ts';
import type { AppContext, Emitted, Kind } from '../app/context.ts';
import { type Draft, known } from '../app/draft.ts';
import { entries, type ProcessOf, processesOf, processLabels, selectorLabels } from '../app/processes.ts';

/**
 * One Service per `web` process that has ports, and one per `stateful` process: headless, since its StatefulSet names it for ever.
 */
export const service: Kind<'Service', AppContext> = {
  kind: 'Service',
  emit: (context) => [
    ...processesOf(context, 'web')
      .filter((of) => portsOf(of.settings).length > 0)
      .map((of) => serviceOf(of, { type: of.settings.service?.serviceType ?? 'ClusterIP' })),
    ...processesOf(context, 'stateful').map((of) => serviceOf(of, { clusterIP: 'None', type: 'ClusterIP' })),
  ],
};

/** Name of the Service of a process. */
export function serviceName(of: ProcessOf<'web' | 'stateful'>): string {
  return known(of.settings.service?.name) ?? of.name;
}

/** A port of a Service. */
export interface ServedPort {
  readonly name: string;
  readonly port: Leaf<number>;
}

/** The port that requests for a process's `host` go to: the only one of its Service, or the one named `http`. */
export function routedPort(of: ProcessOf<'web'>): ServedPort | undefined {
  const ports = servedPorts(of);
  const name = defaultPort(ports.map((one) => one.name));
  return ports.find((one) => one.name === name);
}

/** The ports of a process's Service, by name in code-unit order. */
function servedPorts(of: ProcessOf<'web' | 'stateful'>): ServedPort[] {
  const said = of.settings.service?.ports;
  if (said) return entries(said).map(([name, port]) => ({ name, port }));
  return portsOf(of.settings).map(({ name, port }) => ({ name, port }));
}

function serviceOf(
  of: ProcessOf<'web' | 'stateful'>,
  address: Draft<Pick<ServiceSpec, 'clusterIP' | 'type'>>,
): Emitted<'Service'> {
  const draft: Draft<Service> = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: serviceName(of), namespace: of.namespace, labels: processLabels(of) },
    spec: { ...address, ports: portDrafts(of), selector: selectorLabels(of) },
  };
  return { draft, origin: of.origin };
}

function portDrafts(of: ProcessOf<'web' | 'stateful'>): readonly Draft<ServicePort>[] | undefined {
  const ports = portsOf(of.settings);
  const drafts = servedPorts(of).map(({ name, port }) => {
    const protocol = ports.find((one) => one.name === name)?.protocol ?? 'TCP';
    return { name, port, protocol, targetPort: name } as const;
  });
  return someOf(drafts);
}
