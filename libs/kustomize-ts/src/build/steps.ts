import { labelSpecs } from '../fields/label-specs.ts';
import { configMapGenerator } from '../generators/config-map.ts';
import { helmChartInflationGenerator } from '../generators/helm.ts';
import { secretGenerator } from '../generators/secret.ts';
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
import type { TransformerConfig } from './scope.ts';
import { scopeOf, type Target } from './target.ts';

/** A transformer, and where it is asked for when the root wants to know. */
export interface Step {
  readonly run: Transformer;
  readonly origin: Origin | undefined;
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
  const source = (kind: string, run: () => readonly Resource[]): Source => ({
    run,
    origin: builtInOrigin(target.origin, file, kind),
  });
  const globals = kustomization.helmGlobals ?? { chartHome: '', configHome: '' };
  return [
    ...kustomization.configMapGenerator.map((args) =>
      source('ConfigMapGenerator', () => configMapGenerator(args, scope)),
    ),
    ...kustomization.secretGenerator.map((args) => source('SecretGenerator', () => secretGenerator(args, scope))),
    ...kustomization.helmCharts.map((chart) => {
      const namespace = chart.namespace || kustomization.namespace || target.helmNamespace;
      return source('HelmChartInflationGenerator', () =>
        helmChartInflationGenerator({ ...globals, ...chart, namespace }, scope),
      );
    }),
  ];
}

/** The transformers that the fields of a kustomization ask for, in the order of `configureBuiltinTransformers` of kustomize; those that ask for nothing left out. */
export function transformersOf(target: Target, config: TransformerConfig): readonly Step[] {
  const { kustomization: k, file } = target.source;
  const scope = scopeOf(target);
  const made: [string, () => Transformer][] = [];
  const add = (kind: string, make: () => Transformer) => made.push([kind, make]);
  if (k.patchesStrategicMerge.length > 0) {
    add('PatchStrategicMergeTransformer', () =>
      patchStrategicMergeTransformer({ paths: k.patchesStrategicMerge, patches: '' }, scope),
    );
  }
  for (const patch of k.patches) add('PatchTransformer', () => patchTransformer(patch, scope));
  if (k.namespace !== '') {
    const args = { namespace: k.namespace, fieldSpecs: config.namespace, unsetOnly: false, setRoleBindingSubjects: '' };
    add('NamespaceTransformer', () => namespaceTransformer(args));
  }
  if (k.namePrefix !== '')
    add('PrefixTransformer', () => prefixTransformer({ prefix: k.namePrefix, fieldSpecs: config.namePrefix }));
  if (k.nameSuffix !== '')
    add('SuffixTransformer', () => suffixTransformer({ suffix: k.nameSuffix, fieldSpecs: config.nameSuffix }));
  for (const label of k.labels) {
    add('LabelTransformer', () => labelTransformer({ labels: label.pairs, fieldSpecs: labelSpecs(label, config) }));
  }
  if (k.labels.length > 0 || k.commonLabels.size > 0) {
    add('LabelTransformer', () => labelTransformer({ labels: k.commonLabels, fieldSpecs: config.commonLabels }));
  }
  if (k.commonAnnotations.size > 0) {
    const args = { annotations: k.commonAnnotations, fieldSpecs: config.commonAnnotations };
    add('AnnotationsTransformer', () => annotationsTransformer(args));
  }
  for (const { target: selected, path, patch } of k.patchesJson6902) {
    add('PatchJson6902Transformer', () => patchJson6902Transformer({ target: selected, path, jsonOp: patch }, scope));
  }
  for (const replica of k.replicas) {
    add('ReplicaCountTransformer', () => replicaCountTransformer({ replica, fieldSpecs: config.replicas }));
  }
  for (const imageTag of k.images)
    add('ImageTagTransformer', () => imageTagTransformer({ imageTag, fieldSpecs: config.images }));
  if (k.replacements.length > 0) {
    add('ReplacementTransformer', () => replacementTransformer({ replacements: k.replacements }, scope));
  }
  return collect(made, ([kind, make]) => ({ run: make(), origin: builtInOrigin(target.origin, file, kind) }));
}
