import type { Scope } from '../build/scope.ts';
import { collect, Refusal, refuse } from '../refusal.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { getById } from '../resource/resources.ts';
import { joinPath } from '../tree.ts';
import { patchSelected, readPatches } from './apply-patch.ts';

export interface PatchStrategicMergeArgs {
  /** Paths of files with patches, or patches. */
  readonly paths: readonly string[];
  /** Patches as text. */
  readonly patches: string;
}

/**
 * Lays each patch on the resource that it names. Reads the patches at once. Refuses (FW6011) when there are none, or one finds no resource or several, or does
 * not fit it. As PatchStrategicMergeTransformer of kustomize does.
 */
export function patchStrategicMergeTransformer(args: PatchStrategicMergeArgs, scope: Scope): Transformer {
  const at = { file: scope.file };
  if (args.paths.length === 0 && args.patches === '') {
    refuse('FW6011', 'empty file path and empty patch content', 'name files with patches, or give patches', at);
  }
  const patches = collect(args.paths, (path) => readPath(path, scope)).flat();
  if (args.patches !== '')
    patches.push(...readPatches({ text: args.patches, file: scope.file, isInline: true }, scope));
  if (patches.length === 0) {
    const message = `patch appears to be empty; files=[${args.paths.join(' ')}], Patch=${args.patches}`;
    refuse('FW6011', message, 'write a part of a resource into it, or take it away', at);
  }
  return (resources) => {
    let list = resources;
    for (const patch of patches)
      list = patchSelected(list, [getById(list, patch.originalId, patch)], patch, scope.schema);
    return list;
  };
}

/** Patches in the text that stands where a path is expected, else in the file. */
function readPath(path: string, scope: Scope): readonly Resource[] {
  try {
    return readPatches({ text: path, file: scope.file, isInline: true }, scope);
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    return readPatches({ text: scope.readText(path), file: joinPath(scope.root, path), isInline: false }, scope);
  }
}
