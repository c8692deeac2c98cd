import type { Leaf } from '@fleetwright/model/engine';
import type { Service, ServicePort } from '@fleetwright/schemas';
import { portsOf, someOf } from '../app/container.ts';
import type { AppContext, Emitted, Kind } from '../app/context.ts';
import { type Draft, known } from '../app/draft.ts';
import { type ProcessOf, processesOf, processLabels, selectorLabels } from '../app/processes.ts';

/**
 * One Service per `web` process that has ports, and the headless one that governs a `stateful` process. A stateful process
 * whose Service is of another type than ClusterIP has both, the headless one called `<name>-headless`.
 */
export const service: Kind<'Service', AppContext> = {
  kind: 'Service',
  emit: (context) => [
    ...processesOf(context, 'web')
      .filter((of) => portsOf(of.settings).length > 0)
      .map((of) => serviceOf(of)),
    ...processesOf(context, 'stateful').flatMap((of) => [
      headless(of),
      ...(governingService(of) === serviceName(of) ? [] : [serviceOf(of)]),
    ]),
  ],
};

/** Name of the Service that clients of a process use. */
export function serviceName(of: ProcessOf<'web' | 'stateful'>): string {
  return known(of.settings.service?.name) ?? of.name;
}

/** Name of the headless Service that gives the pods of a stateful process their names. */
export function governingService(of: ProcessOf<'stateful'>): string {
  const type = known(of.settings.service?.serviceType) ?? 'ClusterIP';
  return type === 'ClusterIP' ? serviceName(of) : `${serviceName(of)}-headless`;
}

/** A port of a Service. */
export interface ServedPort {
  readonly name: string;
  readonly port: Leaf<number>;
}

/** The port that requests for a process's `host` go to: the one called `http`, or else the first. */
export function routedPort(of: ProcessOf<'web'>): ServedPort | undefined {
  const ports = servedPorts(of);
  return ports.find((one) => one.name === 'http') ?? ports[0];
}

/** The ports of a process's Service, in the order of the definition. */
function servedPorts(of: ProcessOf<'web' | 'stateful'>): ServedPort[] {
  const said = of.settings.service?.ports;
  if (said) return Object.entries(said).map(([name, port]) => ({ name, port }));
  return portsOf(of.settings).map(({ name, port }) => ({ name, port }));
}

function serviceOf(of: ProcessOf<'web' | 'stateful'>): Emitted<'Service'> {
  const draft: Draft<Service> = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: serviceName(of), namespace: of.namespace, labels: processLabels(of) },
    spec: {
      ports: portDrafts(of),
      selector: selectorLabels(of),
      type: of.settings.service?.serviceType ?? 'ClusterIP',
    },
  };
  return { draft, origin: of.origin };
}

function headless(of: ProcessOf<'stateful'>): Emitted<'Service'> {
  const draft: Draft<Service> = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: governingService(of), namespace: of.namespace, labels: processLabels(of) },
    spec: { clusterIP: 'None', ports: portDrafts(of), selector: selectorLabels(of), type: 'ClusterIP' },
  };
  return { draft, origin: of.origin };
}

function portDrafts(of: ProcessOf<'web' | 'stateful'>): readonly Draft<ServicePort>[] | undefined {
  const ports = portsOf(of.settings);
  const drafts = servedPorts(of)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, port }) => {
      return {
        name,
        port,
        protocol: ports.find((one) => one.name === name)?.protocol ?? 'TCP',
        targetPort: name,
      } as const;
    });
  return someOf(drafts);
}
