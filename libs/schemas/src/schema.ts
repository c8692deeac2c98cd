import { limits, objects } from './generated/schemas.gen.ts';
import type { KubernetesVersion } from './kind.ts';
import type { Rule } from './rules/rule.ts';
import { rulesFor } from './rules/rules.ts';
import { type Scalar, scalars } from './scalars.ts';

/**
 * Object → field → type, as tools/codegen writes it. A type is a scalar (`int32`), the name of an object or of a row
 * of {@link LimitTable}, `=A|B` (one of these strings), `{}T` (a map) or `[]T` (a list; `[name]T`: no two items with the
 * same name; `[containerPort,protocol=TCP]T`: with the default of a field that is not there; `[*]T`: no two equal items).
 * `?` after it makes the field optional; ` @1.35,1.36` says which versions have it so.
 */
export type ObjectTable = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Types with more than a shape, by name; the keywords are those of JSON Schema. */
export type LimitTable = Readonly<Record<string, { readonly of: string } & Limits>>;

export interface Limits {
  readonly maximum?: number;
  readonly minimum?: number;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly maxProperties?: number;
  readonly minProperties?: number;
  readonly pattern?: string;
}

/** A type of one version, ready to be compared with values. */
export type Node =
  | { readonly type: 'scalar'; readonly scalar: Scalar; readonly limits: CompiledLimits | undefined }
  | { readonly type: 'enum'; readonly values: ReadonlySet<string> }
  | { readonly type: 'list'; readonly item: Node; readonly unique: Unique; readonly limits: CompiledLimits | undefined }
  | { readonly type: 'map'; readonly value: Node; readonly limits: CompiledLimits | undefined }
  | ObjectNode;

export interface ObjectNode {
  readonly type: 'object';
  /** The name of its interface. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Node>;
  readonly required: readonly string[];
  /** What OpenAPI does not say. */
  readonly rules: readonly Rule[];
}

export type CompiledLimits = Omit<Limits, 'pattern'> & { readonly pattern?: RegExp };

/** What makes two items of a list the same. */
export type Unique = 'value' | readonly { readonly field: string; readonly default: string | undefined }[] | undefined;

const cache = new Map<KubernetesVersion, Map<string, ObjectNode>>();

/** The object `name` in one version. Throws when the table has no such object. Compiled when first asked for. */
export function objectNode(name: string, version: KubernetesVersion): ObjectNode {
  const nodes = cache.get(version) ?? new Map<string, ObjectNode>();
  cache.set(version, nodes);
  const known = nodes.get(name);
  if (known) return known;
  const table = objects[name];
  if (!table) throw new Error(`no object ${name} in the table of schemas`);
  const fields = new Map<string, Node>();
  const required: string[] = [];
  const node: ObjectNode = { type: 'object', name, fields, required, rules: rulesFor(name) };
  nodes.set(name, node); // before its fields: a type may hold itself
  for (const [field, alternatives] of Object.entries(table)) {
    for (const alternative of typeof alternatives === 'string' ? [alternatives] : alternatives) {
      const [text = '', versions] = alternative.split(' @');
      if (versions !== undefined && !versions.split(',').includes(version)) continue;
      const optional = text.endsWith('?');
      fields.set(field, typeNode(optional ? text.slice(0, -1) : text, version));
      if (!optional) required.push(field);
    }
  }
  return node;
}

/** The versions in which an object has a field; none when it never has. */
export function versionsOf(name: string, field: string, all: readonly KubernetesVersion[]): KubernetesVersion[] {
  return all.filter((version) => objectNode(name, version).fields.has(field));
}

function typeNode(text: string, version: KubernetesVersion, bounds?: Limits): Node {
  const limited = limits[text];
  if (limited) {
    const { of, ...own } = limited;
    return typeNode(of, version, own);
  }
  const compiled = bounds && compiledLimits(bounds);
  if (text.startsWith('=')) return { type: 'enum', values: new Set(text.slice(1).split('|')) };
  if (text.startsWith('{}')) return { type: 'map', value: typeNode(text.slice(2), version), limits: compiled };
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    const item = typeNode(text.slice(end + 1), version);
    return { type: 'list', item, unique: uniqueOf(text.slice(1, end)), limits: compiled };
  }
  const scalar = scalars.get(text);
  return scalar ? { type: 'scalar', scalar, limits: compiled } : objectNode(text, version);
}

function compiledLimits({ pattern, ...rest }: Limits): CompiledLimits {
  return pattern === undefined ? rest : { ...rest, pattern: new RegExp(pattern, 'u') };
}

function uniqueOf(text: string): Unique {
  if (text === '') return undefined;
  if (text === '*') return 'value';
  return text.split(',').map((key) => {
    const [field = '', standard] = key.split('=');
    return { field, default: standard };
  });
}
