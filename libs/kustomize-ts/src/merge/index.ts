import type { Result } from '@fleetwright/diagnostics';
import { asResult } from '../result.ts';
import { dataOf, nodeOf, type PlainObject } from '../yaml/data.ts';
import { mergeStrategic } from './merge.ts';
import { builtInSchema, schemaFrom } from './openapi.ts';

export type { PlainObject } from '../yaml/data.ts';

export interface MergeOptions {
  /** An OpenAPI document, JSON or YAML, that says which lists are merged and by what, as `openapi.path`. Default: that of Kubernetes 1.21, as kustomize has it. */
  readonly openapi?: string | Uint8Array | undefined;
}

/**
 * An object with a strategic merge patch laid on it, as the `patches` of a kustomization do: by the type that its `apiVersion` and `kind` name, lists are merged by
 * their keys or replaced; `$patch` directives count, a null takes a field away. Name and type are no more than fields here, and a `$patch: replace` at the
 * top replaces (in a build it changes nothing). `undefined` when the patch deletes the object. Errors: FW6011 for a patch that does not fit, FW6017 for
 * an OpenAPI document that is none.
 */
export function merge(
  object: PlainObject,
  patch: PlainObject,
  { openapi }: MergeOptions = {},
): Result<PlainObject | undefined> {
  return asResult(() => {
    const types = openapi === undefined ? builtInSchema : schemaFrom(openapi, 'openapi');
    const merged = mergeStrategic(nodeOf(object), nodeOf(patch), { types, prepend: true });
    return merged?.kind === 'mapping' ? dataOf(merged) : undefined;
  });
}
