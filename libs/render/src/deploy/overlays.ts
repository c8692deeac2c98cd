import { formatYaml, Quoted } from 'kustomize-ts/yaml';
import { generatedFrom } from '../header.ts';
import { stagesRoot } from './read-stages.ts';
import { factsFolder, overlayFolder, type Placement, variantFolder } from './reads.ts';
import type { Stage } from './stage.ts';

const header = generatedFrom(stagesRoot);

/**
 * `facts/<cluster>/` of every cluster that is not gone: one ConfigMap that replacements read and no cluster receives.
 * @yields Path and content.
 */
export function* factsFiles(stages: readonly Stage[]): Iterable<readonly [string, string]> {
  const kustomization = `${header}${formatYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['cluster-facts.yaml'],
  })}`;
  for (const { fleet } of stages) {
    for (const [cluster, { state, facts }] of Object.entries(fleet.clusters)) {
      if (state === 'gone') continue;
      const folder = factsFolder(cluster);
      yield [`${folder}/kustomization.yaml`, kustomization];
      yield [`${folder}/cluster-facts.yaml`, `${header}${formatYaml(factsConfigMap(facts))}`];
    }
  }
}

function factsConfigMap(facts: Readonly<Record<string, string | number | boolean>>): object {
  const names = Object.keys(facts).toSorted();
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cluster-facts', annotations: { 'config.kubernetes.io/local-config': 'true' } },
    // Always quoted: a fact never changes its type with its value, whoever reads it.
    data: Object.fromEntries(names.map((name) => [name, new Quoted(String(facts[name]))])),
  };
}

/** The kustomization of one overlay, as `[path, content]`. Text and not an object, since there are tens of thousands. */
export function overlayFile(placement: Placement): readonly [string, string] {
  // Two overlays of one fleet differ in these two paths alone; neither can need quotes in YAML.
  const facts = `../../../${factsFolder(placement.cluster)}`;
  const variant = `../../../${variantFolder(placement)}`;
  const content = `${header}apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- ${facts}
- ${variant}
components:
- ${variant}/facts
`;
  return [`${overlayFolder(placement)}/kustomization.yaml`, content];
}
