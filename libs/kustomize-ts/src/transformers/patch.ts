import type { Scope } from '../build/scope.ts';
import type { Operation } from '../json-patch/json-patch.ts';
import { JsonPatchError } from '../json-patch/json-patch.ts';
import type { Patch, Selector } from '../kustomization/types.ts';
import { Refusal, refuse } from '../refusal.ts';
import * as build from '../resource/build-annotations.ts';
import { enable, storePreviousId } from '../resource/changes.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { editAll, getById } from '../resource/resources.ts';
import { select } from '../resource/selector.ts';
import { goQuote } from '../text/go-quote.ts';
import { joinPath } from '../tree.ts';
import { applyPatch, type PatchText, patchSelected, readPatches } from './apply-patch.ts';
import { applyOperations, readOperations } from './json-operations.ts';

export type PatchArgs = Patch;

/** A text, and how messages call it. */
interface Source extends PatchText {
  readonly words: string;
}

/**
 * Lays patches on resources: strategic merge patches on the resource that each names, or, when it is one and there is a `target`, on all that it selects; JSON
 * patches on those. A target that selects nothing is no error. Reads the patch at once. Refuses (FW6011) a patch that is neither or finds no resource, and
 * (FW6012) operations that cannot be done. As PatchTransformer of kustomize does.
 */
export function patchTransformer(args: PatchArgs, scope: Scope): Transformer {
  const { target } = args;
  const source = readSource(args, scope);
  const patches = attempt(() => readPatches(source, scope));
  const operations = attempt(() => readOperations(source));
  const at = { file: source.file };
  if ((patches?.length ?? 0) > 0 && (operations?.length ?? 0) > 0) {
    const message = `illegally qualifies as both an SM and JSON patch: ${source.words}`;
    refuse('FW6011', message, 'write a list of operations, or a part of a resource', at);
  }
  if (patches !== undefined)
    return mergeTransformer(
      patches.map((patch) => withOptions(patch, args)),
      target,
      source,
      scope,
    );
  if (operations !== undefined) return operationsTransformer(operations, target, source, scope);
  const hint = `a strategic merge patch has apiVersion, kind and metadata.name; a JSON patch is a list of operations${reasons(source, scope)}`;
  return refuse('FW6011', `unable to parse SM or JSON patch from ${source.words}`, hint, at);
}

function readSource({ path, patch }: PatchArgs, scope: Scope): Source {
  const text = patch.trim();
  const at = { file: scope.file };
  if (text === '' && path === '') {
    refuse(
      'FW6011',
      `must specify one of patch and path in\n${scope.file}`,
      'give the patch itself, or the path of its file',
      at,
    );
  }
  if (text !== '' && path !== '') {
    refuse('FW6011', `patch and path can't be set at the same time\npath: ${path}`, 'take one of them away', at);
  }
  if (text !== '') return { text, file: scope.file, isInline: true, words: `[patch: ${goQuote(text)}]` };
  return {
    text: scope.readText(path),
    file: joinPath(scope.root, path),
    isInline: false,
    words: `[path: ${goQuote(path)}]`,
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof Refusal || problem instanceof JsonPatchError || problem instanceof SyntaxError)
      return undefined;
    throw problem;
  }
}

/** What is wrong with it as a strategic merge patch. */
function reasons(source: Source, scope: Scope): string {
  try {
    readPatches(source, scope);
    return '';
  } catch (problem) {
    return problem instanceof Error ? ` (${problem.message})` : '';
  }
}

function withOptions(patch: Resource, { options }: PatchArgs): Resource {
  const named = options.get('allowNameChange') === true ? enable(patch, build.allowNameChange) : patch;
  return options.get('allowKindChange') === true ? enable(named, build.allowKindChange) : named;
}

function mergeTransformer(
  patches: readonly Resource[],
  target: Selector | undefined,
  source: Source,
  { schema, file }: Scope,
): Transformer {
  const [first, ...others] = patches;
  if (first === undefined) return (resources) => resources;
  if (target === undefined) return (resources) => patchNamed(resources, patches, schema);
  return (resources) => {
    if (others.length === 0) return patchSelected(resources, select(resources, target, { file }), first, schema);
    const message = `Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${source.words}`;
    return refuse('FW6011', message, 'give each patch an entry of its own', { file: source.file });
  };
}

/** Each patch on the resource that it names. */
function patchNamed(
  resources: readonly Resource[],
  patches: readonly Resource[],
  schema: Scope['schema'],
): readonly Resource[] {
  let list = resources;
  for (const patch of patches) {
    const found = getById(list, patch.originalId, patch);
    list = editAll(list, (resource) => (resource === found ? applyPatch(resource, patch, schema) : resource));
  }
  return list;
}

function operationsTransformer(
  operations: readonly Operation[],
  target: Selector | undefined,
  source: Source,
  { file }: Scope,
): Transformer {
  return (resources) => {
    if (operations.length === 0) return resources;
    if (target === undefined) {
      const message = `must specify a target for JSON patch ${source.words}`;
      return refuse('FW6011', message, 'say with `target` which resources are to be patched', { file: source.file });
    }
    const selected = new Set(select(resources, target, { file }));
    return editAll(resources, (resource) =>
      selected.has(resource) ? applyOperations(storePreviousId(resource), operations, source) : resource,
    );
  };
}
