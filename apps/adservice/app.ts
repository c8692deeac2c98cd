import { defineApp } from '#fleet';

/** Ads for the pages of the frontend, which shows none where this service does not answer. */
export default defineApp({
  name: 'adservice',
  team: 'shop',
  namespace: 'boutique',
  // What the shop can do without: small clusters keep the room for the other services.
  placement: [{ size: ['medium', 'large'] }],
  config: { PORT: 9555 },
  processes: {
    web: {
      type: 'web',
      image: 'adservice',
      ports: { grpc: 9555 },
      readiness: { type: 'grpc', initialDelaySeconds: 20, periodSeconds: 15 },
      liveness: { type: 'grpc', initialDelaySeconds: 20, periodSeconds: 15 },
      resources: { requests: { cpu: '200m', memory: '180Mi' }, limits: { cpu: '300m', memory: '300Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      terminationGracePeriodSeconds: 5,
      network: { from: [{ app: 'frontend' }] },
    },
  },
});
