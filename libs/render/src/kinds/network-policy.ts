import type { Network } from '@fleetwright/model';
import type { Boxed } from '@fleetwright/model/engine';
import type {
  NetworkPolicy,
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from '@fleetwright/schemas';
import { portsOf, someOf } from '../app/container.ts';
import type { AppContext, Kind } from '../app/context.ts';
import { type Draft, known } from '../app/draft.ts';
import {
  allProcesses,
  entries,
  type ProcessOf,
  type ProcessType,
  processesOf,
  processLabels,
  readByJob,
  selectorLabels,
} from '../app/processes.ts';
import { routedPort } from './service.ts';

/** `network` of a process: just what it says may connect, both ways; names can always be looked up. */
export const networkPolicy: Kind<'NetworkPolicy', AppContext> = {
  kind: 'NetworkPolicy',
  emit: (context) =>
    allProcesses(context).flatMap((of) => {
      const { network } = of.settings;
      return network ? [{ draft: policyOf(context, of, network), origin: of.origin }] : [];
    }),
};

/** What every pod may do, whatever else is denied: ask the cluster's DNS. */
export const dnsEgress: NetworkPolicyEgressRule = {
  ports: [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ],
  to: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    },
  ],
};

type Of = ProcessOf<ProcessType>;
type From = NonNullable<Boxed<Network>['from']>[number];
type To = NonNullable<Boxed<Network>['to']>[number];

function policyOf(context: AppContext, of: Of, network: Boxed<Network>): Draft<NetworkPolicy> {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: of.name,
      namespace: of.namespace,
      labels: processLabels(of),
      annotations: of.settings.type === 'job' ? readByJob(context) : undefined,
    },
    spec: {
      egress: [dnsEgress, ...(network.to ?? []).map((to) => egressRule(of, to))],
      ingress: someOf([...fromGateway(context, of), ...(network.from ?? []).map((from) => ingressRule(of, from))]),
      podSelector: { matchLabels: selectorLabels(of) },
      policyTypes: ['Ingress', 'Egress'],
    },
  };
}

/** A process with a host is asked by the proxies of the fleet's gateway: to deny that would contradict the host. */
function fromGateway(context: AppContext, of: Of): Draft<NetworkPolicyIngressRule>[] {
  const web = processesOf(context, 'web').find(({ name }) => name === of.name);
  const routed = web?.settings.host && routedPort(web);
  if (!routed) return [];
  const { namespace, proxyNamespace = namespace } = context.fleet.gateway;
  const matchLabels = { 'kubernetes.io/metadata.name': proxyNamespace };
  return [{ from: [{ namespaceSelector: { matchLabels } }], ports: [containerPort(of, routed.name)] }];
}

function ingressRule(of: Of, from: From): Draft<NetworkPolicyIngressRule> {
  return { from: [peer(of, from)], ports: from.ports?.map((name) => containerPort(of, known(name))) };
}

/** A port of the pod's containers, by its number: what a policy of Kubernetes means by the port of a pod. */
function containerPort(of: Of, name: string | undefined): Draft<NetworkPolicyPort> {
  const port = allPorts(of).find((one) => one.name === name);
  return { port: port?.port ?? name, protocol: port?.protocol ?? 'TCP' };
}

function egressRule(of: Of, to: To): Draft<NetworkPolicyEgressRule> {
  return { ports: to.ports?.map((port) => ({ port, protocol: 'TCP' }) as const), to: [peer(of, to)] };
}

function allPorts({ settings }: Of) {
  return [...portsOf(settings), ...entries(settings.sidecars).flatMap(([, sidecar]) => portsOf(sidecar))];
}

/** No app and no process: every pod of the namespace. A process without an app: one of this app's own. */
function peer(of: Of, { app, process, namespace, cidr }: From | To): Draft<NetworkPolicyPeer> {
  if (cidr) return { ipBlock: { cidr } };
  const pods =
    app || process ? { app: app ?? of.app, ...(process && { 'app.kubernetes.io/component': process }) } : undefined;
  const podSelector = pods ? { matchLabels: pods } : {};
  if (!namespace || known(namespace) === of.namespace) return { podSelector };
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  return pods ? { namespaceSelector, podSelector } : { namespaceSelector };
}
