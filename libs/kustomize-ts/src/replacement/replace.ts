import type { Location } from '@fleetwright/diagnostics';
import type { Replacement, ReplacementTarget, Selector } from '../kustomization/types.ts';
import { refuse } from '../refusal.ts';
import type { Resource } from '../resource/resource.ts';
import { candidates, type Objects, put } from './objects.ts';
import { inContext } from './problem.ts';
import { hasMetadata, type IdMatcher, idMatcher, isLiteral, isMeant, saysNoId } from './selection.ts';
import { refuseIncomplete, type Value, valueOfSource } from './source.ts';
import { pathsOf, writeValue } from './write.ts';

/**
 * The resources with all replacements done, each seeing what those before it did, as `Filter` of api/filters/replacement does. Refuses (FW6013) a
 * replacement whose source or fields are not there, FW6018 what is no selector. `at`: where the replacements are written.
 */
export function replaceAll(
  resources: readonly Resource[],
  replacements: readonly Replacement[],
  at: Location,
): readonly Resource[] {
  const objects: Objects = { all: [...resources], byName: undefined };
  for (const replacement of replacements) {
    if (replacement.targets.length === 0) refuseIncomplete(at);
    let value = valueOfSource(objects, replacement, at);
    for (const target of replacement.targets) value = replaceIn(objects, value, target, at);
  }
  return objects.all.every((resource, index) => resource === resources[index]) ? resources : objects.all;
}

/** Puts the value into what a target selects. Gives the value as it is then. */
function replaceIn(objects: Objects, value: Value, target: ReplacementTarget, at: Location): Value {
  const { select, reject } = target;
  if (select === undefined) {
    return refuse('FW6013', 'target must specify resources to select', 'give the target a select', at);
  }
  const [selected, rejected] = inContext(
    'error creating target selector',
    () => at,
    () => matchersOf(select, reject),
  );
  const paths = pathsOf(target);
  let current = value;
  for (const object of candidates(objects, nameOf(target, select))) {
    const resource = objects.all[object];
    if (resource === undefined || !isOfKind(resource, target, select)) continue;
    if (rejected.some((matches) => isMeant(resource, matches)) || !isMeant(resource, selected)) continue;
    const task = { object, options: target.options, paths, file: resource.file ?? at.file };
    const written = writeValue(resource, current, task);
    current = written.value;
    if (written.root !== resource.node) put(objects, object, resource.withFresh(written.root));
  }
  return current;
}

function matchersOf(select: Selector, reject: readonly Selector[]): readonly [IdMatcher, readonly IdMatcher[]] {
  return [idMatcher(select), reject.filter((each) => !saysNoId(each)).map(idMatcher)];
}

/** The name to search by: only where no selector is to be read, since a wrong one is refused by the first object that it meets. */
function nameOf(target: ReplacementTarget, select: Selector): string | undefined {
  const usesMetadata = [select, ...target.reject].some(
    (each) => each.annotationSelector !== '' || each.labelSelector !== '',
  );
  return usesMetadata || !isLiteral(select.name) ? undefined : select.name;
}

/** Whether labels and annotations are selected and not rejected. A rejection that says both ids and labels rejects what has either, as kustomize has it. */
function isOfKind(resource: Resource, target: ReplacementTarget, select: Selector): boolean {
  if (!hasMetadata(resource, select)) return false;
  return !target.reject.some(
    (each) => (each.annotationSelector !== '' || each.labelSelector !== '') && hasMetadata(resource, each),
  );
}
