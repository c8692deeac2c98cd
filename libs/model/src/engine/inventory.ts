import { type Diagnostic, error, fail, nearest, ok, type Result } from '@fleetwright/diagnostics';
import { z } from 'zod';
import type { FactType, Scalar } from '../define/late.ts';
import { sortedMap, undeclared } from './fleet.ts';
import { isLabel } from './grammar.ts';
import { diagnose } from './issues.ts';
import type { Path } from './origin.ts';
import { clusterSchema } from './schema.ts';
import type { Cluster, FleetModel, InventoryModel, Source } from './types.ts';
import { didYouMean, shown } from './words.ts';

type ClusterData = z.output<typeof clusterSchema>;
const inventorySchema = z.record(z.string(), clusterSchema);

/**
 * The clusters, validated against the vocabulary.
 *
 * @param source What `clusters/inventory.ts` defines.
 * @returns Errors: FW1040 (no clusters), FW1041 (labels, facts, servers), FW1013 (stage, hub, Kubernetes version), FW1010–FW1012,
 * FW1015 (names).
 */
export function resolveInventory(source: Source, fleet: FleetModel): Result<InventoryModel> {
  const parsed = inventorySchema.safeParse(source.input);
  if (!parsed.success) {
    const locate = (path: Path) => ({ at: { file: source.file, path }, deleted: false });
    return fail(diagnose(parsed.error, { schema: inventorySchema, value: source.input, path: [], locate }));
  }
  const clusters = Object.entries(parsed.data);
  if (clusters.length === 0) {
    const hint = 'an empty inventory would take everything away; say at least one cluster';
    return fail([error('FW1040', 'the inventory has no clusters', hint, { file: source.file, path: [] })]);
  }
  const errors = [
    ...clusters.flatMap(([name, cluster]) => checkCluster(name, cluster, source.file, fleet)),
    ...sameServer(clusters, source.file),
  ];
  if (errors.length > 0) return fail(errors);
  const model = (name: string, { state = 'active', ...cluster }: ClusterData): Cluster => ({ name, state, ...cluster });
  return ok({ file: source.file, clusters: sortedMap(parsed.data, model) });
}

/** Two names for one API server: two Applications of each app would fight over its objects. */
function sameServer(clusters: readonly [string, ClusterData][], file: string): Diagnostic[] {
  const first = new Map<string, string>();
  return clusters.flatMap(([name, { server, state }]) => {
    if (state === 'gone') return [];
    const other = first.get(server);
    if (other === undefined) {
      first.set(server, name);
      return [];
    }
    const message = `the clusters ${other} and ${name} have the same server, ${server}`;
    return [error('FW1041', message, 'each cluster has an API server of its own', { file, path: [name, 'server'] })];
  });
}

function checkCluster(name: string, cluster: ClusterData, file: string, fleet: FleetModel): Diagnostic[] {
  const names: [string, string, readonly string[], string][] = [
    ['stage', cluster.stage, [...fleet.stages.keys()], 'stage'],
    ['hub', cluster.hub, [...fleet.hubs.keys()], 'hub'],
    ['Kubernetes version', cluster.kubernetes, fleet.kubernetes, 'kubernetes'],
  ];
  const errors = names.flatMap(([kind, value, declared, field]) =>
    declared.includes(value) ? [] : [undeclared(kind, value, declared, file, [name, field])],
  );
  if (!isLabel(name)) {
    const hint = 'at most 63 lower-case letters, digits and hyphens; begin and end with a letter or digit';
    errors.push(
      error('FW1015', `${JSON.stringify(name)} is not a name that a cluster may have`, hint, { file, path: [name] }),
    );
  }
  if (name === 'in-cluster') {
    const hint = 'Argo CD calls the cluster that it runs in so, whatever is registered; choose another';
    errors.push(error('FW1015', 'no cluster may be named "in-cluster"', hint, { file, path: [name] }));
  }
  return [...errors, ...checkLabels(name, cluster, file, fleet), ...checkFacts(name, cluster, file, fleet)];
}

function checkLabels(name: string, { labels }: ClusterData, file: string, fleet: FleetModel): Diagnostic[] {
  const declared = new Map([...fleet.labels].filter(([label]) => label !== 'kubernetes'));
  const errors = missingAndUnknown(name, 'label', labels, [...declared.keys()], file);
  for (const [label, value] of Object.entries(labels)) {
    const values = declared.get(label);
    if (!values || values.includes(value)) continue;
    const near = nearest(value, values);
    const hint = `${didYouMean(near)}The values of "${label}" are ${values.join(', ')} (${fleet.file})`;
    const at = { file, path: [name, 'labels', label] };
    errors.push(error('FW1041', `the label "${label}" of cluster ${name} cannot be ${shown(value)}`, hint, at));
  }
  return errors;
}

function checkFacts(name: string, { facts }: ClusterData, file: string, fleet: FleetModel): Diagnostic[] {
  const errors = missingAndUnknown(name, 'fact', facts, [...fleet.facts.keys()], file);
  for (const [fact, value] of Object.entries(facts)) {
    const type = fleet.facts.get(fact);
    const wants = type && factProblem(type, value);
    if (wants === undefined) continue;
    const at = { file, path: [name, 'facts', fact] };
    errors.push(
      error(
        'FW1041',
        `the fact "${fact}" of cluster ${name} must be ${wants}, not ${shown(value)}`,
        `see facts.${fact} in ${fleet.file}`,
        at,
      ),
    );
  }
  return errors;
}

/** What a value of a type must be. Text goes into files as it is, so it has neither line ends nor controls. */
const rules: Record<FactType<Scalar>['type'], { readonly wants: string; fits(this: void, value: Scalar): boolean }> = {
  text: {
    wants: 'text that is not empty, without control characters and outer spaces',
    fits: (value) => typeof value === 'string' && /^\P{C}+$/u.test(value) && value === value.trim(),
  },
  integer: {
    wants: 'a whole number that is exact (below 2^53)',
    fits: (value) => Number.isSafeInteger(value) && !Object.is(value, -0),
  },
  boolean: { wants: 'true or false', fits: (value) => typeof value === 'boolean' },
  'one-of': { wants: 'one of its values', fits: (value) => typeof value === 'string' },
};

/** What a fact must be, when `value` is not that. */
function factProblem({ type, values }: FactType<Scalar>, value: Scalar): string | undefined {
  if (values && !values.includes(value)) return `one of ${values.join(', ')}`;
  return rules[type].fits(value) ? undefined : rules[type].wants;
}

function missingAndUnknown(
  name: string,
  kind: 'label' | 'fact',
  said: { readonly [key: string]: Scalar },
  declared: readonly string[],
  file: string,
): Diagnostic[] {
  const unknown = Object.keys(said).filter((key) => !declared.includes(key));
  const missing = declared.filter(
    (key) => !Object.hasOwn(said, key) && !unknown.some((other) => nearest(other, [key]) === key),
  );
  const all = `The ${kind}s are ${declared.join(', ')} (clusters/fleet.ts)`;
  return [
    ...unknown.map((key) => {
      const near = nearest(key, declared);
      const at = { file, path: [name, `${kind}s`, key] };
      return error(
        'FW1041',
        `cluster ${name} has a ${kind} "${key}", which the fleet does not declare`,
        `${didYouMean(near)}${all}`,
        at,
      );
    }),
    ...missing.map((key) =>
      error('FW1041', `cluster ${name} lacks the ${kind} "${key}"`, `add ${key} to its ${kind}s`, {
        file,
        path: [name, `${kind}s`],
      }),
    ),
  ];
}
