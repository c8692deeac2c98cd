import { defineApp, fact, patch, text } from '#fleet';

// The database and the cache live in the same namespace.
const backends = { to: [{ namespace: 'production', ports: [5432, 6379] }] };

/** A web app with all that usually comes with one: workers, a nightly report, migrations, secrets, autoscaling. */
export default defineApp({
  name: 'web-app',
  team: 'web',
  // The reference's name for it, on every cluster: what tells dev from prod is the cluster.
  namespace: 'production',
  config: { PORT: 8080, REGION: fact.region, QUEUE_SHARDS: fact.shards },
  secrets: { DATABASE_URL: { from: 'web-app/database', key: 'url' } },
  processes: {
    web: {
      type: 'web',
      image: 'myapp',
      ports: { http: 8080 },
      service: { ports: { http: 80 } },
      host: text`web-app.${fact.domain}`,
      liveness: {
        type: 'http',
        path: '/health',
        initialDelaySeconds: 30,
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: 3,
      },
      readiness: {
        type: 'http',
        path: '/ready',
        initialDelaySeconds: 10,
        periodSeconds: 5,
        timeoutSeconds: 3,
        successThreshold: 1,
      },
      resources: { requests: { cpu: '500m', memory: '256Mi' }, limits: { cpu: '1000m', memory: '512Mi' } },
      strategy: { type: 'rolling', surge: 3, unavailable: 1 },
      // Gateways go on sending for a moment after a pod has left the endpoints.
      drainSeconds: 10,
      // Who may call it follows from `host`: the gateway, nobody else.
      network: backends,
    },
    worker: {
      type: 'worker',
      image: 'myapp',
      args: ['worker'],
      // One per shard: a shard without a worker is never emptied, a second worker of a shard has nothing to do.
      scale: { type: 'fixed', replicas: fact.shards },
      resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
      // A task may take a minute; what is not finished by then goes back to the queue.
      terminationGracePeriodSeconds: 60,
      network: backends,
    },
    report: {
      type: 'cron',
      image: 'myapp',
      args: ['report'],
      schedule: '30 2 * * *',
      timeZone: 'Etc/UTC',
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
      network: backends,
    },
    migrate: {
      type: 'job',
      run: 'before-sync',
      image: 'myapp',
      args: ['migrate'],
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
      network: backends,
    },
  },
  environments: {
    staging: { processes: { web: { scale: { type: 'fixed', replicas: 3 } } } },
    prod: {
      processes: { web: { scale: { type: 'fixed', replicas: 10 }, disruption: { minAvailable: '70%' } } },
    },
  },
  rules: [
    {
      // The load of a large cluster follows its region's day, so there the number of pods does too.
      name: 'large',
      environment: 'prod',
      when: { size: 'large' },
      set: {
        processes: {
          web: {
            scale: { type: 'hpa', min: 3, max: 50, cpu: 70, memory: 80 },
            // Of three pods, 70 % are all three: no node could ever be drained.
            disruption: { minAvailable: '66%' },
          },
        },
      },
    },
  ],
  patches: [
    patch('Deployment', 'web-app', {
      why: `The disruption budget keeps 70 % of the pods through drains and upgrades, but losing a zone asks no budget.
        The scheduler spreads over zones only as a wish, and forgets it when one zone is full: as a demand, losing one
        of three zones takes a third of the pods.`,
      only: ['prod'],
      merge: {
        spec: {
          template: {
            spec: {
              topologySpreadConstraints: [
                {
                  topologyKey: 'topology.kubernetes.io/zone',
                  maxSkew: 1,
                  whenUnsatisfiable: 'DoNotSchedule',
                  labelSelector: { matchLabels: { app: 'web-app', 'app.kubernetes.io/component': 'web' } },
                  // Of this revision only: an update would count the pods that are about to go.
                  matchLabelKeys: ['pod-template-hash'],
                },
              ],
            },
          },
        },
      },
    }),
  ],
});
