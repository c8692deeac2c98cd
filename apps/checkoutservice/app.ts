import { defineApp } from '#fleet';

/** Turns a cart into an order: charges, ships, sends the mail, empties the cart. */
export default defineApp({
  name: 'checkoutservice',
  team: 'shop',
  namespace: 'boutique',
  config: {
    PORT: 5050,
    PRODUCT_CATALOG_SERVICE_ADDR: 'productcatalogservice:3550',
    SHIPPING_SERVICE_ADDR: 'shippingservice:50051',
    PAYMENT_SERVICE_ADDR: 'paymentservice:50051',
    EMAIL_SERVICE_ADDR: 'emailservice:5000',
    CURRENCY_SERVICE_ADDR: 'currencyservice:7000',
    CART_SERVICE_ADDR: 'cartservice:7070',
  },
  processes: {
    web: {
      type: 'web',
      image: 'checkoutservice',
      ports: { grpc: 5050 },
      readiness: { type: 'grpc' },
      liveness: { type: 'grpc' },
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      // The frontend still sends orders to a pod for a moment after it has left the endpoints.
      drainSeconds: 5,
      network: {
        from: [{ app: 'frontend' }],
        to: [
          { app: 'productcatalogservice', ports: [3550] },
          { app: 'shippingservice', ports: [50051] },
          { app: 'paymentservice', ports: [50051] },
          // Network policies see the port of the pod, not that of the Service.
          { app: 'emailservice', ports: [8080] },
          { app: 'currencyservice', ports: [7000] },
          { app: 'cartservice', ports: [7070] },
        ],
      },
    },
  },
  environments: {
    prod: { processes: { web: { scale: { type: 'fixed', replicas: 2 }, disruption: { minAvailable: 1 } } } },
  },
});
