import { defineApp } from '#fleet';

/** Order confirmations. An order does not fail when its mail does, so one pod is enough everywhere. */
export default defineApp({
  name: 'emailservice',
  team: 'shop',
  namespace: 'boutique',
  config: { PORT: 8080, DISABLE_PROFILER: 1 },
  processes: {
    web: {
      type: 'web',
      image: 'emailservice',
      ports: { grpc: 8080 },
      service: { ports: { grpc: 5000 } },
      readiness: { type: 'grpc', periodSeconds: 5 },
      liveness: { type: 'grpc', periodSeconds: 5 },
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      terminationGracePeriodSeconds: 5,
      network: { from: [{ app: 'checkoutservice' }] },
    },
  },
});
