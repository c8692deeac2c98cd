import type { AppContext, Emitted, Kind } from '../app/context.ts';
import { type ProcessOf, processesOf, processLabels } from '../app/processes.ts';
import { routedPort, serviceName } from './service.ts';

/**
 * `host` of a web process, on the fleet's gateway: everything goes to the process's Service, to its only port or the one
 * named `http`. What the API server would fill in is written out, since Argo CD would see it as a difference.
 */
export const httpRoute: Kind<'HTTPRoute', AppContext> = {
  kind: 'HTTPRoute',
  emit: (context) => processesOf(context, 'web').flatMap((of) => routeOf(context, of)),
};

function routeOf(context: AppContext, of: ProcessOf<'web'>): Emitted<'HTTPRoute'>[] {
  const { host } = of.settings;
  if (!host) return [];
  const { name, namespace, sectionName } = context.fleet.gateway;
  const port = routedPort(of)?.port;
  const gateway = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name, namespace, sectionName };
  return [
    {
      draft: {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: of.name, namespace: of.namespace, labels: processLabels(of) },
        spec: {
          hostnames: [host],
          parentRefs: [gateway],
          rules: [
            {
              backendRefs: [{ group: '', kind: 'Service', name: serviceName(of), port, weight: 1 }],
              matches: [{ path: { type: 'PathPrefix', value: '/' } }],
            },
          ],
        },
      },
      origin: of.origin,
    },
  ];
}
