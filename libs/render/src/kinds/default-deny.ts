import type { NetworkPolicySpec } from '@fleetwright/schemas';
import type { Emitted, Kind, PlatformContext } from '../app/context.ts';
import { known } from '../app/draft.ts';
import { type NamespaceOf, namespacesOf, platformLabels, readsMesh } from '../app/namespaces.ts';
import { dnsEgress } from './network-policy.ts';

/**
 * `defaultDeny` of a namespace: nothing may connect but what a policy allows; names can be looked up, and proxies reach the
 * control plane of their mesh. Policies add up, so each says one thing.
 */
export const defaultDeny: Kind<'NetworkPolicy', PlatformContext> = {
  kind: 'NetworkPolicy',
  reads: readsMesh,
  emit: (context) =>
    namespacesOf(context)
      .filter(({ settings }) => known(settings.defaultDeny) !== false)
      .flatMap((of) => [
        policy(context, of, 'default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
        policy(context, of, 'allow-dns', { egress: [dnsEgress], podSelector: {}, policyTypes: ['Egress'] }),
        ...(of.mesh ? [policy(context, of, 'allow-mesh', meshEgress[of.mesh])] : []),
      ]),
};

/** Where proxies get their configuration, identity and policy. */
const meshEgress = {
  istio: egress('istio-system', [15012]),
  linkerd: egress('linkerd', [8080, 8086, 8090]),
};

function egress(namespace: string, ports: readonly number[]): NetworkPolicySpec {
  const to = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }];
  return {
    egress: [{ ports: ports.map((port) => ({ port, protocol: 'TCP' })), to }],
    podSelector: {},
    policyTypes: ['Egress'],
  };
}

function policy(
  context: PlatformContext,
  of: NamespaceOf,
  name: string,
  spec: NetworkPolicySpec,
): Emitted<'NetworkPolicy'> {
  const metadata = { name, namespace: of.name, labels: platformLabels(context) };
  return { draft: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec }, origin: of.origin };
}
