import { defineApp } from '#fleet';

/** Products that go with those in the cart. */
export default defineApp({
  name: 'recommendationservice',
  team: 'shop',
  namespace: 'boutique',
  config: { PORT: 8080, PRODUCT_CATALOG_SERVICE_ADDR: 'productcatalogservice:3550', DISABLE_PROFILER: 1 },
  processes: {
    web: {
      type: 'web',
      image: 'recommendationservice',
      ports: { grpc: 8080 },
      readiness: { type: 'grpc', periodSeconds: 5 },
      liveness: { type: 'grpc', periodSeconds: 5 },
      resources: { requests: { cpu: '100m', memory: '220Mi' }, limits: { cpu: '200m', memory: '450Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      terminationGracePeriodSeconds: 5,
      network: { from: [{ app: 'frontend' }], to: [{ app: 'productcatalogservice', ports: [3550] }] },
    },
  },
  environments: {
    prod: { processes: { web: { scale: { type: 'fixed', replicas: 2 }, disruption: { minAvailable: 1 } } } },
  },
});
