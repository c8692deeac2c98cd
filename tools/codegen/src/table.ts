/**
 * Which kinds Fleetwright has types and validators for. To add one: a line here, then `npm run codegen`.
 */

/** A kind that every API server has: read from its OpenAPI, as `group` (empty: core), `version`, `kind`. */
export interface BuiltInKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A kind that a CustomResourceDefinition adds: read from the validators in an npm package. */
export interface CustomKind extends BuiltInKind {
  readonly scope: 'Namespaced' | 'Cluster';
  /** The npm package. */
  readonly package: string;
  /** The module of the kind's validator in the package's `_schemas`, without `.js`. */
  readonly module: string;
  /** Goes before the name of a nested type that another project has too: `GatewayLocalObjectReference`. */
  readonly prefix: string;
}

export const builtInKinds: readonly BuiltInKind[] = [
  { group: '', version: 'v1', kind: 'ConfigMap' },
  { group: '', version: 'v1', kind: 'LimitRange' },
  { group: '', version: 'v1', kind: 'Namespace' },
  { group: '', version: 'v1', kind: 'PersistentVolumeClaim' },
  { group: '', version: 'v1', kind: 'ResourceQuota' },
  { group: '', version: 'v1', kind: 'Secret' },
  { group: '', version: 'v1', kind: 'Service' },
  { group: '', version: 'v1', kind: 'ServiceAccount' },
  { group: 'apps', version: 'v1', kind: 'DaemonSet' },
  { group: 'apps', version: 'v1', kind: 'Deployment' },
  { group: 'apps', version: 'v1', kind: 'StatefulSet' },
  { group: 'autoscaling', version: 'v2', kind: 'HorizontalPodAutoscaler' },
  { group: 'batch', version: 'v1', kind: 'CronJob' },
  { group: 'batch', version: 'v1', kind: 'Job' },
  { group: 'discovery.k8s.io', version: 'v1', kind: 'EndpointSlice' },
  { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress' },
  { group: 'networking.k8s.io', version: 'v1', kind: 'NetworkPolicy' },
  { group: 'policy', version: 'v1', kind: 'PodDisruptionBudget' },
  { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRole' },
  { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRoleBinding' },
  { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'Role' },
  { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'RoleBinding' },
  { group: 'scheduling.k8s.io', version: 'v1', kind: 'PriorityClass' },
  { group: 'storage.k8s.io', version: 'v1', kind: 'StorageClass' },
];

const argoCd = project({
  group: 'argoproj.io',
  version: 'v1alpha1',
  package: '@kubernetes-models/argo-cd',
  modules: 'ComGithubArgoprojArgoCdV3PkgApisApplicationV1alpha1',
  prefix: 'Argo',
});
const externalSecrets = project({
  group: 'external-secrets.io',
  version: 'v1',
  package: '@kubernetes-models/external-secrets',
  modules: 'ComGithubExternalSecretsExternalSecretsApisExternalsecretsV1',
  prefix: 'ExternalSecrets',
});
const gatewayApi = project({
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  package: '@kubernetes-models/gateway-api',
  modules: 'IoK8sSigsGatewayApiApisV1',
  prefix: 'Gateway',
});

export const customKinds: readonly CustomKind[] = [
  argoCd('AppProject', 'Namespaced'),
  argoCd('Application', 'Namespaced'),
  argoCd('ApplicationSet', 'Namespaced'),
  externalSecrets('ExternalSecret', 'Namespaced'),
  gatewayApi('GRPCRoute', 'Namespaced'),
  gatewayApi('Gateway', 'Namespaced'),
  gatewayApi('HTTPRoute', 'Namespaced'),
  gatewayApi('ReferenceGrant', 'Namespaced'),
];

interface Project {
  readonly group: string;
  readonly version: string;
  readonly package: string;
  /** What its modules' names begin with. */
  readonly modules: string;
  readonly prefix: string;
}

/** The kinds of one project: `argoCd('Application', 'Namespaced')`. */
function project({ modules, ...common }: Project): (kind: string, scope: CustomKind['scope']) => CustomKind {
  return (kind, scope) => ({ ...common, kind, scope, module: modules + kind });
}
