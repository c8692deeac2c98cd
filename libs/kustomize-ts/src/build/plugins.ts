import { nodeInFile, placedAt } from '../place.ts';
import { collect, Refusal, refuse } from '../refusal.ts';
import { gvkText } from '../resource/gvk.ts';
import type { Miss } from '../resource/miss.ts';
import { appendOrigin, originOfPlugin, setOrigin } from '../resource/origin.ts';
import { idText } from '../resource/res-id.ts';
import { Resource } from '../resource/resource.ts';
import { appendAll } from '../resource/resources.ts';
import { get, type Node } from '../yaml/node.ts';
import { readResources } from '../yaml/read.ts';
import { nothing } from './accumulated.ts';
import { type Builtin, builtins } from './builtins.ts';
import { accumulateResources } from './folders.ts';
import { refuseForeign } from './foreign-plugins.ts';
import type { Source, Step } from './steps.ts';
import { scopeOf, type Target } from './target.ts';

/** The generators that `generators` names. Refuses (FW6007) programs, and transformers. */
export function pluginGenerators(target: Target): readonly Source[] {
  const scope = scopeOf(target);
  return collect(configs(target, target.source.kustomization.generators, 'generators'), (config) => {
    const builtin = builtinOf(target, config);
    if (!('generator' in builtin)) return refuseKind(config, 'generator');
    const run = configured(target, config, () => builtin.generator(config, scope));
    return { run: () => placedAtConfig(target, config, run), origin: originOfPlugin(config) };
  });
}

/** The transformers that `transformers` or `validators` names. Refuses (FW6007) programs, and generators. */
export function pluginTransformers(target: Target, field: 'transformers' | 'validators'): readonly Step[] {
  const scope = scopeOf(target);
  return collect(configs(target, target.source.kustomization[field], field), (config) => {
    const builtin = builtinOf(target, config);
    if (!('transformer' in builtin)) return refuseKind(config, 'transformer');
    const run = configured(target, config, () => builtin.transformer(config, scope));
    return {
      run: (resources, onMiss) =>
        placedAtConfig(target, config, () => run(resources, onMiss && ((miss) => onMiss(placedMiss(config, miss))))),
      origin: originOfPlugin(config),
      isAlone: false,
    };
  });
}

/** The objects that configure plugins: those written in the kustomization itself come first, then those of the files and folders it names. */
function configs(
  target: Target,
  entries: readonly string[],
  field: 'generators' | 'transformers' | 'validators',
): readonly Resource[] {
  if (entries.length === 0) return [];
  const inline: (readonly Resource[])[] = [];
  const paths: string[] = [];
  const written = get(target.source.node, field);
  for (const [index, entry] of entries.entries()) {
    const from = written?.kind === 'sequence' ? written.items[index] : undefined;
    const configs = inlineConfigs(target, entry, from);
    if (configs === undefined) paths.push(entry);
    else inline.push(configs);
  }
  const before = { ...nothing, resources: appendAll(...inline) };
  return accumulateResources(target, before, paths, field).resources;
}

/** The objects that an entry itself is, `undefined` when it is none, and so a path. */
function inlineConfigs(
  { run, source, origin }: Target,
  entry: string,
  from: Node | undefined,
): readonly Resource[] | undefined {
  // To YAML, most paths are texts, and texts are no objects.
  if (/^(?:\.{1,2}\/)*\w[\w.-]*[./]\w[\w./-]*$/.test(entry)) return undefined;
  try {
    const resources = readResources(entry, source.file).map(
      (node) =>
        new Resource(from?.kind === 'scalar' ? nodeInFile(node, from) : node, source.file, [], run.schema.schema),
    );
    const [, name = source.file] = /([^/]*)$/.exec(source.file) ?? [];
    return appendAll(origin === undefined ? resources : setOrigin(resources, appendOrigin(origin, name)));
  } catch (problem) {
    if (problem instanceof Refusal) return undefined;
    throw problem;
  }
}

function builtinOf({ run, loader }: Target, config: Resource): Builtin {
  const { group, version, kind } = config.gvk;
  if (group !== '' || version !== 'builtin') return refuseForeign(config, run.enableAlphaPlugins, loader.root);
  const hint = `there are: ${[...builtins.keys()].sort().join(', ')}`;
  return builtins.get(kind) ?? refuse('FW6007', `unable to load builtin ${gvkText(config.gvk)}`, hint, config.place);
}

function refuseKind(config: Resource, wanted: 'generator' | 'transformer'): never {
  const field = wanted === 'generator' ? 'transformers' : 'generators';
  return refuse(
    'FW6002',
    `plugin ${idText(config.originalId)} not a ${wanted}`,
    `list it under ${field}`,
    config.place,
  );
}

/** What is wrong with a config is said with the name of the object, as kustomize does. */
function configured<T>(target: Target, config: Resource, make: () => T): T {
  try {
    return placedAtConfig(target, config, make);
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    const words = `plugin ${idText(config.originalId)} fails configuration: `;
    throw new Refusal(problem.diagnostics.map((each) => ({ ...each, message: words + each.message })));
  }
}

/** What knows no better place than the kustomization is said to be in the config. */
function placedAtConfig<T>({ source: { file } }: Target, { place }: Resource, make: () => T): T {
  return placedAt(() => place ?? { file }, file, make);
}

function placedMiss({ place }: Resource, miss: Miss): Miss {
  return miss.at?.line === undefined && place !== undefined ? { ...miss, at: place } : miss;
}
