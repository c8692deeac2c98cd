import { defineApp } from '#fleet';
import { frontendCheck } from './frontend-check.ts';

/** Users that never sleep: they browse the shop and buy, so that dev and staging have traffic to look at. */
export default defineApp({
  name: 'loadgenerator',
  team: 'web',
  namespace: 'boutique',
  // Production has real users. It is not rendered for prod, so it cannot get there by mistake.
  only: ['dev', 'staging'],
  config: { FRONTEND_ADDR: 'frontend:80' },
  processes: {
    users: {
      type: 'worker',
      name: 'loadgenerator',
      image: 'loadgenerator',
      env: { USERS: 10, RATE: 1 },
      init: {
        'frontend-check': { image: 'busybox', command: ['/bin/sh', '-exc', frontendCheck] },
      },
      resources: { requests: { cpu: '300m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
      runAs: { user: 1000, group: 1000, fsGroup: 1000 },
      terminationGracePeriodSeconds: 5,
      network: { to: [{ app: 'frontend', ports: [8080] }] },
    },
  },
});
