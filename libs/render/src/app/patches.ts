import { type Diagnostic, error, type Location, nearest } from '@fleetwright/diagnostics';
import type { EscapeModel } from '@fleetwright/model/engine';
import { type DraftMap, type FactTypes, finish, isDraftMap } from './draft.ts';
import { draftOf } from './encoded.ts';
import { merged } from './merge.ts';
import { contentOf, type DraftObject, describe } from './rendered.ts';

/** The objects with a patch merged into the one it is for, or what is wrong with it. */
export function patched(
  objects: readonly DraftObject[],
  patch: EscapeModel,
  types: FactTypes,
): { readonly objects: readonly DraftObject[]; readonly problems: readonly Diagnostic[] } {
  const at = { file: patch.origin.file, path: patch.origin.path };
  const index = objects.findIndex((object) => isTarget(object, patch));
  const target = objects[index];
  const others = objects.filter((object) => isTarget(object, patch));
  if (!target) return { objects, problems: [noTarget(objects, patch, at)] };
  if (others.length > 1) {
    const where = others.map((object) => object.namespace ?? 'no namespace').join(', ');
    const problem = `the patch of ${describe(target)} fits ${others.length} objects`;
    return { objects, problems: [error('FW2010', problem, `they are in ${where}: name them differently`, at)] };
  }
  const body = draftOf(patch.body, patch.origin);
  if (!isDraftMap(body)) return { objects, problems: [noChange(target, at)] };
  const problems = identifying(target, body, at);
  if (problems.length > 0) return { objects, problems };
  const draft = merged(patch.kind, target.draft, body);
  const before = contentOf(finish(target.draft, target.origin, types));
  if (contentOf(finish(draft, target.origin, types)) === before) return { objects, problems: [noChange(target, at)] };
  return { objects: objects.with(index, { ...target, draft }), problems: [] };
}

function isTarget(object: DraftObject, patch: EscapeModel): boolean {
  if (object.info.kind !== patch.kind || object.name !== patch.name) return false;
  return patch.namespace === undefined || object.namespace === patch.namespace;
}

function noTarget(objects: readonly DraftObject[], patch: EscapeModel, at: Location): Diagnostic {
  const names = objects.map(({ info, name }) => `${info.kind} ${name}`).sort();
  const near = nearest(`${patch.kind} ${patch.name}`, names);
  const has = `the app has ${names.join(', ')}`;
  const hint = near !== undefined ? `did you mean ${near}? ${has}` : has;
  return error('FW2010', `there is no ${patch.kind} "${patch.name}" to patch`, hint, at);
}

function noChange(target: DraftObject, at: Location): Diagnostic {
  const hint = 'the definition says the same already: remove the patch, or mend what it merges';
  return error('FW2011', `the patch of ${describe(target)} changes nothing`, hint, at);
}

/** What a patch may not say: it would be another object then. */
function identifying(target: DraftObject, body: DraftMap, at: Location): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const forbid = (path: readonly string[]): void => {
    const problem = `the patch of ${describe(target)} touches ${path.join('.')}`;
    const hint = 'a patch changes an object and cannot make it another one; say name or namespace in the definition';
    problems.push(error('FW2012', problem, hint, { ...at, path: [...(at.path ?? []), ...path] }));
  };
  for (const key of ['apiVersion', 'kind']) if (key in body) forbid([key]);
  const { metadata } = body;
  if (metadata === null) forbid(['metadata']);
  if (isDraftMap(metadata)) for (const key of ['name', 'namespace']) if (key in metadata) forbid(['metadata', key]);
  return [...problems, ...(target.generated ? ungenerated(target, body, at) : [])];
}

/** kustomize's generator has no word for anything else, so it would be lost. */
function ungenerated(target: DraftObject, body: DraftMap, at: Location): Diagnostic[] {
  const metadata = isDraftMap(body['metadata']) ? Object.keys(body['metadata']) : [];
  const lost = [
    ...Object.keys(body).filter((key) => !['data', 'immutable', 'metadata', 'apiVersion', 'kind'].includes(key)),
    ...metadata
      .filter((key) => !['annotations', 'labels', 'name', 'namespace'].includes(key))
      .map((key) => `metadata.${key}`),
  ];
  return lost.map((path) => {
    const problem = `the patch of ${describe(target)} touches ${path}, which a generated ConfigMap cannot have`;
    return error('FW2012', problem, 'change its data, labels and annotations, or add an object of its own (raw)', at);
  });
}
