import type { Location } from '@fleetwright/diagnostics';
import type { Scope } from '../build/scope.ts';
import type { Operation } from '../json-patch/json-patch.ts';
import { JsonPatchError } from '../json-patch/json-patch.ts';
import type { Patch } from '../kustomization/types.ts';
import { placeIn } from '../place.ts';
import { attempts, Refusal, refuse } from '../refusal.ts';
import * as build from '../resource/build-annotations.ts';
import { enable, storePreviousId } from '../resource/changes.ts';
import { type Miss, miss } from '../resource/miss.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { editAll, getById } from '../resource/resources.ts';
import { select } from '../resource/selector.ts';
import { goQuote } from '../text/go-quote.ts';
import { joinPath } from '../tree.ts';
import { formatNode } from '../yaml/format-node.ts';
import { get, type Node } from '../yaml/node.ts';
import { applyPatch, inlinePatch, type PatchText, patchSelected, readPatches, withPatch } from './apply-patch.ts';
import { applyOperations, readOperations } from './json-operations.ts';

export type PatchArgs = Patch;

/** A text, how messages call it, and where it is given. */
interface Source extends PatchText {
  readonly words: string;
  readonly at: Location;
}

/**
 * Lays patches on resources: strategic merge patches on the resource that each names, or, when it is one and there is a `target`, on all that it selects; JSON
 * patches on those. A target that selects nothing is no error. Reads the patch at once. Refuses (FW6011) a patch that is neither or finds no resource, and
 * (FW6012) operations that cannot be done. As PatchTransformer of kustomize does.
 */
export function patchTransformer(args: PatchArgs, scope: Scope): Transformer {
  const source = readSource(args, scope);
  const run = withPatch(source, () => readTransformer(args, source, scope));
  return (resources, onMiss) => withPatch(source, () => run(resources, onMiss));
}

function readTransformer(args: PatchArgs, source: Source, scope: Scope): Transformer {
  // What begins as most patches do cannot be the other sort, so that it need not be tried.
  const patches = isListText.test(source.text) ? undefined : orNothing(() => readPatches(source, scope));
  const operations = isObjectText.test(source.text) ? undefined : orNothing(() => readOperations(source));
  if ((patches?.length ?? 0) > 0 && (operations?.length ?? 0) > 0) {
    const message = `illegally qualifies as both an SM and JSON patch: ${source.words}`;
    refuse('FW6011', message, 'write a list of operations, or a part of a resource', source.at);
  }
  if (patches !== undefined) {
    const own = patches.map((patch) => withOptions(patch, args));
    return mergeTransformer(own, args, source, scope);
  }
  if (operations !== undefined) return operationsTransformer(operations, args, source, scope);
  return refuseUnreadable(source, scope);
}

/** The beginning of a list that is not empty. */
const isListText = /^- /;
const isObjectText = /^[A-Za-z]+:\s/;

/** With the reasons why it is no strategic merge patch: mostly it was to be one. */
function refuseUnreadable(source: Source, scope: Scope): never {
  const { attempt, settle } = attempts();
  attempt(() => readPatches(source, scope));
  const message = `unable to parse SM or JSON patch from ${source.words}`;
  const hint = 'a strategic merge patch has apiVersion, kind and metadata.name; a JSON patch is a list of operations';
  try {
    settle();
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    const at = problem.diagnostics.find((each) => each.at?.line !== undefined)?.at;
    const reasons = problem.message.replace(/ in File: $/, '');
    return refuse('FW6011', message, `${hint} (${reasons})`, at ?? source.at);
  }
  return refuse('FW6011', message, hint, source.at);
}

function readSource({ path, patch, from }: PatchArgs, scope: Scope): Source {
  const text = patch.trim();
  const at = placeIn(scope.file, from);
  if (text === '' && path === '') {
    const message = `must specify one of patch and path in${writtenText(from)}`;
    refuse('FW6011', message, 'give the patch itself, or the path of its file', at);
  }
  if (text !== '' && path !== '') {
    const message = `patch and path can't be set at the same time${writtenText(from)}`;
    refuse('FW6011', message, 'take one of them away', at);
  }
  if (text !== '') {
    const source = inlinePatch(scope.file, get(from, 'patch'), patch, text);
    return { ...source, words: `[patch: ${goQuote(text)}]`, at: placeIn(scope.file, from, 'patch') };
  }
  const atPath = placeIn(scope.file, from, 'path');
  return {
    text: scope.readText(path, atPath.line === undefined ? undefined : atPath),
    file: joinPath(scope.root, path),
    name: path,
    inline: undefined,
    words: `[path: ${goQuote(path)}]`,
    at: atPath,
  };
}

/** An entry for messages. */
function writtenText(from: Node | undefined): string {
  return from === undefined ? '' : `\n${formatNode(from).trimEnd()}`;
}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof Refusal || problem instanceof JsonPatchError || problem instanceof SyntaxError)
      return undefined;
    throw problem;
  }
}

function withOptions(patch: Resource, { options }: PatchArgs): Resource {
  const named = options.get('allowNameChange') === true ? enable(patch, build.allowNameChange) : patch;
  return options.get('allowKindChange') === true ? enable(named, build.allowKindChange) : named;
}

function mergeTransformer(
  patches: readonly Resource[],
  { target, from }: PatchArgs,
  source: Source,
  { schema, file }: Scope,
): Transformer {
  const [first, ...others] = patches;
  if (first === undefined) return (resources) => resources;
  if (target === undefined) return (resources) => patchNamed(resources, patches, schema);
  return (resources, onMiss) => {
    if (others.length === 0) {
      const at = placeIn(file, from, 'target');
      const selected = select(resources, target, at);
      if (selected.length === 0) onMiss?.(missOf(source, at));
      return patchSelected(resources, selected, first, schema);
    }
    const message = `Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${source.words}`;
    return refuse('FW6011', message, 'give each patch an entry of its own', source.at);
  };
}

/** Each patch on the resource that it names. */
function patchNamed(
  resources: readonly Resource[],
  patches: readonly Resource[],
  schema: Scope['schema'],
): readonly Resource[] {
  const { attempt, settle } = attempts();
  let list = resources;
  for (const patch of patches) {
    attempt(() => {
      const found = getById(list, patch.originalId, patch);
      list = editAll(list, (resource) => (resource === found ? applyPatch(resource, patch, schema) : resource));
    });
  }
  settle();
  return list;
}

function operationsTransformer(
  operations: readonly Operation[],
  { target, from }: PatchArgs,
  source: Source,
  { file }: Scope,
): Transformer {
  return (resources, onMiss) => {
    if (operations.length === 0) return resources;
    if (target === undefined) {
      const message = `must specify a target for JSON patch ${source.words}`;
      return refuse('FW6011', message, 'say with `target` which resources are to be patched', source.at);
    }
    const at = placeIn(file, from, 'target');
    const selected = new Set(select(resources, target, at));
    if (selected.size === 0) onMiss?.(missOf(source, at));
    return editAll(resources, (resource) =>
      selected.has(resource) ? applyOperations(storePreviousId(resource), operations, source) : resource,
    );
  };
}

function missOf(source: Source, at: Location): Miss {
  const hint =
    'mend the target, or take the patch away; targets are found by what resources are called now or were at first';
  return miss('patch', `the target of a patch selects nothing: ${source.words}`, hint, at);
}
