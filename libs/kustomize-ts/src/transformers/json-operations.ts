import type { Location } from '@fleetwright/diagnostics';
import {
  type Json,
  JsonPatchError,
  type Operation,
  operationsOf,
  parseJson,
  patchValue,
  valueOfJson,
} from '../json-patch/json-patch.ts';
import { placeIn } from '../place.ts';
import { Refusal, refuse } from '../refusal.ts';
import { setAnnotations } from '../resource/changes.ts';
import type { Resource } from '../resource/resource.ts';
import { fromValue } from '../yaml/from-value.ts';
import { goJson, goJsonString } from '../yaml/go-json.ts';
import { lookup, type Node, type Scalar } from '../yaml/node.ts';
import { valueOf } from '../yaml/value.ts';
import { readYaml11 } from '../yaml/yaml11.ts';
import type { PatchText } from './apply-patch.ts';

/** The operations in a text that begins with `[` or is YAML. Throws a SyntaxError, a JsonPatchError or a refusal when it is neither. */
export function readOperations({ text, file }: PatchText): readonly Operation[] {
  if (text === '') throw new JsonPatchError('empty json patch operations');
  return operationsOf(readJson({ text, file }));
}

function readJson({ text, file }: Pick<PatchText, 'text' | 'file'>): Json {
  return text.startsWith('[') ? parseJson(text) : jsonOfNode(readYaml11(text, file));
}

/** A text that {@link readOperations} does not take, as JSON, if it can be read at all. */
export function jsonTextOf(source: PatchText): string {
  if (source.text.startsWith('[')) return source.text;
  try {
    return goJson(valueOfJson(readJson(source)));
  } catch {
    return source.text;
  }
}

function jsonOfNode(node: Node): Json {
  if (node.kind === 'sequence') return { items: node.items.map(jsonOfNode) };
  if (node.kind === 'mapping')
    return { members: new Map(node.entries.map(({ key, value }) => [key.value, jsonOfNode(value)])) };
  return jsonOfScalar(node);
}

function jsonOfScalar({ tag, value }: Scalar): Json {
  switch (tag) {
    case '!!null':
      return null;
    case '!!bool':
    case '!!int':
      return { text: value };
    case '!!float':
      if (!/^[-+\d]/.test(value)) throw new JsonPatchError(`json: unsupported value: ${value}`);
      return { text: value };
    default:
      return { text: goJsonString(value) };
  }
}

const legacyAnnotations = new Set(['config.kubernetes.io/path', 'config.kubernetes.io/index', 'config.k8s.io/id']);

/**
 * A resource after a JSON patch. It comes out as if written and read anew; what the build remembers of it stays, whatever the patch does. Refuses (FW6012)
 * operations that cannot be done. As the filter of api/filters/patchjson6902 does.
 */
export function applyOperations(resource: Resource, operations: readonly Operation[], source: PatchText): Resource {
  const before = resource.annotations;
  const node = fromValue(patched(resource, operations, source));
  if (node.kind !== 'mapping') return resource;
  const after = resource.withFresh(node);
  const made = lookup(node, 'metadata', 'annotations');
  if (made?.kind === 'sequence' && made.items.length > 0) {
    const at = placeOfOperation(source, 0);
    refuse('FW6012', 'metadata.annotations is a list after the patch', 'annotations are names and texts', at);
  }
  const annotations = new Map(after.annotations);
  for (const [key, value] of before) {
    if (key.startsWith('internal.config.kubernetes.io') || legacyAnnotations.has(key)) annotations.set(key, value);
  }
  return setAnnotations(after, annotations);
}

function patched(resource: Resource, operations: readonly Operation[], source: PatchText): ReturnType<typeof valueOf> {
  try {
    return patchValue(valueOf(resource.node, resource.file), operations);
  } catch (problem) {
    if (!(problem instanceof JsonPatchError)) throw problem;
    const hint = `look at ${resource.kind} ${resource.name} as it is before this patch, and at the operation's path`;
    return refuse('FW6012', problem.message, hint, placeOfOperation(source, problem.operation ?? 0), [resource.place]);
  }
}

/** Where an operation is written. The text is read anew for that: nobody asks as long as all goes well. */
function placeOfOperation({ text, file }: PatchText, index: number): Location {
  try {
    return placeIn(file, readYaml11(text, file), index);
  } catch (problem) {
    if (problem instanceof Refusal) return { file };
    throw problem;
  }
}
