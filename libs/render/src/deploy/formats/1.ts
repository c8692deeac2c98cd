/** A kind as an AppProject names it. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/*
 * Frozen: what Argo CD lets the releases of format 1 hold, whatever the format of the fleet. It lists what the format can say, not what today's
 * releases do say, so that the first use of a kind in a canary and the last use of it anywhere change no AppProject: the canary syncs at once, and
 * what is to be pruned can still be pruned. What controllers make of those kinds (Pod, ReplicaSet, EndpointSlice, AnalysisRun, …) is listed
 * too: Argo CD shows the children of an object, and their logs, only where the project permits their kind.
 * A kind that is not listed needs a new format.
 */
const namespaced: { readonly [group: string]: readonly string[] } = {
  '': [
    'ConfigMap',
    'Endpoints',
    'LimitRange',
    'PersistentVolumeClaim',
    'Pod',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  apps: ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'argoproj.io': ['AnalysisRun', 'AnalysisTemplate', 'Experiment', 'Rollout'],
  autoscaling: ['HorizontalPodAutoscaler'],
  'autoscaling.k8s.io': ['VerticalPodAutoscaler'],
  batch: ['CronJob', 'Job'],
  'cert-manager.io': ['Certificate', 'CertificateRequest', 'Issuer'],
  'discovery.k8s.io': ['EndpointSlice'],
  'external-secrets.io': ['ExternalSecret', 'PushSecret', 'SecretStore'],
  'gateway.networking.k8s.io': [
    'BackendTLSPolicy',
    'GRPCRoute',
    'Gateway',
    'HTTPRoute',
    'ListenerSet',
    'ReferenceGrant',
    'TCPRoute',
    'TLSRoute',
    'UDPRoute',
  ],
  'grafana.integreatly.org': [
    'Grafana',
    'GrafanaAlertRuleGroup',
    'GrafanaDashboard',
    'GrafanaDatasource',
    'GrafanaFolder',
  ],
  'install.istio.io': ['IstioOperator'],
  'jaegertracing.io': ['Jaeger'],
  'keda.sh': ['ScaledJob', 'ScaledObject', 'TriggerAuthentication'],
  'linkerd.io': ['ServiceProfile'],
  'monitoring.coreos.com': [
    'AlertmanagerConfig',
    'PodMonitor',
    'Probe',
    'PrometheusRule',
    'ScrapeConfig',
    'ServiceMonitor',
  ],
  'networking.istio.io': ['DestinationRule', 'EnvoyFilter', 'Gateway', 'ServiceEntry', 'Sidecar', 'VirtualService'],
  'networking.k8s.io': ['Ingress', 'NetworkPolicy'],
  'opentelemetry.io': ['Instrumentation', 'OpenTelemetryCollector'],
  policy: ['PodDisruptionBudget'],
  'policy.linkerd.io': [
    'AuthorizationPolicy',
    'EgressNetwork',
    'HTTPLocalRateLimitPolicy',
    'HTTPRoute',
    'MeshTLSAuthentication',
    'NetworkAuthentication',
    'Server',
    'ServerAuthorization',
  ],
  'rbac.authorization.k8s.io': ['Role', 'RoleBinding'],
  'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  'source.toolkit.fluxcd.io': ['GitRepository', 'OCIRepository'],
  'kustomize.toolkit.fluxcd.io': ['Kustomization'],
  'telemetry.istio.io': ['Telemetry'],
};

/* Only in the project of a team with platform apps. */
const clusterWide: { readonly [group: string]: readonly string[] } = {
  '': ['Namespace', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'argoproj.io': ['ClusterAnalysisTemplate'],
  'cert-manager.io': ['ClusterIssuer'],
  'external-secrets.io': ['ClusterExternalSecret', 'ClusterSecretStore'],
  'gateway.networking.k8s.io': ['GatewayClass'],
  'keda.sh': ['ClusterTriggerAuthentication'],
  'networking.k8s.io': ['IngressClass'],
  'node.k8s.io': ['RuntimeClass'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'StorageClass', 'VolumeAttributesClass'],
};

/** The kinds that objects of format 1 can have, in code-unit order of group and kind. */
export const format1 = { namespaced: listed(namespaced), clusterWide: listed(clusterWide) } as const;

function listed(byGroup: { readonly [group: string]: readonly string[] }): readonly GroupKind[] {
  const groups = Object.keys(byGroup).toSorted();
  return groups.flatMap((group) => [...(byGroup[group] ?? [])].toSorted().map((kind) => ({ group, kind })));
}
