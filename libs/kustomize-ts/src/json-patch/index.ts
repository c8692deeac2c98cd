import { error, fail, ok, type Result } from '@fleetwright/diagnostics';
import { nodeOf, type PlainObject, plainObject } from '../yaml/data.ts';
import { valueOf } from '../yaml/value.ts';
import { JsonPatchError, operationsOf, parseJson, patchValue } from './json-patch.ts';

export type { PlainObject } from '../yaml/data.ts';

/** An operation of RFC 6902. */
export interface JsonPatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  readonly path: string;
  readonly from?: string | undefined;
  readonly value?: unknown;
}

/**
 * An object after the operations of a JSON patch, as `patches` of a kustomization do them: a `replace` of a missing key adds it, a `copy` of one gives null, negative indexes count from the
 * end. Keys of the result are sorted. Error: FW6012 for the first operation that cannot be done.
 */
export function applyJsonPatch(object: PlainObject, operations: readonly JsonPatchOperation[]): Result<PlainObject> {
  const read = operationsOf(parseJson(JSON.stringify(operations)));
  try {
    return ok(plainObject(patchValue(valueOf(nodeOf(object)), read)));
  } catch (problem) {
    if (!(problem instanceof JsonPatchError)) throw problem;
    const which = problem.operation === undefined ? '' : `operation ${problem.operation + 1} and at `;
    const hint = `look at ${which}the object as it is before`;
    return fail([error('FW6012', problem.message, hint, undefined)]);
  }
}
