import type { Scope } from '../build/scope.ts';
import { JsonPatchError, type Operation } from '../json-patch/json-patch.ts';
import type { Selector } from '../kustomization/types.ts';
import { Refusal, refuse } from '../refusal.ts';
import type { Transformer } from '../resource/resource.ts';
import { editAll } from '../resource/resources.ts';
import { select } from '../resource/selector.ts';
import { joinPath } from '../tree.ts';
import type { PatchText } from './apply-patch.ts';
import { applyOperations, jsonTextOf, readOperations } from './json-operations.ts';

export interface PatchJson6902Args {
  readonly target: Selector | undefined;
  readonly path: string;
  readonly jsonOp: string;
}

/**
 * Lays a JSON patch on all resources that a target selects. Reads the patch at once. Refuses (FW6011) a patch that cannot be read or has no operations, and
 * (FW6012) operations that cannot be done. As PatchJson6902Transformer of kustomize does.
 */
export function patchJson6902Transformer(args: PatchJson6902Args, scope: Scope): Transformer {
  const { target } = args;
  if (target === undefined || target.name === '') {
    return refuse('FW6011', 'must specify the target name', 'give the target a name', { file: scope.file });
  }
  const source = readSource(args, scope);
  const operations = decode(source);
  if (operations.length === 0) {
    const message = `patch appears to be empty; file=${args.path}, JsonOp=${jsonTextOf(source)}`;
    refuse('FW6011', message, 'write operations into it, or take it away', { file: source.file });
  }
  return (resources) => {
    const selected = new Set(select(resources, target, { file: scope.file }));
    return editAll(resources, (resource) =>
      selected.has(resource) ? applyOperations(resource, operations, source) : resource,
    );
  };
}

function readSource({ path, jsonOp }: PatchJson6902Args, scope: Scope): PatchText {
  const at = { file: scope.file };
  const hint = 'give the operations, or the path of a file that has them';
  if (path === '' && jsonOp === '') refuse('FW6011', 'empty file path and empty jsonOp', hint, at);
  if (path !== '' && jsonOp !== '') refuse('FW6011', 'must specify a file path or jsonOp, not both', hint, at);
  if (path === '') return { text: jsonOp, file: scope.file, isInline: true };
  const text = scope.readText(path);
  const file = joinPath(scope.root, path);
  if (text === '')
    refuse('FW6011', `patch file '${path}' empty seems to be empty`, 'write operations into it', { file });
  return { text, file, isInline: false };
}

function decode(source: PatchText): readonly Operation[] {
  try {
    return readOperations(source);
  } catch (problem) {
    const isOurs = problem instanceof Refusal || problem instanceof JsonPatchError || problem instanceof SyntaxError;
    if (!isOurs) throw problem;
    const message = `decoding ${jsonTextOf(source)}: ${problem.message}`;
    return refuse('FW6011', message, 'a JSON patch is a list of operations, each with op, path and mostly value', {
      file: source.file,
    });
  }
}
