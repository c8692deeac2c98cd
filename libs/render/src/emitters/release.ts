import type { Release } from '@fleetwright/model/engine';
import { formatYaml } from 'kustomize-ts/yaml';
import { sortedEntries } from '../deploy/names.ts';
import { releaseFormat } from '../format.ts';
import type { Emitter, ReleaseContent } from './release-content.ts';

/** `config/release.yaml`: what overlays, hubs and promotion need to know. */
export const releaseFile: Emitter = (release) => [['config/release.yaml', formatYaml(contentOf(release))]];

function contentOf(content: ReleaseContent): Release {
  const { definition, environment, fleet, namespace, variants } = content;
  const objects = variants.flatMap((variant) => variant.objects);
  const rules = definition.rulesIn(environment);
  const reads = variants.flatMap(({ variant }) => Object.keys(variant.labels));
  const conditions = [...definition.placement, ...rules.map(({ when }) => when)];
  const labels = sorted([...reads, ...conditions.flatMap((condition) => Object.keys(condition))]);
  const namespaces = objects.flatMap((object) => object.namespace ?? []).filter((name) => name !== namespace);
  return {
    format: releaseFormat.current,
    app: definition.name,
    team: definition.team,
    environment,
    namespace,
    namespaces: sorted(namespaces),
    addOn: definition.addOn,
    platform: definition.define === 'platform',
    placement: definition.placement,
    rules: byName(rules.map(({ name, when }) => [name, when] as const)),
    reads: sorted(reads),
    variants: variants.map(({ variant }) => variant.name),
    facts: byName(content.facts.map((fact) => [fact, fleet.facts.get(fact)?.type ?? 'text'] as const)),
    labels: byName(labels.map((label) => [label, fleet.labels.get(label) ?? []] as const)),
    kinds: sorted(objects.map(({ info }) => `${info.group}/${info.kind}`)),
  };
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function byName<T>(named: readonly (readonly [string, T])[]): { readonly [name: string]: T } {
  return Object.fromEntries(sortedEntries(named));
}
