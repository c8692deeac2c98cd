import { bool, integer, mapped, optional, type Shape, string, struct, text } from '../kustomization/decode.ts';
import * as shapes from '../kustomization/shapes.ts';
import type { GeneratorArgs, SecretArgs } from '../kustomization/types.ts';

/** What configs of built-in plugins may say, as the structs in api/internal/builtins of kustomize. */

const fieldSpecs = shapes.items(shapes.fieldSpec);

const metadata = struct('types.ObjectMeta', (field) => ({
  name: field('name', string),
  namespace: field('namespace', string),
}));

export const annotations = struct('builtins.AnnotationsTransformerPlugin', (field) => ({
  annotations: field('annotations', shapes.stringMap),
  fieldSpecs: field('fieldSpecs', fieldSpecs),
}));

export const configMap: Shape<GeneratorArgs> = struct('builtins.ConfigMapGeneratorPlugin', (field) =>
  named(field('metadata', metadata), shapes.generatorArgs(field, 'ConfigMapArgs.')),
);

export const secret: Shape<SecretArgs> = struct('builtins.SecretGeneratorPlugin', (field) => ({
  ...named(field('metadata', metadata), shapes.generatorArgs(field, 'SecretArgs.')),
  type: field('type', string, 'SecretArgs'),
}));

/** Name and namespace may stand in the metadata. */
function named(meta: typeof metadata.zero, args: GeneratorArgs): GeneratorArgs {
  return { ...args, name: args.name || meta.name, namespace: args.namespace || meta.namespace };
}

const kubernetesService = struct('types.KubernetesService', (field) => ({
  name: field('name', string),
  namespace: field('namespace', string),
}));

const serviceAccount = struct('types.ServiceAccount', (field) => ({
  name: field('name', string),
  projectId: field('projectId', string),
}));

export const iamPolicy = struct('builtins.IAMPolicyGeneratorPlugin', (field) => ({
  cloud: field('cloud', text('types.Cloud'), 'IAMPolicyGeneratorArgs'),
  kubernetesService: field('kubernetesService', kubernetesService, 'IAMPolicyGeneratorArgs'),
  serviceAccount: field('serviceAccount', serviceAccount, 'IAMPolicyGeneratorArgs'),
}));

export const helmChart = struct('builtins.HelmChartInflationGeneratorPlugin', (field) => ({
  ...shapes.chartHomes(field, 'HelmGlobals'),
  ...shapes.chartFields(field, 'HelmChart'),
}));

export const imageTag = struct('builtins.ImageTagTransformerPlugin', (field) => ({
  imageTag: field('imageTag', shapes.image),
  fieldSpecs: field('fieldSpecs', fieldSpecs),
}));

export const labels = struct('builtins.LabelTransformerPlugin', (field) => ({
  labels: field('labels', shapes.stringMap),
  fieldSpecs: field('fieldSpecs', fieldSpecs),
}));

export const namespace = struct('builtins.NamespaceTransformerPlugin', (field) => ({
  namespace: field('metadata', metadata).namespace,
  fieldSpecs: field('fieldSpecs', fieldSpecs),
  unsetOnly: field('unsetOnly', bool),
  setRoleBindingSubjects: field('setRoleBindingSubjects', text('namespace.RoleBindingSubjectMode')),
}));

export const patch = struct('builtins.PatchTransformerPlugin', (field) => ({
  path: field('path', string),
  patch: field('patch', string),
  target: field('target', optional(shapes.selector)),
  options: field('options', shapes.patchOptions),
}));

export const patchJson6902 = struct('builtins.PatchJson6902TransformerPlugin', (field) => ({
  target: field('target', optional(shapes.selector)),
  path: field('path', string),
  jsonOp: field('jsonOp', string),
}));

export const patchStrategicMerge = struct('builtins.PatchStrategicMergeTransformerPlugin', (field) => ({
  paths: field('paths', shapes.items(text('types.PatchStrategicMerge'))),
  patches: field('patches', string),
}));

export const prefix = struct('builtins.PrefixTransformerPlugin', (field) => ({
  prefix: field('prefix', string),
  fieldSpecs: field('fieldSpecs', optional(fieldSpecs)),
}));

export const suffix = struct('builtins.SuffixTransformerPlugin', (field) => ({
  suffix: field('suffix', string),
  fieldSpecs: field('fieldSpecs', optional(fieldSpecs)),
}));

export const replacements = struct('builtins.ReplacementTransformerPlugin', (field) => ({
  replacements: field('replacements', shapes.items(shapes.replacementField)),
}));

export const replicaCount = struct('builtins.ReplicaCountTransformerPlugin', (field) => ({
  replica: field('replica', shapes.replica),
  fieldSpecs: field('fieldSpecs', fieldSpecs),
}));

const valueTarget = struct('builtins.Target', (field) => ({
  selector: field('selector', optional(shapes.selector)),
  fieldPath: field('fieldPath', string),
  filePathPosition: field('filePathPosition', mapped(integer('int'), Number)),
}));

export const valueAdd = struct('builtins.ValueAddTransformerPlugin', (field) => ({
  value: field('value', string),
  targets: field('targets', shapes.items(valueTarget)),
  targetFilePath: field('targetFilePath', string),
}));

/** HashTransformer asks for nothing. */
export const none: Shape<object> = struct('builtins.HashTransformerPlugin', () => ({}));
