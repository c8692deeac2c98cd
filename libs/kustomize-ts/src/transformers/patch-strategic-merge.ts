import type { Scope } from '../build/scope.ts';
import { placeIn, type Written } from '../place.ts';
import { attempts, Refusal, refuse } from '../refusal.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { getById } from '../resource/resources.ts';
import { joinPath } from '../tree.ts';
import { inlinePatch, type PatchText, patchSelected, readPatches, withPatch } from './apply-patch.ts';

export interface PatchStrategicMergeArgs extends Written {
  /** Paths of files with patches, or patches. */
  readonly paths: readonly string[];
  /** Patches as text. */
  readonly patches: string;
}

/** A patch, and the text that it is from. */
interface Sourced {
  readonly patch: Resource;
  readonly source: PatchText;
}

/**
 * Lays each patch on the resource that it names. Reads the patches at once. Refuses (FW6011) when there are none, or one finds no resource or several, or does
 * not fit it. As PatchStrategicMergeTransformer of kustomize does.
 */
export function patchStrategicMergeTransformer(args: PatchStrategicMergeArgs, scope: Scope): Transformer {
  const at = placeIn(scope.file, args.from);
  if (args.paths.length === 0 && args.patches === '') {
    refuse('FW6011', 'empty file path and empty patch content', 'name files with patches, or give patches', at);
  }
  const { attempt, settle } = attempts();
  const named = args.paths.flatMap((_, index) => attempt(() => readPath(args, index, scope)) ?? []);
  const written = args.patches === '' ? [] : sourced(inlinePatch(scope.file, undefined, args.patches), scope);
  settle();
  const patches = [...named, ...written];
  if (patches.length === 0) {
    const message = `patch appears to be empty; files=[${args.paths.join(' ')}], Patch=${args.patches}`;
    refuse('FW6011', message, 'write a part of a resource into it, or take it away', at);
  }
  return (resources) => patchEach(resources, patches, scope);
}

function patchEach(
  resources: readonly Resource[],
  patches: readonly Sourced[],
  { schema }: Scope,
): readonly Resource[] {
  const { attempt, settle } = attempts();
  let list = resources;
  for (const { patch, source } of patches) {
    attempt(() => {
      list = withPatch(source, () => patchSelected(list, [getById(list, patch.originalId, patch)], patch, schema));
    });
  }
  settle();
  return list;
}

/** Patches in the text that stands where a path is expected, else in the file. */
function readPath({ paths, from }: PatchStrategicMergeArgs, index: number, scope: Scope): readonly Sourced[] {
  const path = paths[index] ?? '';
  const written = from?.kind === 'sequence' ? from.items[index] : undefined;
  try {
    return sourced(inlinePatch(scope.file, written, path), scope);
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    const at = written === undefined ? undefined : placeIn(scope.file, written);
    const text = scope.readText(path, at);
    return sourced({ text, file: joinPath(scope.root, path), name: path, inline: undefined }, scope);
  }
}

function sourced(source: PatchText, scope: Scope): readonly Sourced[] {
  return withPatch(source, () => readPatches(source, scope)).map((patch) => ({ patch, source }));
}
