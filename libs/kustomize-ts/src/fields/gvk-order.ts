import type { Gvk } from '../resource/gvk.ts';
import { compareText } from '../text/order.ts';

const first = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];
const last = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

const ranks: ReadonlyMap<string, number> = new Map([
  ...first.map((kind, index) => [kind, index - first.length] as const),
  ...last.map((kind, index) => [kind, index + 1] as const),
]);

/** Where a type comes in configurations. */
export interface Rank {
  readonly kind: number;
  readonly text: string;
}

/** Some kinds come first or last, then it is group, version and kind that count. */
export function rankOf(gvk: Gvk): Rank {
  return { kind: ranks.get(gvk.kind) ?? 0, text: `${gvk.group || '~G'}_${gvk.version || '~V'}_${gvk.kind || '~K'}` };
}

/** Whether one type comes before another in configurations. As `IsLessThan` of kyaml/resid/gvk.go. */
export function isBeforeRank(a: Rank, b: Rank): boolean {
  return a.kind === b.kind ? compareText(a.text, b.text) < 0 : a.kind < b.kind;
}
