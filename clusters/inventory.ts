import { defineInventory } from '#fleet';

/**
 * The clusters. A change here deploys nothing: it reaches a cluster when a release of `fleet` is promoted to its stage.
 */
export default defineInventory({
  'dev-1': {
    stage: 'dev',
    hub: 'nonprod',
    server: 'https://api.dev-1.example.com:6443',
    kubernetes: '1.36',
    labels: { size: 'small', mesh: 'none' },
    facts: { domain: 'dev-1.example.com', region: 'eu', shards: 1 },
  },
  'dev-2': {
    stage: 'dev',
    hub: 'nonprod',
    server: 'https://api.dev-2.example.com:6443',
    kubernetes: '1.36',
    labels: { size: 'medium', mesh: 'istio' },
    facts: { domain: 'dev-2.example.com', region: 'us', shards: 1 },
  },

  'staging-1': {
    stage: 'staging',
    hub: 'nonprod',
    server: 'https://api.staging-1.example.com:6443',
    kubernetes: '1.35',
    labels: { size: 'small', mesh: 'none' },
    facts: { domain: 'staging-1.example.com', region: 'eu', shards: 2 },
  },
  'staging-2': {
    stage: 'staging',
    hub: 'nonprod',
    server: 'https://api.staging-2.example.com:6443',
    kubernetes: '1.36',
    labels: { size: 'large', mesh: 'istio' },
    facts: { domain: 'staging-2.example.com', region: 'us', shards: 2 },
  },

  // Few users, one cluster of each hub that carries production: what breaks, breaks here.
  'canary-eu-1': {
    stage: 'prod-canary',
    hub: 'europe',
    server: 'https://api.canary-eu-1.example.com:6443',
    kubernetes: '1.36',
    labels: { size: 'small', mesh: 'istio' },
    facts: { domain: 'canary-eu-1.example.com', region: 'eu', shards: 2 },
  },
  'canary-us-1': {
    stage: 'prod-canary',
    hub: 'world',
    server: 'https://api.canary-us-1.example.com:6443',
    kubernetes: '1.35',
    labels: { size: 'medium', mesh: 'none' },
    facts: { domain: 'canary-us-1.example.com', region: 'us', shards: 2 },
  },

  'eu-1': {
    stage: 'prod-eu',
    hub: 'europe',
    server: 'https://api.eu-1.example.com:6443',
    kubernetes: '1.35',
    labels: { size: 'large', mesh: 'istio' },
    facts: { domain: 'eu-1.example.com', region: 'eu', shards: 8 },
  },
  'eu-2': {
    stage: 'prod-eu',
    hub: 'europe',
    server: 'https://api.eu-2.example.com:6443',
    kubernetes: '1.35',
    labels: { size: 'large', mesh: 'istio' },
    facts: { domain: 'eu-2.example.com', region: 'eu', shards: 8 },
  },
  'eu-3': {
    stage: 'prod-eu',
    hub: 'europe',
    server: 'https://api.eu-3.example.com:6443',
    kubernetes: '1.35',
    labels: { size: 'medium', mesh: 'none' },
    facts: { domain: 'eu-3.example.com', region: 'eu', shards: 4 },
  },
  'eu-4': {
    stage: 'prod-eu',
    hub: 'europe',
    server: 'https://api.eu-4.example.com:6443',
    kubernetes: '1.34',
    labels: { size: 'small', mesh: 'none' },
    facts: { domain: 'eu-4.example.com', region: 'eu', shards: 2 },
  },

  'us-1': {
    stage: 'prod-us',
    hub: 'world',
    server: 'https://api.us-1.example.com:6443',
    kubernetes: '1.35',
    labels: { size: 'large', mesh: 'istio' },
    facts: { domain: 'us-1.example.com', region: 'us', shards: 12 },
  },
  'us-2': {
    stage: 'prod-us',
    hub: 'world',
    server: 'https://api.us-2.example.com:6443',
    kubernetes: '1.34',
    labels: { size: 'medium', mesh: 'istio' },
    facts: { domain: 'us-2.example.com', region: 'us', shards: 4 },
  },
  'us-3': {
    stage: 'prod-us',
    hub: 'world',
    server: 'https://api.us-3.example.com:6443',
    kubernetes: '1.34',
    labels: { size: 'small', mesh: 'none' },
    facts: { domain: 'us-3.example.com', region: 'us', shards: 2 },
  },

  'ap-1': {
    stage: 'prod-ap',
    hub: 'world',
    server: 'https://api.ap-1.example.com:6443',
    kubernetes: '1.35',
    labels: { size: 'large', mesh: 'none' },
    facts: { domain: 'ap-1.example.com', region: 'ap', shards: 6 },
  },
  'ap-2': {
    stage: 'prod-ap',
    hub: 'world',
    server: 'https://api.ap-2.example.com:6443',
    kubernetes: '1.34',
    labels: { size: 'medium', mesh: 'none' },
    facts: { domain: 'ap-2.example.com', region: 'ap', shards: 3 },
  },
  'ap-3': {
    stage: 'prod-ap',
    hub: 'world',
    server: 'https://api.ap-3.example.com:6443',
    kubernetes: '1.36',
    // Being built: add-ons only, so that its namespaces are there before the first app is. `active` opens it to apps.
    state: 'joining',
    labels: { size: 'small', mesh: 'none' },
    facts: { domain: 'ap-3.example.com', region: 'ap', shards: 2 },
  },
});
