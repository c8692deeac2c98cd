import type { Scope } from '../build/scope.ts';
import { JsonPatchError, type Operation } from '../json-patch/json-patch.ts';
import type { Selector } from '../kustomization/types.ts';
import { placeIn, type Written } from '../place.ts';
import { Refusal, refuse } from '../refusal.ts';
import { miss } from '../resource/miss.ts';
import type { Transformer } from '../resource/resource.ts';
import { editAll } from '../resource/resources.ts';
import { select } from '../resource/selector.ts';
import { joinPath } from '../tree.ts';
import { get } from '../yaml/node.ts';
import { inlinePatch, type PatchText, withPatch } from './apply-patch.ts';
import { applyOperations, jsonTextOf, readOperations } from './json-operations.ts';

export interface PatchJson6902Args extends Written {
  readonly target: Selector | undefined;
  readonly path: string;
  readonly jsonOp: string;
}

/**
 * Lays a JSON patch on all resources that a target selects. Reads the patch at once. Refuses (FW6011) a patch that cannot be read or has no operations, and
 * (FW6012) operations that cannot be done. As PatchJson6902Transformer of kustomize does.
 */
export function patchJson6902Transformer(args: PatchJson6902Args, scope: Scope): Transformer {
  const { target, from } = args;
  const at = placeIn(scope.file, from, 'target');
  if (target === undefined || target.name === '') {
    return refuse('FW6011', 'must specify the target name', 'give the target a name', at);
  }
  const source = readSource(args, scope);
  const operations = withPatch(source, () => decode(source));
  if (operations.length === 0) {
    const message = `patch appears to be empty; file=${args.path}, JsonOp=${jsonTextOf(source)}`;
    refuse('FW6011', message, 'write operations into it, or take it away', placeIn(scope.file, from));
  }
  return (resources, onMiss) => {
    const selected = new Set(select(resources, target, at));
    if (selected.size === 0) {
      onMiss?.(miss('patch', `the target of a JSON patch selects nothing: ${target.name}`, 'mend the target', at));
    }
    return withPatch(source, () =>
      editAll(resources, (resource) =>
        selected.has(resource) ? applyOperations(resource, operations, source) : resource,
      ),
    );
  };
}

function readSource({ path, jsonOp, from }: PatchJson6902Args, scope: Scope): PatchText {
  const at = placeIn(scope.file, from);
  const hint = 'give the operations, or the path of a file that has them';
  if (path === '' && jsonOp === '') refuse('FW6011', 'empty file path and empty jsonOp', hint, at);
  if (path !== '' && jsonOp !== '') refuse('FW6011', 'must specify a file path or jsonOp, not both', hint, at);
  if (path === '') return inlinePatch(scope.file, get(from, 'patch'), jsonOp);
  const atPath = placeIn(scope.file, from, 'path');
  const text = scope.readText(path, atPath.line === undefined ? undefined : atPath);
  if (text === '') {
    refuse('FW6011', `patch file '${path}' empty seems to be empty`, 'write operations into it', atPath);
  }
  return { text, file: joinPath(scope.root, path), inline: undefined };
}

function decode(source: PatchText): readonly Operation[] {
  try {
    return readOperations(source);
  } catch (problem) {
    const isOurs = problem instanceof Refusal || problem instanceof JsonPatchError || problem instanceof SyntaxError;
    if (!isOurs) throw problem;
    const message = `decoding ${jsonTextOf(source)}: ${problem.message}`;
    const known = problem instanceof Refusal ? problem.diagnostics[0]?.at : undefined;
    const hint = 'a JSON patch is a list of operations, each with op, path and mostly value';
    return refuse('FW6011', message, hint, known ?? { file: source.file, line: 1 });
  }
}
