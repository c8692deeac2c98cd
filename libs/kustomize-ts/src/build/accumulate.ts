import { mergeConfig, mergeConfigs } from '../fields/config.ts';
import { crdConfig } from '../fields/crds.ts';
import { defaultConfig } from '../fields/default-config.ts';
import { readConfig } from '../fields/read-config.ts';
import { mergeVars } from '../references/vars.ts';
import { collect } from '../refusal.ts';
import { absorbAll } from '../resource/absorb.ts';
import { isEmptyNode } from '../resource/metadata.ts';
import { annotateOrigin, annotateTransformation } from '../resource/origin.ts';
import type { Accumulated } from './accumulated.ts';
import type { Generated } from './cache.ts';
import { accumulateComponents, accumulateResources } from './folders.ts';
import { pluginGenerators, pluginTransformers } from './plugins.ts';
import { noReads } from './reads.ts';
import { type Part, remember } from './remember.ts';
import type { TransformerConfig } from './scope.ts';
import { generatorsOf, type Step, transformersOf } from './steps.ts';
import { scopeOf, type Target } from './target.ts';
import { validate } from './validate.ts';

/**
 * What a kustomization makes of what there is already (nothing, but for components): resources, configurations, generators, components,
 * transformers, validators, variables, in this order, as `accumulateTarget` of kustomize.
 */
export function accumulate(target: Target, before: Accumulated): Accumulated {
  const { kustomization } = target.source;
  const read = accumulateResources(target, before, kustomization.resources, 'resources');
  const configured = { ...read, config: configOf(target, read.config) };
  const generated = generate(target, configured);
  const { resources, config, vars } = accumulateComponents(target, generated, kustomization.components);
  const transformed = transform(target, resources, config);
  const validated = validate(target, transformed);
  if (kustomization.vars.length === 0) return { resources: validated, config, vars };
  return { config, ...mergeVars({ resources: validated, vars }, kustomization.vars, target.source.file) };
}

/** The built-in configuration with what the files of `configurations` and `crds` add, and what the folders below brought along. */
function configOf(target: Target, below: TransformerConfig): TransformerConfig {
  const { configurations, crds } = target.source.kustomization;
  const scope = scopeOf(target);
  const own = mergeConfigs(collect(configurations, (path) => readConfig(scope.read(path), path)));
  const marked = mergeConfigs(collect(crds, (path) => crdConfig(scope.read(path), path)));
  const config = mergeConfig(mergeConfig(below, mergeConfig(defaultConfig(), own)), marked);
  return config;
}

function generate(target: Target, before: Accumulated): Accumulated {
  const { configMapGenerator, secretGenerator, helmCharts, generators } = target.source.kustomization;
  if (configMapGenerator.length + secretGenerator.length + helmCharts.length + generators.length === 0) return before;
  const lists = remember(target.run.cache.generated, target, part(target, 'generators', before.config, generated));
  let { resources } = before;
  for (const list of lists) resources = absorbAll(resources, list);
  return { ...before, resources };
}

function generated(target: Target): Generated {
  const sources = [...generatorsOf(target), ...pluginGenerators(target)];
  return collect(sources, ({ run, origin }) => (origin === undefined ? run() : annotateOrigin(run(), origin)));
}

function transform(
  target: Target,
  before: Accumulated['resources'],
  config: TransformerConfig,
): Accumulated['resources'] {
  const make = (own: Target) => [...transformersOf(own, config), ...pluginTransformers(own, 'transformers')];
  let resources = before;
  for (const step of remember(target.run.cache.steps, target, part(target, 'transformers', config, make))) {
    resources = transformed(resources, step);
  }
  return resources;
}

/** A part of the work on one kustomization, that hangs on the config and on what it reads itself. */
function part<T>(target: Target, name: string, config: TransformerConfig, make: (own: Target) => T): Part<T> {
  const { run, loader, source, origin, helmNamespace } = target;
  const reads = noReads();
  return {
    key: JSON.stringify([name, loader.root, loader.restrictor, run.enableAlphaPlugins, origin, helmNamespace]),
    inputs: [source, config],
    reads,
    make: (folders) => make({ ...target, folders, loader: { ...loader, reads } }),
  };
}

function transformed(before: Accumulated['resources'], { run, origin }: Step): Accumulated['resources'] {
  const after = run(before);
  const annotated = origin === undefined ? after : annotateTransformation(after, origin);
  if (annotated === before) return before;
  return annotated.some(({ node }) => isEmptyNode(node))
    ? annotated.filter(({ node }) => !isEmptyNode(node))
    : annotated;
}
