import { defineApp } from '#fleet';

/** The products and the search in them. */
export default defineApp({
  name: 'productcatalogservice',
  team: 'shop',
  namespace: 'boutique',
  config: { PORT: 3550, DISABLE_PROFILER: 1 },
  processes: {
    web: {
      type: 'web',
      image: 'productcatalogservice',
      ports: { grpc: 3550 },
      readiness: { type: 'grpc' },
      liveness: { type: 'grpc' },
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      terminationGracePeriodSeconds: 5,
      network: { from: [{ app: 'frontend' }, { app: 'checkoutservice' }, { app: 'recommendationservice' }] },
    },
  },
  environments: {
    prod: { processes: { web: { scale: { type: 'fixed', replicas: 2 }, disruption: { minAvailable: 1 } } } },
  },
  rules: [
    {
      name: 'large',
      environment: 'prod',
      when: { size: 'large' },
      set: { processes: { web: { scale: { replicas: 4 } } } },
    },
  ],
});
