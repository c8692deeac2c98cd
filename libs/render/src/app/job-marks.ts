import { factsOf, Leaf } from '@fleetwright/model/engine';
import { type DraftMap, type DraftNode, type FactTypes, finish, isDraftMap, SlotText } from './draft.ts';
import { hashOf } from './hash.ts';
import type { DraftObject } from './rendered.ts';

const prefix = 'before-sync.fleetwright.dev';

/**
 * The objects of an app with the marks of its jobs before the sync on its ServiceAccount. Hooks are not compared by Argo CD,
 * so a change of a job alone would start no sync; a mark differs when its job does. Made after all patches.
 */
export function withJobMarks(objects: readonly DraftObject[], app: string, types: FactTypes): readonly DraftObject[] {
  const marks: { [annotation: string]: DraftNode } = {};
  for (const object of objects) if (isHook(object)) Object.assign(marks, marksOf(object, types));
  if (Object.keys(marks).length === 0) return objects;
  return objects.map((object) => {
    if (object.info.kind !== 'ServiceAccount' || object.name !== app) return object;
    const metadata = mapOf(object.draft['metadata']);
    const annotations = { ...mapOf(metadata['annotations']), ...marks };
    return { ...object, draft: { ...object.draft, metadata: { ...metadata, annotations } } };
  });
}

/** A hash of the job as the release has it, and beside it what is filled in later: its images and the values of its facts. */
function marksOf({ draft, name, origin }: DraftObject, types: FactTypes): { [annotation: string]: DraftNode } {
  const { object, lates, slots } = finish(draft, origin, types);
  const marks: { [annotation: string]: DraftNode } = { [`${prefix}/${name}`]: hashOf(JSON.stringify(object)) };
  for (const { text } of slots) marks[`${prefix}/image.${text.slot}`] = new SlotText(text.slot, 'reference');
  for (const fact of lates.flatMap(({ late }) => factsOf(late))) {
    marks[`${prefix}/fact.${fact}`] = new Leaf({ $text: { literals: ['', ''], facts: [fact] } }, origin);
  }
  return marks;
}

function isHook({ info, draft }: DraftObject): boolean {
  const hook = mapOf(mapOf(draft['metadata'])['annotations'])['argocd.argoproj.io/hook'];
  return info.kind === 'Job' && hook !== undefined;
}

function mapOf(node: DraftNode): DraftMap {
  return isDraftMap(node) ? node : {};
}
