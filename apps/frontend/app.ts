import { defineApp, fact, text } from '#fleet';

/** The shop's web site: the one service that people reach, and that calls nearly all others. */
export default defineApp({
  name: 'frontend',
  team: 'web',
  namespace: 'boutique',
  config: {
    PORT: 8080,
    PRODUCT_CATALOG_SERVICE_ADDR: 'productcatalogservice:3550',
    CURRENCY_SERVICE_ADDR: 'currencyservice:7000',
    CART_SERVICE_ADDR: 'cartservice:7070',
    RECOMMENDATION_SERVICE_ADDR: 'recommendationservice:8080',
    SHIPPING_SERVICE_ADDR: 'shippingservice:50051',
    CHECKOUT_SERVICE_ADDR: 'checkoutservice:5050',
    AD_SERVICE_ADDR: 'adservice:9555',
    // Must be set, but is only called with ENABLE_ASSISTANT: the assistant is not part of this fleet.
    SHOPPING_ASSISTANT_SERVICE_ADDR: 'shoppingassistantservice:80',
    ENABLE_PROFILER: 0,
  },
  processes: {
    web: {
      type: 'web',
      image: 'frontend',
      ports: { http: 8080 },
      service: { ports: { http: 80 } },
      host: text`shop.${fact.domain}`,
      // Who comes without this cookie is given a new session: every few seconds, if it is a probe.
      readiness: {
        type: 'http',
        path: '/_healthz',
        headers: { Cookie: 'shop_session-id=x-readiness-probe' },
        initialDelaySeconds: 10,
      },
      liveness: {
        type: 'http',
        path: '/_healthz',
        headers: { Cookie: 'shop_session-id=x-liveness-probe' },
        initialDelaySeconds: 10,
      },
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      // Gateways go on sending for a moment after a pod has left the endpoints.
      drainSeconds: 10,
      network: {
        // The gateway may call it too: that follows from `host`.
        from: [{ app: 'loadgenerator' }],
        to: [
          { app: 'productcatalogservice', ports: [3550] },
          { app: 'currencyservice', ports: [7000] },
          { app: 'cartservice', ports: [7070] },
          { app: 'recommendationservice', ports: [8080] },
          { app: 'shippingservice', ports: [50051] },
          { app: 'checkoutservice', ports: [5050] },
          { app: 'adservice', ports: [9555] },
        ],
      },
    },
  },
  environments: {
    staging: { processes: { web: { scale: { type: 'fixed', replicas: 2 } } } },
    prod: { processes: { web: { scale: { type: 'fixed', replicas: 3 }, disruption: { minAvailable: 2 } } } },
  },
  rules: [
    // Large clusters serve a region's main cities, the others its edges.
    {
      name: 'large',
      environment: 'prod',
      when: { size: 'large' },
      set: { processes: { web: { scale: { replicas: 6 } } } },
    },
  ],
});
