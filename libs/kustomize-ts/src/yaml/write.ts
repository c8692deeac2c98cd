import { rereadJson, rereadJsonKey } from './json-reread.ts';
import { isBeforeV2, sortByKey } from './key-order.ts';
import {
  type Entry,
  type Mapping,
  mapping,
  type Node,
  nullNode,
  type Scalar,
  type Sequence,
  scalar,
  sequence,
} from './node.ts';
import type { Written } from './quote.ts';
import { isComplexKey, isUsual, otherText, stringText } from './scalar-text.ts';
import { jsonScalar, locationOf, reread } from './scalar-value.ts';
import { isMap, isMerge, type Value, valueOf } from './value.ts';

/** What is written so far: whole lines, and the one that is being written. */
interface Out {
  readonly lines: string[];
  line: string;
  /** Nothing but indent and dashes stand on the line, `column` of them, so that what is nested goes on behind them. */
  fresh: boolean;
  column: number;
  readonly file: string | undefined;
}

// Longer lines fold, where they can.
const width = 80;

const texts = new WeakMap<Node, string>();

/** What fields of resources became, as they stand below their key: most resources of an overlay share all but their metadata with its base. */
const fields = new WeakMap<Node, Written>();

/**
 * A resource as kustomize prints it (Resource.AsYAML): through JSON, keys in the order of go-yaml v2, no comments, no anchors, two spaces, lists not
 * indented below their key. `file` is where refusals (FW6020) say they are; see {@link valueOf}. Nodes never change, so their text is kept.
 */
export function resourceText(node: Node, file?: string): string {
  const known = texts.get(node);
  if (known !== undefined) return known;
  const text = written(node, file) ?? written(plainNode(valueOf(node, file)), file) ?? '';
  texts.set(node, text);
  return text;
}

/** The text; `undefined` when there are keys that are more than text, for which one has to see the whole. */
function written(node: Node, file: string | undefined): string | undefined {
  const out: Out = { lines: [], line: '', column: 0, fresh: true, file };
  if (!writeNode(out, node, -2, false)) return undefined;
  if (out.line !== '') out.lines.push(out.line);
  return `${out.lines.join('\n')}${out.fresh && out.line !== '' ? '' : '\n'}`;
}

/** Writes what stands behind a key or dash of a collection indented by `indent`. */
function writeNode(out: Out, node: Node, indent: number, flow: boolean): boolean {
  if (node.kind === 'scalar') {
    writeScalar(out, node, indent + 2, flow);
    return true;
  }
  const isFlow = flow || node.flow;
  if (node.kind === 'mapping') {
    if (node.entries.length > 0) return writeMapping(out, node, indent + 2, isFlow);
    put(out, out.line === '' ? '{}' : ' {}');
    return true;
  }
  if (node.items.length > 0) return writeSequence(out, node, indent, isFlow);
  put(out, out.line === '' ? '[]' : ' []');
  return true;
}

function writeSequence(out: Out, node: Sequence, indent: number, flow: boolean): boolean {
  // Behind a key the dashes stand below it; behind a dash or the `:` of a key of many lines they go on in its line.
  const inner = out.fresh ? indent + 2 : indent;
  for (const item of node.items) {
    startLine(out, inner);
    put(out, '-');
    out.fresh = true;
    if (!writeNode(out, item, inner, flow)) return false;
  }
  return true;
}

function writeMapping(out: Out, node: Mapping, indent: number, flow: boolean): boolean {
  if (!hasPlainKeys(node)) return false;
  for (const { key, value } of sortByKey(node.entries, keyText, isBeforeV2)) {
    startLine(out, indent);
    writeKey(out, key, indent);
    const isWritten = indent === 0 && !flow ? writeField(out, value) : writeNode(out, value, indent, flow);
    if (!isWritten) return false;
  }
  return true;
}

/** Writes a field of a resource, once for all resources that share it. */
function writeField(out: Out, node: Node): boolean {
  if (node.kind === 'scalar' || out.fresh) return writeNode(out, node, 0, false);
  let field = fields.get(node);
  if (field === undefined) {
    const own: Out = { lines: [], line: ':', column: 0, fresh: false, file: out.file };
    if (!writeNode(own, node, 0, false)) return false;
    // A line that a break of another kind ends goes on.
    if (own.fresh && own.line !== '') return writeNode(out, node, 0, false);
    field = { text: [...own.lines, own.line].join('\n').slice(1), open: own.fresh };
    fields.set(node, field);
  }
  putWritten(out, field);
  return true;
}

function keyText({ key }: Entry): string {
  return key.value;
}

/** Whether all keys are text, and each is there once. */
function hasPlainKeys({ entries }: Mapping): boolean {
  for (const { key } of entries) if (!isPlainKey(key)) return false;
  return areDistinct(entries);
}

// Most mappings are small; a set costs more than comparing their keys.
const small = 10;

function areDistinct(entries: readonly Entry[]): boolean {
  if (entries.length > small) return new Set(entries.map(keyText)).size === entries.length;
  for (let one = 1; one < entries.length; one += 1) {
    const key = entries[one]?.key.value;
    for (let two = 0; two < one; two += 1) if (entries[two]?.key.value === key) return false;
  }
  return true;
}

function isPlainKey(key: Scalar): boolean {
  // Keys that a step of a build made have no tag, but what is usual is text with and without one.
  if (isUsual(key.value)) return key.tag === '!!str' || key.tag === '';
  if (key.tag !== '!!str') return false;
  const isQuoted = key.style === 'double' || key.style === 'single';
  return isQuoted || !(key.value.includes('\n') || isMerge(key));
}

// In bytes.
const longestKey = 128;

function writeKey(out: Out, key: Scalar, indent: number): void {
  const { value } = key;
  if (value.length <= longestKey && isUsual(value)) {
    put(out, `${value}:`);
    return;
  }
  const text = rereadJsonKey(value, locationOf(key, out.file));
  if (isComplexKey(text)) {
    put(out, '?');
    writeString(out, text, indent + 2);
    startLine(out, indent);
    put(out, ':');
    out.fresh = true;
  } else put(out, `${stringText(text, { column: 0, indent, width: Infinity }, true).text}:`);
}

function writeScalar(out: Out, node: Scalar, indent: number, flow: boolean): void {
  const { tag, style, value } = node;
  if (isPlainlyWritten(tag, style, value)) {
    put(out, ` ${value}`);
    return;
  }
  const place = { flow, key: false, file: out.file };
  const found = jsonScalar(reread(node, place).value, node, place);
  if (typeof found === 'string') {
    const text = rereadJson(found, locationOf(node, out.file));
    writeString(out, text, indent);
  } else put(out, ` ${otherText(found)}`);
}

const shortInteger = /^(?:0|-?[1-9]\d{0,14})$/;

function isPlainlyWritten(tag: string, style: Scalar['style'], value: string): boolean {
  if (tag === '!!str') return isUsual(value);
  if (style !== 'plain') return false;
  return tag === '!!int' ? shortInteger.test(value) : value === 'true' || value === 'false' ? tag === '!!bool' : false;
}

function writeString(out: Out, text: string, indent: number): void {
  const { text: string, open } = stringText(text, { column: out.column + 1, indent, width }, false);
  putWritten(out, { text: ` ${string}`, open });
}

/** Puts text that may have ended its line itself. */
function putWritten(out: Out, { text, open }: Written): void {
  put(out, text);
  if (!open) return;
  out.fresh = true;
  out.column = 0;
  if (!text.endsWith('\n')) return;
  out.lines.push(out.line.slice(0, -1));
  out.line = '';
}

function put(out: Out, text: string): void {
  out.line += text;
  out.column += text.length;
  out.fresh = false;
}

const pads = Array.from({ length: 64 }, (_, length) => ' '.repeat(length));

function startLine(out: Out, indent: number): void {
  if (!out.fresh || out.column > indent) {
    out.lines.push(out.line);
    out.line = '';
    out.column = 0;
  }
  const missing = indent - out.column;
  out.line += pads[missing] ?? ' '.repeat(missing);
  out.column = indent;
  out.fresh = true;
}

/** Nodes that hold a value and nothing else, so that they are written as it is. */
function plainNode(value: Value): Node {
  if (typeof value === 'string') return scalar(value, '!!str', 'double');
  if (value === null) return nullNode;
  if (typeof value !== 'object') return scalar(String(value), typeof value === 'boolean' ? '!!bool' : '');
  if (!isMap(value)) return sequence(value.map(plainNode));
  return mapping([...value].map(([key, item]) => ({ key: scalar(key, '!!str', 'double'), value: plainNode(item) })));
}
