import { defineApp } from '#fleet';

/** The carts of all sessions. It keeps nothing itself: redis-cart does. */
export default defineApp({
  name: 'cartservice',
  team: 'shop',
  namespace: 'boutique',
  config: { REDIS_ADDR: 'redis-cart:6379' },
  processes: {
    web: {
      type: 'web',
      image: 'cartservice',
      ports: { grpc: 7070 },
      readiness: { type: 'grpc', initialDelaySeconds: 15 },
      liveness: { type: 'grpc', initialDelaySeconds: 15, periodSeconds: 10 },
      resources: { requests: { cpu: '200m', memory: '64Mi' }, limits: { cpu: '300m', memory: '128Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      terminationGracePeriodSeconds: 5,
      network: { from: [{ app: 'frontend' }, { app: 'checkoutservice' }], to: [{ app: 'redis-cart', ports: [6379] }] },
    },
  },
  environments: {
    prod: { processes: { web: { scale: { type: 'fixed', replicas: 2 }, disruption: { minAvailable: 1 } } } },
  },
});
