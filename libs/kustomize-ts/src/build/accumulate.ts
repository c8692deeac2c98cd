import type { Diagnostic } from '@fleetwright/diagnostics';
import { mergeConfig, mergeConfigs } from '../fields/config.ts';
import { crdConfig } from '../fields/crds.ts';
import { defaultConfig } from '../fields/default-config.ts';
import { readConfig } from '../fields/read-config.ts';
import { placedAt, placeIn } from '../place.ts';
import { mergeVars } from '../references/vars.ts';
import { type Attempts, attempts } from '../refusal.ts';
import { absorbAll } from '../resource/absorb.ts';
import type { OnMiss } from '../resource/miss.ts';
import { annotateOrigin, annotateTransformation } from '../resource/origin.ts';
import { joinPath } from '../tree.ts';
import { get, isEmpty } from '../yaml/node.ts';
import { type Accumulated, nothing } from './accumulated.ts';
import type { Generated } from './cache.ts';
import { accumulateComponents, accumulateResources, componentTarget } from './folders.ts';
import { pluginGenerators, pluginTransformers } from './plugins.ts';
import { noReads } from './reads.ts';
import { type Part, remember } from './remember.ts';
import type { TransformerConfig } from './scope.ts';
import { generatorsOf, type Step, transformersOf } from './steps.ts';
import { placeOf, scopeOf, type Target } from './target.ts';
import { validate } from './validate.ts';

/**
 * What a kustomization makes of what there is already (nothing, but for components): resources, configurations, generators, components,
 * transformers, validators, variables, in this order, as `accumulateTarget` of kustomize. What is refused comes with all that is wrong beside it.
 */
export function accumulate(target: Target, before: Accumulated): Accumulated {
  const { run, source } = target;
  const tries = attempts(source.problems);
  const first = run.warnings.length;
  const begun = begin(target, before, tries);
  const made = tries.failed() ? undefined : tries.attempt(() => finish(target, begun));
  if (made !== undefined) return made;
  const warned = source.problems.length > 0 ? first : run.warnings.length;
  lookThrough(target, begun.config, tries);
  run.warnings.length = warned;
  return tries.refuse();
}

/** Up to what generators make. What is refused is left out. */
function begin(target: Target, before: Accumulated, { attempt }: Attempts): Accumulated {
  const { kustomization } = target.source;
  const read = attempt(() => accumulateResources(target, before, kustomization.resources, 'resources')) ?? before;
  const config = attempt(() => configOf(target, read.config)) ?? read.config;
  const configured = { ...read, config };
  return attempt(() => generate(target, configured)) ?? configured;
}

/** From components on. */
function finish(target: Target, begun: Accumulated): Accumulated {
  const { kustomization } = target.source;
  const { resources, config, vars } = accumulateComponents(target, begun, kustomization.components);
  const transformed = transform(target, resources, config);
  const validated = validate(target, transformed);
  if (kustomization.vars.length === 0) return { resources: validated, config, vars };
  return { config, ...mergeVars({ resources: validated, vars }, kustomization.vars, target.source.file) };
}

/** Looks for more mistakes in a kustomization that is refused: in all that does not hang on the resources. */
function lookThrough(target: Target, config: TransformerConfig, tries: Attempts): void {
  const { run, loader, source } = target;
  if (run.lookedThrough.has(loader.root)) return;
  run.lookedThrough.add(loader.root);
  const { attempt } = tries;
  attempt(() => transformersOf(target, config));
  attempt(() => pluginTransformers(target, 'transformers'));
  attempt(() => pluginTransformers(target, 'validators'));
  for (const path of source.kustomization.components) {
    const component = attempt(() => componentTarget(target, path));
    if (component === undefined || run.lookedThrough.has(component.loader.root)) continue;
    attempt(attempts(component.source.problems).settle);
    lookThrough(component, begin(component, nothing, tries).config, tries);
  }
}

/** The built-in configuration with what the files of `configurations` and `crds` add, and what the folders below brought along. */
function configOf(target: Target, below: TransformerConfig): TransformerConfig {
  const { source, loader } = target;
  const { configurations, crds } = source.kustomization;
  const scope = scopeOf(target);
  const tries = attempts();
  const named = <T>(field: 'configurations' | 'crds', paths: readonly string[], read: Read<T>): readonly T[] =>
    paths.flatMap((path) => {
      const at = () => placeOf(source, path, field);
      const found = tries.attempt(() =>
        placedAt(at, source.file, () => read(scope.read(path), joinPath(loader.root, path), path)),
      );
      return found === undefined ? [] : [found];
    });
  const own = named('configurations', configurations, readConfig);
  const marked = named('crds', crds, crdConfig);
  tries.settle();
  const at = () => placeIn(source.file, source.node, configurations.length > 0 ? 'configurations' : 'crds');
  return placedAt(at, source.file, () =>
    mergeConfig(mergeConfig(below, mergeConfig(defaultConfig(), mergeConfigs(own))), mergeConfigs(marked)),
  );
}

/** `name`: the path as it is written. */
type Read<T> = (content: Uint8Array, file: string, name: string) => T;

function generate(target: Target, before: Accumulated): Accumulated {
  const { configMapGenerator, secretGenerator, helmCharts, generators } = target.source.kustomization;
  if (configMapGenerator.length + secretGenerator.length + helmCharts.length + generators.length === 0) return before;
  const lists = remember(target.run.cache.generated, target, part(target, 'generators', before.config, generated));
  const { attempt, settle } = attempts();
  let { resources } = before;
  // Each generator of a field made one list, and those come first.
  const entries = [...configMapGenerator, ...secretGenerator, ...helmCharts];
  const { file, node } = target.source;
  for (const [index, list] of lists.entries()) {
    const at = () => placeIn(file, entries[index]?.from ?? get(node, 'generators'), 'behavior');
    resources = attempt(() => placedAt(at, file, () => absorbAll(resources, list))) ?? resources;
  }
  settle();
  return { ...before, resources };
}

function generated(target: Target): Generated {
  const { attempt, settle } = attempts();
  const plugins = attempt(() => pluginGenerators(target)) ?? [];
  const lists = [...generatorsOf(target), ...plugins].map(({ run, origin }) =>
    attempt(() => (origin === undefined ? run() : annotateOrigin(run(), origin))),
  );
  settle();
  return lists.filter((list) => list !== undefined);
}

/**
 * The resources after all transformers. Where one is refused, those behind it are tried on what was there before it: what those that look for resources do
 * not find, and selectors that cannot be read, mostly have nothing to do with it.
 */
function transform(
  target: Target,
  before: Accumulated['resources'],
  config: TransformerConfig,
): Accumulated['resources'] {
  const { run } = target;
  const make = (own: Target) => [...transformersOf(own, config), ...pluginTransformers(own, 'transformers')];
  const onMiss: OnMiss = (miss) => run.misses.add(miss);
  const tries = attempts();
  let resources = before;
  for (const step of remember(run.cache.steps, target, part(target, 'transformers', config, make))) {
    const isFirst = !tries.failed();
    const counts = ({ code }: Diagnostic) => isFirst || step.isAlone || code === 'FW6018';
    resources = tries.attempt(() => transformed(resources, step, onMiss), counts) ?? resources;
  }
  tries.settle();
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

function transformed(
  before: Accumulated['resources'],
  { run, origin }: Step,
  onMiss: OnMiss,
): Accumulated['resources'] {
  const after = run(before, onMiss);
  const annotated = origin === undefined ? after : annotateTransformation(after, origin);
  if (annotated === before) return before;
  return annotated.some(({ node }) => isEmpty(node)) ? annotated.filter(({ node }) => !isEmpty(node)) : annotated;
}
