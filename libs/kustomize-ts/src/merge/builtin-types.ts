import type { Gvk } from '../resource/gvk.ts';
import { shapes, types } from './builtin-schema.gen.ts';
import type { SchemaNode } from './schema.ts';

/**
 * The schema of a built-in type: Kubernetes as of the version that kustomize carries, and kustomize's own types, cut to what merging asks for
 * (tools/codegen/src/kustomize-schema.ts). Read type by type, when one is asked for.
 */
export function builtInType({ group, version, kind }: Gvk): SchemaNode | undefined {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const kinds = Object.hasOwn(types, apiVersion) ? types[apiVersion]?.split(' ') : undefined;
  const entry = kinds?.find((each) => each.startsWith(`${kind}=`));
  return entry === undefined ? undefined : shapeOf(Number(entry.slice(kind.length + 1)));
}

const read = new Map<number, SchemaNode>();

function shapeOf(index: number): SchemaNode {
  let shape = read.get(index);
  if (shape === undefined) {
    shape = readShape(shapes[index] ?? '');
    read.set(index, shape);
  }
  return shape;
}

/** `field=shape` for mappings, `field=shape[keys]` for lists that are merged, `*=shape` for all other fields. */
function readShape(text: string): SchemaNode {
  const parts = new Map(text === '' ? [] : text.split(' ').map((part): [string, string] => split(part, '=')));
  const fields = new Map<string, SchemaNode>();
  return { field, items: undefined, list: undefined };

  /** Read when asked for: shapes may hold themselves. */
  function field(name: string): SchemaNode | undefined {
    const known = fields.get(name);
    const part = parts.get(name) ?? parts.get('*');
    if (known !== undefined || part === undefined) return known;
    const node = readField(part);
    fields.set(name, node);
    return node;
  }
}

function readField(part: string): SchemaNode {
  if (!part.endsWith(']')) return shapeOf(Number(part));
  const [items, keys] = split(part.slice(0, -1), '[');
  return { field: () => undefined, items: shapeOf(Number(items)), list: { keys: keys === '' ? [] : keys.split(',') } };
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return [text.slice(0, index), text.slice(index + 1)];
}
