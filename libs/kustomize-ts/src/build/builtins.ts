import { configMapGenerator } from '../generators/config-map.ts';
import { helmChartInflationGenerator } from '../generators/helm.ts';
import { iamPolicyGenerator } from '../generators/iam-policy.ts';
import { secretGenerator } from '../generators/secret.ts';
import { decode, type JsonScalar, type Reading, type Shape } from '../kustomization/decode.ts';
import { scalar11 } from '../kustomization/yaml11-scalar.ts';
import { Refusal, refuse } from '../refusal.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { annotationsTransformer } from '../transformers/annotations.ts';
import { hashTransformer } from '../transformers/hash.ts';
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
import { valueAddTransformer } from '../transformers/value-add.ts';
import { mapping, type Node, nullNode, type Scalar, scalar, sequence } from '../yaml/node.ts';
import { isMap, type Value, valueOf } from '../yaml/value.ts';
import * as shapes from './plugin-shapes.ts';
import type { Scope } from './scope.ts';

type Generate = () => readonly Resource[];

/** A built-in plugin: made from the object that configures it and what it may ask for. Both refuse what is wrong with the config. */
export type Builtin =
  | { readonly generator: (config: Resource, scope: Scope) => Generate }
  | { readonly transformer: (config: Resource, scope: Scope) => Transformer };

/** Every built-in generator and transformer by kind: what its config may say, and what makes it. */
export const builtins: ReadonlyMap<string, Builtin> = new Map([
  ['ConfigMapGenerator', generator(shapes.configMap, configMapGenerator)],
  ['SecretGenerator', generator(shapes.secret, secretGenerator)],
  ['IAMPolicyGenerator', generator(shapes.iamPolicy, iamPolicyGenerator)],
  ['HelmChartInflationGenerator', generator(shapes.helmChart, helmChartInflationGenerator)],
  ['AnnotationsTransformer', transformer(shapes.annotations, annotationsTransformer)],
  ['HashTransformer', transformer(shapes.none, hashTransformer)],
  ['ImageTagTransformer', transformer(shapes.imageTag, imageTagTransformer)],
  ['LabelTransformer', transformer(shapes.labels, labelTransformer)],
  ['NamespaceTransformer', transformer(shapes.namespace, namespaceTransformer)],
  ['PatchJson6902Transformer', transformer(shapes.patchJson6902, patchJson6902Transformer)],
  ['PatchStrategicMergeTransformer', transformer(shapes.patchStrategicMerge, patchStrategicMergeTransformer)],
  ['PatchTransformer', transformer(shapes.patch, patchTransformer)],
  ['PrefixTransformer', { transformer: prefixOf }],
  ['SuffixTransformer', { transformer: suffixOf }],
  ['PrefixSuffixTransformer', { transformer: prefixAndSuffixOf }],
  ['ReplacementTransformer', transformer(shapes.replacements, replacementTransformer)],
  ['ReplicaCountTransformer', transformer(shapes.replicaCount, replicaCountTransformer)],
  ['ValueAddTransformer', transformer(shapes.valueAdd, valueAddTransformer)],
]);

function generator<T>(shape: Shape<T>, generate: (args: T, scope: Scope) => readonly Resource[]): Builtin {
  return {
    generator(config, scope) {
      const args = argsOf(shape, config, false);
      return () => generate(args, scope);
    },
  };
}

function transformer<T>(shape: Shape<T>, make: (args: T, scope: Scope) => Transformer): Builtin {
  return { transformer: (config, scope) => make(argsOf(shape, config, false), scope) };
}

/** Prefix and suffix read their config by go-yaml v3, which wants fields spelt exactly. */
function prefixOf(config: Resource): Transformer {
  const { prefix, fieldSpecs } = argsOf(shapes.prefix, config, true);
  return prefixTransformer({ prefix, fieldSpecs: fieldSpecs ?? refuseNoSpecs(config) });
}

function suffixOf(config: Resource): Transformer {
  const { suffix, fieldSpecs } = argsOf(shapes.suffix, config, true);
  return suffixTransformer({ suffix, fieldSpecs: fieldSpecs ?? refuseNoSpecs(config) });
}

function prefixAndSuffixOf(config: Resource): Transformer {
  const prefix = prefixOf(config);
  const suffix = suffixOf(config);
  return (resources) => suffix(prefix(resources));
}

function refuseNoSpecs(config: Resource): never {
  const hint = 'list the fields to change under fieldSpecs';
  return refuse('FW6002', 'fieldSpecs is not expected to be nil', hint, config.place);
}

/**
 * What a config says. It is written as output is and read again, as kustomize does: what that makes of texts and numbers counts, and what cannot be written
 * is refused. What is wrong is said with its place in the file.
 */
function argsOf<T>(shape: Shape<T>, config: Resource, exact: boolean): T {
  const { file = '' } = config;
  const prefix = exact ? '' : 'error unmarshaling JSON: while decoding JSON: ';
  const scalarOf = (node: Scalar) => jsonOf(valueOf(node, file));
  const reading: Reading = { file, scalar: scalarOf, strict: false, coerce: true, exact, prefix };
  const written = jsonNode(valueOf(config.node, config.file));
  try {
    return decode(shape, written, { ...reading, scalar: scalar11 });
  } catch (problem) {
    if (problem instanceof Refusal) decode(shape, config.node, reading);
    throw problem;
  }
}

/** Data as a document with the types of JSON. */
function jsonNode(value: Value): Node {
  if (isMap(value)) return mapping([...value].map(([key, item]) => ({ key: scalar(key), value: jsonNode(item) })));
  if (Array.isArray(value)) return sequence(value.map(jsonNode));
  const json = jsonOf(value);
  return json.kind === 'null' ? nullNode : scalar(json.text, tags[json.kind]);
}

const tags = { bool: '!!bool', number: '!!float', string: '!!str' } as const;

function jsonOf(value: Value): JsonScalar {
  if (typeof value === 'string') return { kind: 'string', text: value };
  if (typeof value === 'boolean') return { kind: 'bool', text: String(value) };
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  return isNumber ? { kind: 'number', text: String(value) } : { kind: 'null' };
}
