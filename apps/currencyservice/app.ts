import { defineApp } from '#fleet';

/** Exchange rates. Every page of the shop asks for them, most of them once per product. */
export default defineApp({
  name: 'currencyservice',
  team: 'shop',
  namespace: 'boutique',
  config: { PORT: 7000, DISABLE_PROFILER: 1 },
  processes: {
    web: {
      type: 'web',
      image: 'currencyservice',
      ports: { grpc: 7000 },
      readiness: { type: 'grpc' },
      liveness: { type: 'grpc' },
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      terminationGracePeriodSeconds: 5,
      network: { from: [{ app: 'frontend' }, { app: 'checkoutservice' }] },
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
