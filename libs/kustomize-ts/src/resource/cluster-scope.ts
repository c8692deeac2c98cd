import type { Gvk } from './gvk.ts';

/** What knows which types have no namespace: a `Schema` is one. */
export interface Scoping {
  /** Whether objects of this type have no namespace, for certain: unknown types have one. */
  isClusterScoped(gvk: Gvk): boolean;
}

/** Types without namespace, by group and version, as `precomputedIsNamespaceScoped` of kyaml/openapi/openapi.go has them. */
const clusterScoped = table(`
admissionregistration.k8s.io/v1 MutatingWebhookConfiguration ValidatingWebhookConfiguration
admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration ValidatingWebhookConfiguration
apiextensions.k8s.io/v1 CustomResourceDefinition
apiextensions.k8s.io/v1beta1 CustomResourceDefinition
apiregistration.k8s.io/v1 APIService
apiregistration.k8s.io/v1beta1 APIService
certificates.k8s.io/v1 CertificateSigningRequest
certificates.k8s.io/v1beta1 CertificateSigningRequest
flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema PriorityLevelConfiguration
networking.k8s.io/v1 IngressClass
networking.k8s.io/v1beta1 IngressClass
node.k8s.io/v1 RuntimeClass
node.k8s.io/v1beta1 RuntimeClass
policy/v1beta1 PodSecurityPolicy
rbac.authorization.k8s.io/v1 ClusterRole ClusterRoleBinding
rbac.authorization.k8s.io/v1beta1 ClusterRole ClusterRoleBinding
scheduling.k8s.io/v1 PriorityClass
scheduling.k8s.io/v1beta1 PriorityClass
storage.k8s.io/v1 CSIDriver CSINode StorageClass VolumeAttachment
storage.k8s.io/v1beta1 CSIDriver CSINode StorageClass VolumeAttachment
/v1 ComponentStatus Namespace Node NodeProxyOptions PersistentVolume`);

/** Types with a namespace from the same source: no schema of a user says otherwise. */
const namespaced = table(`
apps/v1 ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet
autoscaling/v1 HorizontalPodAutoscaler Scale
autoscaling/v2beta1 HorizontalPodAutoscaler
autoscaling/v2beta2 HorizontalPodAutoscaler
batch/v1 CronJob Job
batch/v1beta1 CronJob
coordination.k8s.io/v1 Lease
coordination.k8s.io/v1beta1 Lease
discovery.k8s.io/v1 EndpointSlice
discovery.k8s.io/v1beta1 EndpointSlice
events.k8s.io/v1 Event
events.k8s.io/v1beta1 Event
extensions/v1beta1 Ingress
networking.k8s.io/v1 Ingress NetworkPolicy
networking.k8s.io/v1beta1 Ingress
policy/v1 PodDisruptionBudget
policy/v1beta1 PodDisruptionBudget
rbac.authorization.k8s.io/v1 Role RoleBinding
rbac.authorization.k8s.io/v1beta1 Role RoleBinding
storage.k8s.io/v1beta1 CSIStorageCapacity
/v1 ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodAttachOptions PodExecOptions PodPortForwardOptions
/v1 PodProxyOptions PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount ServiceProxyOptions`);

/** Groups and versions, each with its kinds, spaces around every one: a process that builds once has no use for more than that. */
type Table = ReadonlyMap<string, string>;

function table(text: string): Table {
  const types = new Map<string, string>();
  for (const line of text.trim().split('\n')) {
    const space = line.indexOf(' ');
    const groupVersion = line.slice(0, space);
    types.set(groupVersion, `${types.get(groupVersion) ?? ''}${line.slice(space)} `);
  }
  return types;
}

function has(types: Table, { group, version, kind }: Gvk): boolean {
  return types.get(`${group}/${version}`)?.includes(` ${kind} `) === true && kind !== '' && !kind.includes(' ');
}

/** Whether objects of a built-in type have no namespace; `undefined` for a type that is not built in. */
export function isBuiltInClusterScoped(gvk: Gvk): boolean | undefined {
  if (has(clusterScoped, gvk)) return true;
  return has(namespaced, gvk) ? false : undefined;
}

/** What is known without a schema of a user's own. */
export const builtInScoping: Scoping = { isClusterScoped: (gvk) => has(clusterScoped, gvk) };
