import type { NameBackReferences, TransformerConfig } from '../build/scope.ts';
import type { FieldSpec } from '../kustomization/types.ts';
import type { Gvk } from '../resource/gvk.ts';
import { sortedConfig } from './config.ts';

/*
 * The fields that kustomize knows by itself (api/internal/konfig/builtinpluginconsts). They stand in its order: sorting is not stable, so that the
 * order here shows in the order of the result. Types are written `Kind.version.group`, with nothing for any.
 */

/** The configuration that every kustomization starts from. Always the same object. */
export function defaultConfig(): TransformerConfig {
  made ??= sortedConfig(builtIn());
  return made;
}

let made: TransformerConfig | undefined;

function builtIn(): TransformerConfig {
  return {
    namePrefix: fields('', ['metadata/name']),
    nameSuffix: fields('', ['metadata/name']),
    commonLabels: [...selectorLabels(), ...metadataLabels()],
    labels: [],
    templateLabels: metadataLabels(),
    commonAnnotations: annotations(),
    namespace: [
      ...created('Namespace', ['metadata/name']),
      ...created('APIService..apiregistration.k8s.io', ['spec/service/namespace']),
      ...fields('CustomResourceDefinition..apiextensions.k8s.io', [
        'spec/conversion/webhook/clientConfig/service/namespace',
      ]),
    ],
    varReference: varReferences(),
    nameReference: nameReferences(),
    images: ['spec', 'spec/template/spec'].flatMap((pod) =>
      created('', ['containers[]/image', 'initContainers[]/image', 'volumes[]/image/reference'].map(below(pod))),
    ),
    replicas: ['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].flatMap((kind) =>
      created(kind, ['spec/replicas']),
    ),
  };
}

function typeOf(text: string): Gvk {
  const [kind = '', version = '', ...group] = text.split('.');
  return { group: group.join('.'), version, kind };
}

function fields(type: string, paths: readonly string[], create = false): FieldSpec[] {
  return paths.map((path) => ({ ...typeOf(type), path, create }));
}

function created(type: string, paths: readonly string[]): FieldSpec[] {
  return fields(type, paths, true);
}

function below(folder: string): (path: string) => string {
  return (path) => `${folder}/${path}`;
}

/** Where the types that make Pods describe them. */
const pods = {
  pod: 'spec',
  podTemplate: 'template/spec',
  workload: 'spec/template/spec',
  cronJob: 'spec/jobTemplate/spec/template/spec',
} as const;

function selectorLabels(): FieldSpec[] {
  const match = 'spec/selector/matchLabels';
  const spread = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
    `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
    `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
  ]);
  const terms = [...spread, 'topologySpreadConstraints/labelSelector/matchLabels'].map(below(pods.workload));
  return [
    ...created('Service.v1', ['spec/selector']),
    ...created('ReplicationController.v1', ['spec/selector']),
    ...created('Deployment', [match]),
    ...fields('Deployment..apps', terms),
    ...created('ReplicaSet', [match]),
    ...created('DaemonSet', [match]),
    ...created('StatefulSet..apps', [match]),
    ...fields('StatefulSet..apps', terms),
    ...fields('Job..batch', [match]),
    ...fields('CronJob..batch', [`spec/jobTemplate/${match}`]),
    ...fields('PodDisruptionBudget..policy', [match]),
    ...fields(
      'NetworkPolicy..networking.k8s.io',
      ['podSelector', 'ingress/from/podSelector', 'egress/to/podSelector'].map((path) => `spec/${path}/matchLabels`),
    ),
  ];
}

function metadataLabels(): FieldSpec[] {
  const template = 'spec/template/metadata/labels';
  return [
    ...created('', ['metadata/labels']),
    ...created('ReplicationController.v1', [template]),
    ...created('Deployment', [template]),
    ...created('ReplicaSet', [template]),
    ...created('DaemonSet', [template]),
    ...created('StatefulSet..apps', [template, 'spec/volumeClaimTemplates[]/metadata/labels']),
    ...created('Job..batch', [template]),
    ...created('CronJob..batch', ['spec/jobTemplate/metadata/labels', `spec/jobTemplate/${template}`]),
  ];
}

function annotations(): FieldSpec[] {
  const template = 'spec/template/metadata/annotations';
  return [
    ...created('', ['metadata/annotations']),
    ...created('ReplicationController.v1', [template]),
    ...['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'].flatMap((kind) => created(kind, [template])),
    ...created('Job..batch', [template]),
    ...created('CronJob..batch', ['spec/jobTemplate/metadata/annotations', `spec/jobTemplate/${template}`]),
  ];
}

function varReferences(): FieldSpec[] {
  const container = ['args', 'command', 'env/value', 'volumeMounts/mountPath'];
  const inPod = ['containers', 'initContainers'].flatMap((list) => container.map(below(list)));
  const inWorkload = (kind: string) => fields(kind, inPod.map(below(pods.workload)));
  const nfs = 'volumes/nfs/server';
  const inWorkloadAndNfs = (kind: string) => [...inWorkload(kind), ...fields(kind, [`${pods.workload}/${nfs}`])];
  return [
    ...fields('CronJob', inPod.map(below(pods.cronJob))),
    // Not below the second `spec`, so that it is never there.
    ...fields('CronJob', [`spec/jobTemplate/spec/template/${nfs}`]),
    ...inWorkloadAndNfs('DaemonSet'),
    ...inWorkloadAndNfs('Deployment'),
    ...fields('Deployment', ['spec/template/metadata/annotations']),
    ...fields('Ingress', ['spec/rules/host', 'spec/tls/hosts', 'spec/tls/secretName']),
    ...inWorkloadAndNfs('Job'),
    ...fields('Pod', [...inPod, nfs].map(below(pods.pod))),
    ...inWorkloadAndNfs('ReplicaSet'),
    ...fields('Service', ['spec/ports/port', 'spec/ports/targetPort']),
    ...inWorkload('StatefulSet'),
    ...fields('StatefulSet', ['spec/volumeClaimTemplates/spec/nfs/server']),
    ...fields('PersistentVolume', ['spec/nfs/server']),
    ...fields('', ['metadata/labels', 'metadata/annotations']),
  ];
}

function nameReferences(): NameBackReferences[] {
  const scaled = ['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'];
  const rbac = 'rbac.authorization.k8s.io';
  const admission = 'admissionregistration.k8s.io';
  return [
    ...scaled.map((kind) => referred(kind, fields('HorizontalPodAutoscaler', ['spec/scaleTargetRef/name']))),
    referred('ConfigMap.v1', configMapReferences()),
    referred('Secret.v1', secretReferences()),
    referred('Service.v1', serviceReferences(admission)),
    referred(`Role..${rbac}`, fields(`RoleBinding..${rbac}`, ['roleRef/name'])),
    referred(
      `ClusterRole..${rbac}`,
      [`RoleBinding..${rbac}`, `ClusterRoleBinding..${rbac}`].flatMap((type) => fields(type, ['roleRef/name'])),
    ),
    referred('ServiceAccount.v1', [
      ...fields(`RoleBinding..${rbac}`, ['subjects']),
      ...fields(`ClusterRoleBinding..${rbac}`, ['subjects']),
      ...inEveryPod('serviceAccountName'),
    ]),
    referred('PersistentVolumeClaim.v1', inEveryPod('volumes/persistentVolumeClaim/claimName')),
    referred('PersistentVolume.v1', [
      ...fields('PersistentVolumeClaim', ['spec/volumeName']),
      ...fields('ClusterRole', ['rules/resourceNames']),
    ]),
    referred('StorageClass.v1.storage.k8s.io', [
      ...fields('PersistentVolume', ['spec/storageClassName']),
      ...fields('PersistentVolumeClaim', ['spec/storageClassName']),
      ...fields('StatefulSet', ['spec/volumeClaimTemplates/spec/storageClassName']),
    ]),
    referred('PriorityClass.v1.scheduling.k8s.io', inEveryPod('priorityClassName')),
    // No object has a group with a version in it, so that these names are never followed.
    referred('IngressClass.v1.networking.k8s.io/v1', fields('Ingress', ['spec/ingressClassName'])),
    referred(
      `ValidatingAdmissionPolicy..${admission}`,
      fields(`ValidatingAdmissionPolicyBinding..${admission}`, ['spec/policyName']),
    ),
  ];
}

function referred(type: string, fieldSpecs: readonly FieldSpec[]): NameBackReferences {
  return { ...typeOf(type), fieldSpecs };
}

function inEveryPod(path: string): FieldSpec[] {
  return [
    ...fields('Pod', [`${pods.pod}/${path}`]),
    ...['StatefulSet', 'Deployment', 'ReplicationController'].flatMap((kind) =>
      fields(kind, [`${pods.workload}/${path}`]),
    ),
    ...fields('CronJob', [`${pods.cronJob}/${path}`]),
    ...['Job', 'DaemonSet'].flatMap((kind) => fields(kind, [`${pods.workload}/${path}`])),
  ];
}

/** What a Pod reads of ConfigMaps or Secrets, in all types that have one. `others` come before the projected volumes. */
function readByPods(volume: string, reference: string, projected: string, others: readonly string[]): FieldSpec[] {
  const read = [
    ...['containers', 'initContainers'].map((list) => `${list}/env/valueFrom/${reference}KeyRef/name`),
    ...['containers', 'initContainers'].map((list) => `${list}/envFrom/${reference}Ref/name`),
    ...others,
  ];
  const paths = [`volumes/${volume}`, ...read, `volumes/projected/sources/${projected}/name`];
  return [
    ...fields('Pod.v1', paths.map(below(pods.pod))),
    ...fields('PodTemplate', paths.map(below(pods.podTemplate))),
    ...['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'].flatMap((kind) =>
      fields(kind, paths.map(below(pods.workload))),
    ),
    ...fields(
      'CronJob',
      [`volumes/${volume}`, `volumes/projected/sources/${projected}/name`, ...read].map(below(pods.cronJob)),
    ),
  ];
}

function configMapReferences(): FieldSpec[] {
  return [
    ...readByPods('configMap/name', 'configMap', 'configMap', []),
    ...fields('Node', ['spec/configSource/configMap']),
    ...fields('Role', ['rules/resourceNames']),
    ...fields('ClusterRole', ['rules/resourceNames']),
    ...fields('Ingress', ['metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap']),
  ];
}

function secretReferences(): FieldSpec[] {
  return [
    ...readByPods('secret/secretName', 'secret', 'secret', ['imagePullSecrets/name']),
    ...fields('Ingress', [
      'spec/tls/secretName',
      'metadata/annotations/ingress.kubernetes.io\\/auth-secret',
      'metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret',
      'metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret',
      'spec/tls/secretName',
    ]),
    ...fields('ServiceAccount', ['imagePullSecrets/name']),
    ...fields(
      'StorageClass',
      ['secretName', 'adminSecretName', 'userSecretName', 'secretRef'].map(below('parameters')),
    ),
    ...fields('Role', ['rules/resourceNames']),
    ...fields('ClusterRole', ['rules/resourceNames']),
    ...fields('Service.v1.serving.knative.dev', ['spec/template/spec/containers/env/valueFrom/secretKeyRef/name']),
    ...fields('PersistentVolume', ['spec/azureFile/secretName']),
  ];
}

function serviceReferences(admission: string): FieldSpec[] {
  const backends = ['rules/http/paths/backend/serviceName', 'backend/serviceName'];
  const services = ['rules/http/paths/backend/service/name', 'defaultBackend/service/name'];
  return [
    ...fields('StatefulSet..apps', ['spec/serviceName']),
    ...fields('Ingress', [...backends, ...services].map(below('spec'))),
    ...fields('APIService..apiregistration.k8s.io', ['spec/service/name']),
    ...fields(`ValidatingWebhookConfiguration..${admission}`, ['webhooks/clientConfig/service']),
    ...fields(`MutatingWebhookConfiguration..${admission}`, ['webhooks/clientConfig/service']),
  ];
}
