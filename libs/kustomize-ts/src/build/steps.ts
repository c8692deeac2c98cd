import { labelSpecs } from '../fields/label-specs.ts';
import { configMapGenerator } from '../generators/config-map.ts';
import { helmChartInflationGenerator } from '../generators/helm.ts';
import { secretGenerator } from '../generators/secret.ts';
import type { Kustomization } from '../kustomization/types.ts';
import { placedAt, placeIn, type Written } from '../place.ts';
import { collect } from '../refusal.ts';
import { builtInOrigin, type Origin } from '../resource/origin.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { annotationsTransformer } from '../transformers/annotations.ts';
import { imageTagTransformer } from '../transformers/images.ts';
import { labelTransformer } from '../transformers/labels.ts';
import { namespaceTransformer } from '../transformers/namespace.ts';
import { patchTransformer } from '../transformers/patch.ts';
import { patchJson6902Transformer } from '../transformers/patch-json6902.ts';
import { patchStrategicMergeTransformer } from '../transformers/patch-strategic-merge.ts';
import { prefixTransformer } from '../transformers/prefix.ts';
import { replacementTransformer } from '../transformers/replacement.ts';
import { replicaCountTransformer } from '../transformers/replicas.ts';
import { suffixTransformer } from '../transformers/suffix.ts';
import { get, type Node } from '../yaml/node.ts';
import type { TransformerConfig } from './scope.ts';
import { scopeOf, type Target } from './target.ts';

/** A transformer, and where it is asked for when the root wants to know. */
export interface Step {
  readonly run: Transformer;
  readonly origin: Origin | undefined;
  /** What it refuses holds also where a step before it is left out, mostly. */
  readonly isAlone: boolean;
}

/** A generator, and where it is asked for when the root wants to know. */
export interface Source {
  readonly run: () => readonly Resource[];
  readonly origin: Origin | undefined;
}

/** The generators that the fields of a kustomization ask for, in the order of `configureBuiltinGenerators` of kustomize. */
export function generatorsOf(target: Target): readonly Source[] {
  const { kustomization, file } = target.source;
  const scope = scopeOf(target);
  const source = (kind: string, { from }: Written, run: () => readonly Resource[]): Source => ({
    run: () => placedAt(() => placeIn(file, from), file, run),
    origin: builtInOrigin(target.origin, file, kind),
  });
  const globals = kustomization.helmGlobals ?? { chartHome: '', configHome: '' };
  return [
    ...kustomization.configMapGenerator.map((args) =>
      source('ConfigMapGenerator', args, () => configMapGenerator(args, scope)),
    ),
    ...kustomization.secretGenerator.map((args) => source('SecretGenerator', args, () => secretGenerator(args, scope))),
    ...kustomization.helmCharts.map((chart) => {
      const namespace = chart.namespace || kustomization.namespace || target.helmNamespace;
      return source('HelmChartInflationGenerator', chart, () =>
        helmChartInflationGenerator({ ...globals, ...chart, namespace }, scope),
      );
    }),
  ];
}

/** Those that look for resources: what they do not find is rarely for another step to make. */
const alone: ReadonlySet<string> = new Set([
  'PatchStrategicMergeTransformer',
  'PatchTransformer',
  'PatchJson6902Transformer',
  'ReplicaCountTransformer',
]);

/** The transformers that the fields of a kustomization ask for, in the order of `configureBuiltinTransformers` of kustomize; those that ask for nothing left out. */
export function transformersOf(target: Target, config: TransformerConfig): readonly Step[] {
  const { file } = target.source;
  return collect(demandsOf(target, config), ({ kind, from, make }) => {
    const at = () => placeIn(file, from);
    const run = placedAt(at, file, make);
    return {
      run: (resources, onMiss) => placedAt(at, file, () => run(resources, onMiss)),
      origin: builtInOrigin(target.origin, file, kind),
      isAlone: alone.has(kind),
    };
  });
}

/** A transformer that is asked for. */
interface Demand extends Written {
  readonly kind: string;
  readonly make: () => Transformer;
}

function demandsOf(target: Target, config: TransformerConfig): readonly Demand[] {
  const { kustomization: k, node } = target.source;
  const scope = scopeOf(target);
  const made: Demand[] = [];
  const add = (kind: string, from: Node | undefined, make: () => Transformer) => made.push({ kind, from, make });
  const whole = (field: keyof Kustomization) => get(node, field);
  if (k.patchesStrategicMerge.length > 0) {
    const from = whole('patchesStrategicMerge');
    const args = { paths: k.patchesStrategicMerge, patches: '', from };
    add('PatchStrategicMergeTransformer', from, () => patchStrategicMergeTransformer(args, scope));
  }
  for (const patch of k.patches) add('PatchTransformer', patch.from, () => patchTransformer(patch, scope));
  made.push(...ownedBy(k, config, whole));
  for (const { from, target: selected, path, patch } of k.patchesJson6902) {
    const args = { target: selected, path, jsonOp: patch, from };
    add('PatchJson6902Transformer', from, () => patchJson6902Transformer(args, scope));
  }
  for (const replica of k.replicas) {
    const args = { replica, fieldSpecs: config.replicas };
    add('ReplicaCountTransformer', replica.from, () => replicaCountTransformer(args));
  }
  for (const imageTag of k.images) {
    const args = { imageTag, fieldSpecs: config.images, file: scope.file };
    add('ImageTagTransformer', imageTag.from, () => imageTagTransformer(args));
  }
  if (k.replacements.length > 0) {
    const { replacements } = k;
    add('ReplacementTransformer', whole('replacements'), () => replacementTransformer({ replacements }, scope));
  }
  return made;
}

/** What says to whom all resources belong: namespace, prefix and suffix, labels and annotations. */
function ownedBy(
  k: Kustomization,
  config: TransformerConfig,
  whole: (field: keyof Kustomization) => Node | undefined,
): readonly Demand[] {
  const made: Demand[] = [];
  const add = (kind: string, from: Node | undefined, make: () => Transformer) => made.push({ kind, from, make });
  if (k.namespace !== '') {
    const args = { namespace: k.namespace, fieldSpecs: config.namespace, unsetOnly: false, setRoleBindingSubjects: '' };
    add('NamespaceTransformer', whole('namespace'), () => namespaceTransformer(args));
  }
  if (k.namePrefix !== '') {
    const args = { prefix: k.namePrefix, fieldSpecs: config.namePrefix };
    add('PrefixTransformer', whole('namePrefix'), () => prefixTransformer(args));
  }
  if (k.nameSuffix !== '') {
    const args = { suffix: k.nameSuffix, fieldSpecs: config.nameSuffix };
    add('SuffixTransformer', whole('nameSuffix'), () => suffixTransformer(args));
  }
  for (const label of k.labels) {
    add('LabelTransformer', label.from, () =>
      labelTransformer({ labels: label.pairs, fieldSpecs: labelSpecs(label, config) }),
    );
  }
  if (k.labels.length > 0 || k.commonLabels.size > 0) {
    const args = { labels: k.commonLabels, fieldSpecs: config.commonLabels };
    add('LabelTransformer', whole('commonLabels') ?? whole('labels'), () => labelTransformer(args));
  }
  if (k.commonAnnotations.size > 0) {
    const args = { annotations: k.commonAnnotations, fieldSpecs: config.commonAnnotations };
    add('AnnotationsTransformer', whole('commonAnnotations'), () => annotationsTransformer(args));
  }
  return made;
}
