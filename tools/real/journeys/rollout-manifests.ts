import type { KubeObject } from '../src/kube.ts';

const argo = 'argoproj.io/v1alpha1';

/** The version of Istio's API that the VirtualService is of. */
export const istio = 'networking.istio.io/v1';

/** A version of the app that the journey of a Rollout deploys. */
export interface Version {
  readonly image: string;
  /** A label on what routes traffic: to change it without a change of pods. */
  readonly note: string;
}
/**
 * A web app with a canary: what a team would write, as small as the clusters' rules (quota, Pod Security) allow.
 * @param prometheus its URL, which analyses ask
 */
export function manifests({ image, note }: Version, prometheus: string): readonly KubeObject[] {
  const labels = { app: 'checkout' };
  const metadata = { name: 'checkout', namespace: 'production' };
  const noted = { ...metadata, labels: { ...labels, note } };
  const service = { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] };
  const route = (host: string, weight: number): object => ({ destination: { host }, weight });
  return [
    { apiVersion: 'v1', kind: 'Service', metadata: noted, spec: service },
    { apiVersion: 'v1', kind: 'Service', metadata: { ...noted, name: 'checkout-canary' }, spec: service },
    {
      apiVersion: istio,
      kind: 'VirtualService',
      metadata: noted,
      spec: {
        hosts: ['checkout'],
        http: [{ name: 'primary', route: [route('checkout', 100), route('checkout-canary', 0)] }],
      },
    },
    {
      apiVersion: argo,
      kind: 'AnalysisTemplate',
      metadata,
      spec: {
        metrics: [
          {
            name: 'success',
            interval: '1s',
            count: 2,
            failureLimit: 0,
            successCondition: 'result[0] >= 0.95',
            provider: { prometheus: { address: prometheus, query: 'success_rate' } },
          },
        ],
      },
    },
    {
      apiVersion: argo,
      kind: 'Rollout',
      metadata,
      spec: {
        replicas: 4,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: pod(image) },
        strategy: {
          canary: {
            stableService: 'checkout',
            canaryService: 'checkout-canary',
            trafficRouting: { istio: { virtualService: { name: 'checkout', routes: ['primary'] } } },
            // Long enough for proxies elsewhere; here nobody waits for it.
            scaleDownDelaySeconds: 1,
            abortScaleDownDelaySeconds: 1,
            steps: [
              { setWeight: 25 },
              { analysis: { templates: [{ templateName: 'checkout' }] } },
              { pause: {} },
              { setWeight: 75 },
              { pause: { duration: '1s' } },
            ],
          },
        },
      },
    },
  ];
}

function pod(image: string): object {
  return {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'web',
        image,
        // Without the protocol it would be OutOfSync for ever: the CRD has a default, and Argo CD does not expect it.
        ports: [{ containerPort: 8080, protocol: 'TCP' }],
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '10m', memory: '16Mi' } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  };
}
