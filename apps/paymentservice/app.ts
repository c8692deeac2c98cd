import { defineApp } from '#fleet';

/** Charges credit cards (it pretends to). Only the checkout may talk to it. */
export default defineApp({
  name: 'paymentservice',
  team: 'shop',
  namespace: 'boutique',
  config: { PORT: 50051, DISABLE_PROFILER: 1 },
  processes: {
    web: {
      type: 'web',
      image: 'paymentservice',
      ports: { grpc: 50051 },
      readiness: { type: 'grpc' },
      liveness: { type: 'grpc' },
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      terminationGracePeriodSeconds: 5,
      // As for the checkout: what is on its way when a pod leaves is charged, not lost.
      drainSeconds: 5,
      network: { from: [{ app: 'checkoutservice' }] },
    },
  },
  environments: {
    prod: { processes: { web: { scale: { type: 'fixed', replicas: 2 }, disruption: { minAvailable: 1 } } } },
  },
});
