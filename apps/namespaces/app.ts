import { definePlatform, raw } from '#fleet';

/**
 * The namespaces that apps live in: restricted Pod Security, a quota, and nothing may talk but what a NetworkPolicy
 * allows. An add-on, because a cluster needs them before its first app.
 */
export default definePlatform({
  name: 'namespaces',
  addOn: true,
  namespaces: {
    // Where apps land that name no namespace (clusters/fleet.ts).
    apps: {},
    boutique: {
      quota: {
        'requests.cpu': '20',
        'requests.memory': '40Gi',
        'limits.cpu': '40',
        'limits.memory': '80Gi',
        persistentvolumeclaims: '10',
        // The shop's one door is the Gateway.
        'services.loadbalancers': '0',
      },
    },
    production: {
      quota: {
        'requests.cpu': '100',
        'requests.memory': '200Gi',
        'limits.cpu': '200',
        'limits.memory': '400Gi',
        persistentvolumeclaims: '50',
        'services.loadbalancers': '5',
      },
    },
  },
  environments: {
    // The clusters of dev are small, and nobody needs a load balancer there. Limits stay: they cost nothing.
    dev: {
      namespaces: {
        production: { quota: { 'requests.cpu': '10', 'requests.memory': '20Gi', 'services.loadbalancers': '0' } },
      },
    },
  },
  raw: [
    raw('LimitRange', 'container-defaults', {
      why: `Under a quota on requests and limits the API server refuses every pod with a container that states none. The
        init container of the load generator, as upstream publishes it, is one. Containers that ask for nothing get this.`,
      namespace: 'boutique',
      object: {
        spec: {
          limits: [
            {
              type: 'Container',
              defaultRequest: { cpu: '50m', memory: '64Mi' },
              default: { cpu: '100m', memory: '128Mi' },
            },
          ],
        },
      },
    }),
  ],
});
