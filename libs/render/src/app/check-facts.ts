import { type Diagnostic, error, sortDiagnostics } from '@fleetwright/diagnostics';
import type { Scalar } from '@fleetwright/model';
import {
  type AppModel,
  type Cluster,
  type FleetModel,
  factsOf,
  holds,
  type InventoryModel,
  type PlatformModel,
  variantFor,
} from '@fleetwright/model/engine';
import { type KubernetesVersion, type SchemaIssue, validateObject } from '@fleetwright/schemas';
import { someOf } from '../deploy/names.ts';
import { type Values, withFacts, withImages } from './fill-in.ts';
import { type Environments, renderEnvironments } from './render-app.ts';
import { describe, type RenderedObject, type RenderedVariant } from './rendered.ts';
import { samples } from './validate.ts';

/**
 * What a definition's objects cannot be with the facts that clusters really have: rendering sees made-up ones alone. Looks at
 * every cluster of the inventory that the definition is placed on, for its own Kubernetes version; those that are joining
 * count, those that are gone do not. Objects without facts, and clusters with equal ones, cost nothing.
 *
 * @returns FW2001 and FW2002 at the fact in the inventory (of the first cluster, where several share the value), each
 * mistake once, sorted. What is wrong whatever the facts are is left to `renderApp`.
 */
export function checkFacts(
  definition: AppModel | PlatformModel,
  fleet: FleetModel,
  inventory: InventoryModel,
  environments: Environments = renderEnvironments(definition, fleet),
): readonly Diagnostic[] {
  const found = new Map<string, Misfit>();
  const sample = samples(definition, fleet);
  for (const [environment, variants] of environments) {
    if (!variants.ok) continue;
    const placed = placedIn(environment, definition, fleet, inventory);
    for (const { object, clusters } of objectsWithFacts(definition, environment, variants.value, placed))
      checkObject(found, object, clusters, sample);
  }
  return sortDiagnostics([...found.values()].map((one) => diagnostic(one, definition, inventory)));
}

/** A value that a fact cannot have, and where that shows. */
interface Misfit {
  readonly fact: string;
  readonly value: Scalar;
  readonly object: RenderedObject;
  readonly issue: SchemaIssue;
  readonly clusters: Set<string>;
}

/** An object that holds facts, with the clusters that get it. */
interface Placed {
  readonly object: RenderedObject;
  readonly clusters: readonly Cluster[];
}

/** The clusters of an environment that get a definition. */
function placedIn(
  environment: string,
  { placement }: AppModel | PlatformModel,
  { stages }: FleetModel,
  { clusters }: InventoryModel,
): readonly Cluster[] {
  return [...clusters.values()].filter(({ stage, state, kubernetes, labels }) => {
    if (state === 'gone' || stages.get(stage)?.environment !== environment) return false;
    return placement.length === 0 || placement.some((condition) => holds(condition, { ...labels, kubernetes }));
  });
}

function objectsWithFacts(
  definition: AppModel | PlatformModel,
  environment: string,
  variants: readonly RenderedVariant[],
  placed: readonly Cluster[],
): Placed[] {
  const rules = Object.fromEntries(definition.rulesIn(environment).map(({ name, when }) => [name, when]));
  const reads = [...new Set(variants.flatMap(({ variant }) => Object.keys(variant.labels)))];
  const byVariant = Map.groupBy(placed, ({ labels, kubernetes }) =>
    variantFor({ rules, reads }, { ...labels, kubernetes }),
  );
  return variants.flatMap(({ variant, objects }) => {
    const taking = byVariant.get(variant.name);
    if (!taking) return [];
    return objects.filter(({ lates }) => lates.length > 0).map((object) => ({ object, clusters: taking }));
  });
}

function checkObject(
  found: Map<string, Misfit>,
  object: RenderedObject,
  clusters: readonly Cluster[],
  sample: Values,
): void {
  const facts = [...new Set(object.lates.flatMap(({ late }) => factsOf(late)))];
  const issuesWith = issuesOf(object, sample);
  const alike = ({ kubernetes, facts: all }: Cluster): string =>
    JSON.stringify([kubernetes, facts.map((fact) => all[fact])]);
  for (const group of Map.groupBy(clusters, alike).values()) {
    const [cluster] = group;
    if (!cluster) continue;
    for (const { issue, fact } of misfits(object, cluster, facts, { sample, issuesWith })) {
      const value = cluster.facts[fact] ?? '';
      const key = JSON.stringify([fact, value, describe(object), object.namespace, issue.message]);
      const one = found.get(key) ?? { fact, value, object, issue, clusters: new Set() };
      for (const { name } of group) one.clusters.add(name);
      found.set(key, one);
    }
  }
}

/** What is wrong with an object on a cluster that would not be with another value of a fact, and that fact. */
function misfits(
  object: RenderedObject,
  { facts: real, kubernetes }: Cluster,
  facts: readonly string[],
  { sample, issuesWith }: { readonly sample: Values; readonly issuesWith: IssuesWith },
): { readonly issue: SchemaIssue; readonly fact: string }[] {
  const isReal = (name: string): Scalar => real[name] ?? '';
  const issues = issuesWith(isReal, kubernetes);
  if (issues.size === 0) return [];
  const anyway = issuesWith((name) => sample.fact(name), kubernetes);
  const without = new Map(
    facts.map((fact) => {
      const isOther = (name: string): Scalar => (name === fact ? sample.fact(name) : isReal(name));
      return [fact, issuesWith(isOther, kubernetes)] as const;
    }),
  );
  return [...issues].flatMap(([place, issue]) => {
    if (anyway.has(place)) return [];
    const guilty = facts.filter((fact) => !without.get(fact)?.has(place));
    const blamed = guilty.length > 0 ? guilty : factsAt(object, issue);
    return blamed.map((fact) => ({ issue, fact }));
  });
}

/** The issues of an object as a cluster with these facts gets it, by place. */
type IssuesWith = (fact: Values['fact'], version: KubernetesVersion) => ReadonlyMap<string, SchemaIssue>;

/** Clusters differ in a few facts: what holds none of them is validated once for a version, not once for a cluster. */
function issuesOf(object: RenderedObject, sample: Values): IssuesWith {
  const withoutFacts = withImages(object, sample);
  const faultless = new Map<KubernetesVersion, WeakMap<object, unknown>>();
  return (fact, version) => {
    const known = faultless.get(version) ?? new WeakMap<object, unknown>();
    faultless.set(version, known);
    const issues = validateObject(withFacts(object, withoutFacts, { fact }), version, known);
    return new Map(issues.map((issue) => [JSON.stringify(issue.pointer), issue]));
  };
}

/** The facts that a value is made of; all of the object where none is at that place. */
function factsAt({ lates }: RenderedObject, { pointer }: SchemaIssue): readonly string[] {
  const there = lates.filter(({ path }) => path.every((key, index) => key === (pointer[index] ?? key)));
  return [...new Set((there.length > 0 ? there : lates).flatMap(({ late }) => factsOf(late)))];
}

function diagnostic(
  { fact, value, object, issue, clusters }: Misfit,
  definition: AppModel | PlatformModel,
  { file }: InventoryModel,
): Diagnostic {
  const names = [...clusters].sort();
  const whose = `cluster${names.length > 1 ? 's' : ''} ${someOf(names)}`;
  const cannot = `the fact "${fact}" of ${whose} cannot be ${JSON.stringify(value)}`;
  const message = `${cannot}: ${describe(object)} of ${definition.name}: ${issue.message}`;
  const code = issue.problem === 'unknown-field' ? 'FW2001' : 'FW2002';
  return error(code, message, issue.hint, { file, path: [names[0] ?? '', 'facts', fact] });
}
