import type { Diagnostic, Location } from '@fleetwright/diagnostics';
import { mergeConfig } from '../fields/config.ts';
import { placedAt } from '../place.ts';
import { mergeVarSets } from '../references/vars.ts';
import { Refusal, refuse } from '../refusal.ts';
import { appendOrigin, setOrigin } from '../resource/origin.ts';
import { idKey } from '../resource/res-id.ts';
import { Resource } from '../resource/resource.ts';
import { appendAll, unique } from '../resource/resources.ts';
import { readResources } from '../yaml/read.ts';
import { type Accumulated, nothing } from './accumulated.ts';
import { resourcesIn } from './cache.ts';
import { type Entrance, kustomizationOf } from './kustomization-file.ts';
import { enter, type Loader, load, type PathProblem, pathInTree, refusePath } from './loader.ts';
import { noReads } from './reads.ts';
import { remember } from './remember.ts';
import { withSchema } from './schema-choice.ts';
import { placeOf, type Target } from './target.ts';

type Field = 'resources' | 'generators' | 'transformers' | 'validators';

interface FolderEntrance extends Entrance {
  readonly isComponent: boolean;
}

/** What kustomize says it was doing. */
const step: Readonly<Record<Field, string>> = {
  resources: 'accumulating resources: ',
  generators: 'loading generator plugins: ',
  transformers: '',
  validators: '',
};

/**
 * What `resources`, or another field that names files and folders, adds. All that is wrong with its entries is said at once; warnings stop where kustomize
 * would.
 */
export function accumulateResources(
  target: Target,
  before: Accumulated,
  paths: readonly string[],
  field: Field,
): Accumulated {
  const { warnings, schema } = target.run;
  const problems = new Set<Diagnostic>();
  const lists = [before.resources];
  const warned = [warnings.length];
  let { config, vars } = before;
  for (const path of paths) {
    try {
      const added = fromPath(target, path, field);
      lists.push(added.resources);
      config = mergeConfig(config, added.config);
      if (added.vars.size > 0) vars = merged(target, path, vars, added.vars);
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      if (problems.size === 0) warned.push(warnings.length);
      for (const each of problem.diagnostics) problems.add(each);
    }
    if (problems.size === 0) warned.push(warnings.length);
  }
  if (problems.size > 0) {
    warnings.length = warned.at(-1) ?? 0;
    throw new Refusal([...problems]);
  }
  if (lists.length === 1) return before;
  try {
    const scoped = schema === target.run.schema ? lists : lists.map((list) => scopedAnew(list, target));
    return { resources: appendAll(...scoped), config, vars };
  } catch (problem) {
    warnings.length = warned[firstConflict(lists)] ?? warnings.length;
    throw problem;
  }
}

function merged(
  { source }: Target,
  path: string,
  vars: Accumulated['vars'],
  added: Accumulated['vars'],
): Accumulated['vars'] {
  const at = () => placeOf(source, path, 'resources');
  return placedAt(at, source.file, () => mergeVarSets(vars, added));
}

/** The resources under the schema that a folder brought into force: it counts for those before it too. */
function scopedAnew(resources: readonly Resource[], { run }: Target): readonly Resource[] {
  const { schema } = run.schema;
  return resources.map((resource) =>
    resource.scoping === schema ? resource : new Resource(resource.node, resource.file, resource.vars, schema),
  );
}

/** Which list is the first to have an id that one before it has. */
function firstConflict(lists: readonly (readonly Resource[])[]): number {
  const seen = new Set<string>();
  return lists.findIndex((list) => {
    const keys = list.map(({ id }) => idKey(id));
    const isConflict = new Set(keys).size < keys.length || keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return isConflict;
  });
}

/** What `components` makes of what there is: each works on the result of the one before. */
export function accumulateComponents(target: Target, before: Accumulated, paths: readonly string[]): Accumulated {
  let accumulated = before;
  for (const path of paths) accumulated = withComponent(target, accumulated, path);
  return accumulated;
}

function withComponent(target: Target, before: Accumulated, path: string): Accumulated {
  const { schema } = target.run;
  const component = componentTarget(target, path);
  const isSame = schema === target.run.schema;
  const scoped = isSame ? before : { ...before, resources: scopedAnew(before.resources, target) };
  const accumulated = target.run.accumulate(component, scoped);
  unique(accumulated.resources);
  return accumulated;
}

/** The target for a component. Refuses (FW6002, FW6003) what is none. */
export function componentTarget(target: Target, path: string): Target {
  const at = () => placeOf(target.source, path, 'components');
  const refuseMissing = (problem: PathProblem) =>
    refusePath({ ...problem, message: `accumulating components: loader.New ${JSON.stringify(problem.message)}` }, at());
  const entered = enter(target.loader, path, target.loader.reads);
  if ('problem' in entered) return refuseMissing(entered.problem);
  return subTarget(target, entered.value, path, { at, refuseMissing, isComponent: true });
}

/** A file of resources if there is one, else a folder. */
function fromPath(target: Target, path: string, field: Field): Accumulated {
  const file = load(target.loader, path);
  if ('value' in file) return { ...nothing, resources: fromFile(target, path, file.value) };
  const at = () => placeOf(target.source, path, field);
  const refuseMissing = (problem: PathProblem) => refuseBoth(path, field, [file.problem, problem], at());
  const entered = enter(target.loader, path, noReads());
  if ('problem' in entered) return refuseMissing(entered.problem);
  return fromFolder(target, entered.value, path, { at, refuseMissing, isComponent: false });
}

/** Both ways to read a path failed: the words of kustomize hold both, the code is that of the way that was meant. */
function refuseBoth(
  path: string,
  field: Field,
  [file, folder]: readonly [PathProblem, PathProblem],
  at: Location,
): never {
  const remote = [file, folder].find(({ code }) => code === 'FW6006');
  if (remote !== undefined) refusePath(remote, at);
  const meant = folder.code === 'FW6003' || file.code === 'FW6004' ? file : folder;
  const words = `accumulation err='accumulating resources from '${path}': ${file.message}': ${folder.message}`;
  return refusePath({ ...meant, message: step[field] + words }, at);
}

function fromFile(target: Target, path: string, content: string | Uint8Array): readonly Resource[] {
  const { run, loader, origin } = target;
  const file = pathInTree(loader, path);
  const { schema } = run.schema;
  const resources = resourcesIn(run.cache, file, content, schema, () =>
    readResources(content, file, path).map((node) => new Resource(node, file, [], schema)),
  );
  unique(resources);
  return origin === undefined ? resources : setOrigin(resources, appendOrigin(origin, path));
}

/** What a folder makes, from the cache where it holds; what an earlier way to it was refused for. */
function fromFolder(target: Target, loader: Loader, path: string, entrance: FolderEntrance): Accumulated {
  const { run } = target;
  const key = JSON.stringify([
    loader.root,
    loader.restrictor,
    run.enableAlphaPlugins,
    target.origin && appendOrigin(target.origin, path),
  ]);
  const refused = run.refused.get(key);
  if (refused !== undefined) throw refused;
  try {
    return remember(run.cache.folders, target, {
      key,
      inputs: [],
      reads: loader.reads,
      make: (folders) => run.accumulate(subTarget({ ...target, folders }, loader, path, entrance), nothing),
    });
  } catch (problem) {
    if (problem instanceof Refusal) run.refused.set(key, problem);
    throw problem;
  }
}

/** The target for a folder that another one uses. Refuses (FW6002) a component among resources, and the other way round. */
function subTarget(target: Target, loader: Loader, path: string, entrance: FolderEntrance): Target {
  const { run } = target;
  const { isComponent } = entrance;
  const found = kustomizationOf(run, loader, entrance);
  target.folders.add(loader.root);
  const source = withSchema(run, loader, found, false);
  const { kind } = source.kustomization;
  if ((kind === 'Component') !== isComponent) {
    const message = isComponent
      ? `expected kind 'Component' for path '/${loader.root}' but got '${kind}'`
      : `expected kind != 'Component' for path '/${loader.root}'`;
    const hint = isComponent ? 'list it under resources, or make it a Component' : 'list it under components';
    refuse('FW6002', message, hint, entrance.at());
  }
  return {
    run,
    loader,
    source,
    origin: target.origin === undefined ? undefined : appendOrigin(target.origin, path),
    helmNamespace: target.source.kustomization.namespace || target.helmNamespace,
    folders: target.folders,
  };
}
