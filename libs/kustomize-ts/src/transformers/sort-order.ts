import type { SortOptions } from '../kustomization/types.ts';
import { refuse } from '../refusal.ts';
import { type Gvk, gvkText } from '../resource/gvk.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { unique } from '../resource/resources.ts';
import { compareText } from '../text/order.ts';

export interface SortOrderArgs {
  /** `fifo` when there are none: the order stays. */
  readonly sortOptions: SortOptions | undefined;
}

/** Kinds that come first and last when the user names none, as SortOrderTransformer has them. */
const first =
  'Namespace ResourceQuota StorageClass CustomResourceDefinition ServiceAccount PodSecurityPolicy Role ClusterRole RoleBinding ' +
  'ClusterRoleBinding ConfigMap Secret Endpoints Service LimitRange PriorityClass PersistentVolume PersistentVolumeClaim Deployment ' +
  'StatefulSet CronJob PodDisruptionBudget';
const last = 'MutatingWebhookConfiguration ValidatingWebhookConfiguration';

/**
 * Puts resources into the order of their kinds, or leaves them in that in which they were read. Refuses (FW6002) options that contradict each other, (FW6010) two resources
 * with one id. As SortOrderTransformer of kustomize does.
 */
export function sortOrderTransformer({ sortOptions }: SortOrderArgs): Transformer {
  if (sortOptions === undefined) return (resources) => resources;
  const { order, legacySortOptions } = sortOptions;
  if (order !== 'fifo' && order !== 'legacy') {
    refuseOptions("the field 'sortOptions.order' must be one of [fifo, legacy]");
  }
  if (order === 'fifo') {
    if (legacySortOptions === undefined) return (resources) => resources;
    refuseOptions(
      "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'",
    );
  }
  const orders =
    legacySortOptions === undefined
      ? usualOrders()
      : ordersOf(legacySortOptions.orderFirst, legacySortOptions.orderLast);
  return (resources) => unique(sorted(resources, orders));
}

function refuseOptions(message: string): never {
  return refuse(
    'FW6002',
    message,
    'Set `sortOptions.order` to `fifo` or `legacy`; `legacySortOptions` go with `legacy` only.',
    undefined,
  );
}

let usual: ReadonlyMap<string, number> | undefined;

function usualOrders(): ReadonlyMap<string, number> {
  usual ??= ordersOf(first.split(' '), last.split(' '));
  return usual;
}

function ordersOf(orderFirst: readonly string[], orderLast: readonly string[]): ReadonlyMap<string, number> {
  return new Map([
    ...orderFirst.map((kind, index): [string, number] => [kind, index - orderFirst.length]),
    ...orderLast.map((kind, index): [string, number] => [kind, index + 1]),
  ]);
}

interface Sortable {
  readonly resource: Resource;
  readonly type: number;
  readonly name: string;
}

function sorted(resources: readonly Resource[], orders: ReadonlyMap<string, number>): readonly Resource[] {
  const types = typeNumbers(resources, orders);
  const items = resources.map((resource): Sortable => {
    const { id } = resource;
    return { resource, type: types.get(gvkText(id)) ?? 0, name: `${id.namespace || '~X'}|${id.name || '~N'}` };
  });
  items.sort(items.some(({ name }) => /[\ud800-\udfff]/.test(name)) ? byTypeAndBytes : byTypeAndName);
  return items.map(({ resource }) => resource);
}

function byTypeAndBytes(a: Sortable, b: Sortable): number {
  return a.type - b.type || compareText(a.name, b.name);
}

/** The same where comparing code units comes to the same. */
function byTypeAndName(a: Sortable, b: Sortable): number {
  if (a.type !== b.type) return a.type - b.type;
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}

/** The place of each type in the order, by its text. */
function typeNumbers(resources: readonly Resource[], orders: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const types = new Map<string, Gvk>();
  for (const { id } of resources) types.set(gvkText(id), id);
  const texts = [...types].sort(([, a], [, b]) => compareTypes(a, b, orders));
  return new Map(texts.map(([text], index) => [text, index]));
}

function compareTypes(a: Gvk, b: Gvk, orders: ReadonlyMap<string, number>): number {
  const difference = (orders.get(a.kind) ?? 0) - (orders.get(b.kind) ?? 0);
  if (difference !== 0) return difference;
  const compared = compareText(typeText(a), typeText(b));
  const isNamespace = a.kind === 'Namespace' && b.kind === 'Namespace' && (a.group === '' || b.group === '');
  return isNamespace ? -compared : compared;
}

/** The core group is behind all others here, but for `Namespace`. */
function typeText(gvk: Gvk): string {
  return `${gvk.group || '~G'}_${gvk.version || '~V'}_${gvk.kind || '~K'}`;
}
