import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { Refusal } from '../refusal.ts';
import type { Entry, Node, Scalar } from '../yaml/node.ts';
import { fieldHint } from './field-hint.ts';
import { coercedNumber, isInt64 } from './numbers.ts';

/** A scalar as JSON knows it. Numbers keep the digits that Go would print. */
export type JsonScalar =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool' | 'number' | 'string'; readonly text: string };

/** How a document is read: what its scalars are, and what to make of fields and types that do not fit. */
export interface Reading {
  readonly file: string;
  readonly scalar: (node: Scalar) => JsonScalar;
  /** Unknown fields are errors, as in kustomizations; plugin configs may have any. */
  readonly strict: boolean;
  /** Names of fields must be spelt exactly, as go-yaml has it. Default: no. */
  readonly exact?: boolean;
  /** Numbers and booleans become text where text is wanted, as sigs.k8s.io/yaml does when it knows the target. */
  readonly coerce: boolean;
  /** Before the words of Go's JSON decoder. */
  readonly prefix: string;
}

/** Reads a value of one type. Problems go to the reader; what could not be read is `zero`. */
export interface Shape<T> {
  /** Name of the Go type, for messages. */
  readonly type: string;
  readonly zero: T;
  readonly read: (node: Node, place: Place) => T;
}

/** Where in a document and in its Go types a value stands. */
export interface Place {
  readonly reading: Reading;
  readonly problems: Diagnostic[];
  /** Innermost struct, without its package. */
  readonly struct: string;
  /** Fields from the outermost struct on, with those of embedded structs. */
  readonly path: string;
  readonly coerce: boolean;
}

/** Gives the value of a field of the struct being read. `embedded`: names of the embedded structs the field is promoted from. */
export type Field = <T>(name: string, shape: Shape<T>, embedded?: string) => T;

/**
 * Reads a document as Go's `encoding/json` does after sigs.k8s.io/yaml: field names match whatever their case, null is nothing. Refuses with all
 * problems at once (FW6002), where kustomize says the first.
 */
export function decode<T>(shape: Shape<T>, node: Node, reading: Reading): T {
  const { value, problems } = decodeGoodParts(shape, node, reading);
  if (problems.length > 0) throw new Refusal(problems);
  return value;
}

/** What could be read of a document, and the problems with the rest. */
export interface Decoded<T> {
  readonly value: T;
  readonly problems: readonly Diagnostic[];
}

/** The same without refusing. */
export function decodeGoodParts<T>(shape: Shape<T>, node: Node, reading: Reading): Decoded<T> {
  const problems: Diagnostic[] = [];
  const value = shape.read(node, { reading, problems, struct: '', path: '', coerce: reading.coerce });
  return { value, problems: problems.toSorted(byPlace) };
}

function byPlace({ at: a }: Diagnostic, { at: b }: Diagnostic): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}

/** A string. `type`: the Go type where it has a name of its own. */
export function text(type = 'string'): Shape<string> {
  return {
    type,
    zero: '',
    read(node, place) {
      const json = jsonOf(node, place);
      if (json.kind === 'null') return '';
      if (json.kind === 'string') return json.text;
      if (place.coerce && json.kind === 'number') return coercedNumber(json.text);
      if (place.coerce && json.kind === 'bool') return json.text;
      mismatch(json.kind, type, node, place);
      return '';
    },
  };
}

export const string: Shape<string> = text();

export const bool: Shape<boolean> = {
  type: 'bool',
  zero: false,
  read(node, place) {
    const json = jsonOf(node, place);
    if (json.kind === 'bool') return json.text === 'true';
    if (json.kind !== 'null') mismatch(json.kind, 'bool', node, place);
    return false;
  },
};

/** An integer of 64 bits, as its digits. */
export function integer(type: 'int' | 'int64'): Shape<string> {
  return {
    type,
    zero: '0',
    read(node, place) {
      const json = jsonOf(node, place);
      if (json.kind === 'null') return '0';
      if (json.kind === 'number' && isInt64(json.text)) return BigInt(json.text).toString();
      mismatch(json.kind === 'number' ? `number ${json.text}` : json.kind, type, node, place);
      return '0';
    },
  };
}

/** A mapping with anything in it, as JSON; empty where there is none. */
export const jsonObject: Shape<string> = {
  type: 'map[string]interface {}',
  zero: '',
  read(node, place) {
    if (node.kind === 'mapping') return jsonText(node, place);
    if (!isNothing(node, place)) mismatch(kindOf(node, place), 'map[string]interface {}', node, place);
    return '';
  },
};

function jsonText(node: Node, place: Place): string {
  if (node.kind === 'sequence') return `[${node.items.map((item) => jsonText(item, place)).join(',')}]`;
  if (node.kind === 'mapping') {
    return `{${node.entries.map((entry) => `${JSON.stringify(entry.key.value)}:${jsonText(entry.value, place)}`).join(',')}}`;
  }
  const json = place.reading.scalar(node);
  if (json.kind === 'null') return 'null';
  return json.kind === 'string'
    ? JSON.stringify(json.text)
    : finite(json, node, place).kind === 'null'
      ? 'null'
      : json.text;
}

/** A list; `undefined` where there is none. `type`: the Go type where it has a name of its own. */
export function list<T>(item: Shape<T>, type = `[]${item.type}`): Shape<readonly T[] | undefined> {
  return {
    type,
    zero: undefined,
    read(node, place) {
      if (node.kind === 'sequence')
        return node.items.map((each) => (isNothing(each, place) ? item.zero : item.read(each, place)));
      if (!isNothing(node, place)) mismatch(kindOf(node, place), type, node, place);
      return undefined;
    },
  };
}

/** A map from names; `undefined` where there is none. */
export function map<T>(value: Shape<T>): Shape<ReadonlyMap<string, T> | undefined> {
  const type = `map[string]${value.type}`;
  return {
    type,
    zero: undefined,
    read(node, place) {
      if (node.kind !== 'mapping') {
        if (!isNothing(node, place)) mismatch(kindOf(node, place), type, node, place);
        return undefined;
      }
      return new Map(
        node.entries.map((entry) => [
          entry.key.value,
          isNothing(entry.value, place) ? value.zero : value.read(entry.value, place),
        ]),
      );
    },
  };
}

/** What a pointer in Go is: `undefined` where the document says nothing. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return {
    type: shape.type,
    zero: undefined,
    read: (node, place) => (isNothing(node, place) ? undefined : shape.read(node, place)),
  };
}

/** A value made from one of another shape. */
export function mapped<T, R>(shape: Shape<T>, make: (value: T) => R): Shape<R> {
  return { type: shape.type, zero: make(shape.zero), read: (node, place) => make(shape.read(node, place)) };
}

/** A struct. `make` asks for each of its fields by name; `from` is what it is read from. */
export function struct<T>(type: string, make: (field: Field, from: Node | undefined) => T): Shape<T> {
  const names = new Set<string>();
  const folded = new Map<string, string>();
  const zero = make((name, shape) => {
    names.add(name);
    folded.set(fold(name), name);
    return shape.zero;
  }, undefined);
  const bare = type.slice(type.lastIndexOf('.') + 1);
  const nameOf = (key: string, { reading }: Place) => {
    if (names.has(key)) return key;
    return reading.exact === true ? undefined : folded.get(fold(key));
  };
  return {
    type,
    zero,
    read(node, place) {
      if (node.kind !== 'mapping') {
        if (!isNothing(node, place)) mismatch(kindOf(node, place), type, node, place);
        return zero;
      }
      const found = new Map<string, Node>();
      for (const entry of inOrder(node.entries, names)) {
        const name = nameOf(entry.key.value, place);
        if (name === undefined) unknownField(entry.key, names, place);
        else if (!isNothing(entry.value, place)) found.set(name, onTop(found.get(name), entry.value));
      }
      return make((name, shape, embedded) => {
        const value = found.get(name);
        if (value === undefined) return shape.zero;
        const full = embedded === undefined ? name : `${embedded}.${name}`;
        return shape.read(value, {
          ...place,
          struct: bare,
          path: place.path === '' ? full : `${place.path}.${full}`,
          // The converter looks for promoted fields in the struct that is embedded, as if it were the field, and finds nothing to convert to.
          coerce: place.coerce && embedded === undefined,
        });
      }, node);
    },
  };
}

/** Go decodes the keys sorted, so that of two spellings of a field the later one counts. */
function inOrder(entries: readonly Entry[], names: ReadonlySet<string>): readonly Entry[] {
  if (entries.every((entry) => names.has(entry.key.value))) return entries;
  return entries.toSorted((a, b) => (a.key.value < b.key.value ? -1 : 1));
}

/** What Go makes of a second value for a field: maps and structs take what is new, all else is replaced. */
function onTop(before: Node | undefined, value: Node): Node {
  if (before?.kind !== 'mapping' || value.kind !== 'mapping') return value;
  return { ...value, entries: [...before.entries, ...value.entries] };
}

/** As Go's JSON decoder compares names that are not spelt exactly as the field: two letters of Unicode fold to ASCII ones. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll('\u017f', 's').replaceAll('\u212a', 'k');
}

function jsonOf(node: Node, place: Place): JsonScalar | { readonly kind: 'array' | 'object' } {
  if (node.kind === 'scalar') return finite(place.reading.scalar(node), node, place);
  return { kind: node.kind === 'sequence' ? 'array' : 'object' };
}

/** JSON has no word for what is not finite. */
function finite(json: JsonScalar, node: Node, place: Place): JsonScalar {
  if (json.kind !== 'number' || /^-?\d/.test(json.text)) return json;
  const name = /nan/i.test(json.text) ? 'NaN' : json.text.startsWith('-') ? '-Inf' : '+Inf';
  report(`json: unsupported value: ${name}`, 'put it in quotes if it is text', node, place);
  return { kind: 'null' };
}

function kindOf(node: Node, place: Place): string {
  return jsonOf(node, place).kind;
}

function isNothing(node: Node, place: Place): boolean {
  return node.kind === 'scalar' && place.reading.scalar(node).kind === 'null';
}

function mismatch(kind: string, type: string, node: Node, place: Place): void {
  const target = place.struct === '' ? 'Go value' : `Go struct field ${place.struct}.${place.path}`;
  report(`json: cannot unmarshal ${kind} into ${target} of type ${type}`, `write ${wanted(type)} here`, node, place);
}

function unknownField(key: Scalar, names: Iterable<string>, place: Place): void {
  if (!place.reading.strict) return;
  report(`json: unknown field "${key.value}"`, fieldHint(key.value, names), key, place);
}

function report(message: string, hint: string, node: Node, place: Place): void {
  const { file, prefix } = place.reading;
  const at = node.line === 0 ? { file } : { file, line: node.line, column: node.column };
  place.problems.push(error('FW6002', prefix + message, hint, at));
}

function wanted(type: string): string {
  if (type === 'bool') return 'true or false, without quotes';
  if (type === 'int' || type === 'int64') return 'a whole number, without quotes';
  if (type.startsWith('[]')) return 'a list';
  if (type === 'string' || type === 'types.PatchStrategicMerge' || type === 'types.SortOrder')
    return 'text, in quotes if it looks like something else';
  return 'a mapping';
}
