import { goJson } from '../yaml/go-json.ts';
import { get, type Node, rawText } from '../yaml/node.ts';
import { isMap, type Value, valueOf } from '../yaml/value.ts';
import { nodeDump } from './node-dump.ts';
import { sha256 } from './sha256.ts';

/**
 * The ten characters that kustomize puts behind the name of an object whose name tells its content, as hasher.go of its api does. Of a ConfigMap or
 * Secret it is the data that counts (never the name: it is looked up where it cannot be), of anything else every node, its styles and lines too.
 */
export function hashOf(node: Node, file?: string): string {
  switch (rawText(get(node, 'kind'))) {
    case 'ConfigMap':
      return hashOfData(node, file, configMap);
    case 'Secret':
      return hashOfData(node, file, secret);
    default:
      return encode(nodeDump(node));
  }
}

/** What counts of an object with data. */
interface Counted {
  readonly kind: string;
  readonly names: readonly string[];
  /** A field that counts only when it is a mapping. */
  readonly extra: string;
}

const configMap: Counted = { kind: 'ConfigMap', names: ['data'], extra: 'binaryData' };
const secret: Counted = { kind: 'Secret', names: ['data', 'type'], extra: 'stringData' };

/** Hashes by the data that they are of: overlays change what is around it. */
const known = new WeakMap<
  Node,
  { readonly counted: Counted; readonly fields: readonly unknown[]; readonly hash: string }
>();

function hashOfData(node: Node, file: string | undefined, counted: Counted): string {
  const data = get(node, 'data');
  const fields = [...counted.names, counted.extra].map((name) => get(node, name));
  const before = data && known.get(data);
  if (before?.counted === counted && fields.every((field, index) => field === before.fields[index])) return before.hash;
  const hash = encode(fieldsOf(node, file, counted));
  if (data !== undefined) known.set(data, { counted, fields, hash });
  return hash;
}

/** The JSON that counts. */
function fieldsOf(node: Node, file: string | undefined, { kind, names, extra }: Counted): string {
  const fields = new Map<string, Value>([
    ['kind', kind],
    ['name', ''],
  ]);
  for (const name of names) fields.set(name, fieldValue(get(node, name), file));
  const more = fieldValue(get(node, extra), file);
  if (typeof more !== 'string') fields.set(extra, more);
  return goJson(fields);
}

/** Nothing is an empty text, a list is null: it is no map. */
function fieldValue(node: Node | undefined, file: string | undefined): Value {
  if (node === undefined) return '';
  if (node.kind === 'scalar') return node.value;
  const value = valueOf(node, file);
  return isMap(value) ? withFloats(value) : null;
}

/** JSON that Go reads without asking what is in it has no integers. */
function withFloats(value: Value): Value {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  return isMap(value) ? new Map([...value].map(([key, item]) => [key, withFloats(item)])) : value.map(withFloats);
}

const letters = new Map([
  ['0', 'g'],
  ['1', 'h'],
  ['3', 'k'],
  ['a', 'm'],
  ['e', 't'],
]);

/** Ten characters that spell no words. */
function encode(json: string): string {
  return sha256(json)
    .slice(0, 10)
    .replaceAll(/[013ae]/g, (digit) => letters.get(digit) ?? digit);
}
