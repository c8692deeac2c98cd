import { defineApp } from '#fleet';

/** What cartservice keeps its carts in. */
export default defineApp({
  name: 'redis-cart',
  team: 'shop',
  namespace: 'boutique',
  processes: {
    redis: {
      type: 'stateful',
      // cartservice knows it by this name; by default it would be redis-cart-redis.
      name: 'redis-cart',
      image: 'redis',
      // Two would be two shops: this Redis does not replicate, and cartservice knows one address.
      replicas: 1,
      ports: { 'tcp-redis': 6379 },
      // Upstream keeps the carts in an emptyDir. On a disk they outlive their pod.
      storage: { '/data': { size: '1Gi' } },
      readiness: { type: 'tcp', periodSeconds: 5 },
      liveness: { type: 'tcp', periodSeconds: 5 },
      resources: { requests: { cpu: '70m', memory: '200Mi' }, limits: { cpu: '125m', memory: '256Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      // It asks for no password: that nobody else can reach it is what protects the carts.
      network: { from: [{ app: 'cartservice' }] },
    },
  },
});
