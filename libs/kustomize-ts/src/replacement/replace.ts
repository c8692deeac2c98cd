import type { Replacement, ReplacementTarget, Selector } from '../kustomization/types.ts';
import { placedAt, placeIn } from '../place.ts';
import { attempts, refuse } from '../refusal.ts';
import { miss, type OnMiss } from '../resource/miss.ts';
import type { Resource } from '../resource/resource.ts';
import { candidates, type Objects, put } from './objects.ts';
import { inContext } from './problem.ts';
import { hasMetadata, type IdMatcher, idMatcher, isLiteral, isMeant, saysNoId } from './selection.ts';
import { refuseIncomplete, type Value, valueOfSource } from './source.ts';
import { pathsOf, writeValue } from './write.ts';

/**
 * The resources with all replacements done, each seeing what those before it did, as `Filter` of api/filters/replacement does. Refuses (FW6013) a
 * replacement whose source or fields are not there, FW6018 what is no selector. `file`: where the replacements are written. `onMiss` is told of targets that
 * select nothing.
 */
export function replaceAll(
  resources: readonly Resource[],
  replacements: readonly Replacement[],
  file: string,
  onMiss?: OnMiss,
): readonly Resource[] {
  const objects: Objects = { all: [...resources], byName: undefined };
  const { attempt, settle } = attempts();
  for (const replacement of replacements) {
    attempt(() => {
      if (replacement.targets.length === 0) refuseIncomplete(placeIn(file, replacement.from));
      let value = valueOfSource(objects, replacement, file);
      for (const target of replacement.targets) value = replaceIn(objects, value, target, { file, onMiss });
    });
  }
  settle();
  return objects.all.every((resource, index) => resource === resources[index]) ? resources : objects.all;
}

/** Where replacements are written, and who wants to know which select nothing. */
interface Context {
  readonly file: string;
  readonly onMiss: OnMiss | undefined;
}

/** Puts the value into what a target selects. Gives the value as it is then. */
function replaceIn(objects: Objects, value: Value, target: ReplacementTarget, { file, onMiss }: Context): Value {
  const { select, reject, from } = target;
  const at = (...path: readonly (string | number)[]) => placeIn(file, from, ...path);
  if (select === undefined) {
    return refuse('FW6013', 'target must specify resources to select', 'give the target a select', at());
  }
  const atSelect = () => at('select');
  const [selected, rejected] = inContext('error creating target selector', atSelect, () => matchersOf(select, reject));
  const paths = pathsOf(target);
  let current = value;
  let isFound = false;
  for (const object of candidates(objects, nameOf(target, select))) {
    const resource = objects.all[object];
    if (resource === undefined || !placedAt(atSelect, file, () => isOfKind(resource, target, select))) continue;
    if (rejected.some((matches) => isMeant(resource, matches)) || !isMeant(resource, selected)) continue;
    isFound = true;
    const place = (path: number) => at('fieldPaths', path);
    const written = writeValue(resource, current, { object, options: target.options, paths, place });
    current = written.value;
    if (written.root !== resource.node) put(objects, object, resource.withFresh(written.root));
  }
  if (!isFound) onMiss?.(miss('replacement', missed, 'mend what it selects and rejects, or take it away', atSelect()));
  return current;
}

const missed = 'a target of a replacement selects nothing';

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
