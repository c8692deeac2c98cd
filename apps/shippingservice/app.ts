import { defineApp } from '#fleet';

/** Quotes for shipping, and tracking numbers. */
export default defineApp({
  name: 'shippingservice',
  team: 'shop',
  namespace: 'boutique',
  config: { PORT: 50051, DISABLE_PROFILER: 1 },
  processes: {
    web: {
      type: 'web',
      image: 'shippingservice',
      ports: { grpc: 50051 },
      readiness: { type: 'grpc', periodSeconds: 5 },
      liveness: { type: 'grpc' },
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      network: { from: [{ app: 'frontend' }, { app: 'checkoutservice' }] },
    },
  },
  environments: {
    prod: { processes: { web: { scale: { type: 'fixed', replicas: 2 }, disruption: { minAvailable: 1 } } } },
  },
});
