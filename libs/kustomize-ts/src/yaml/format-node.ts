import {
  type Emitter,
  hasComments,
  newEmitter,
  takeComments,
  writeFoot,
  writeHead,
  writeIndent,
  writeIndicator,
  writeLine,
} from './emitter.ts';
import { isSimpleKey, writeScalar } from './format-scalar.ts';
import type { Comments, Mapping, Node, Scalar, Sequence } from './node.ts';

/**
 * A node as `String()` of kyaml's RNode gives it: go-yaml v3 with two spaces, dashes below their key, styles, flow, tags, comments and the order of keys
 * kept. Ends with a line feed.
 */
export function formatNode(node: Node): string {
  const emitter = newEmitter();
  takeComments(emitter, startComments(node));
  writeHead(emitter);
  emitNode(emitter, node, { isValue: false, isItem: false }, endComments);
  emitter.footIndent = 0;
  writeFoot(emitter);
  emitter.footIndent = -1;
  writeIndent(emitter);
  return emitter.text;
}

/** What a node is to the collection it stands in: the value of a key, the item of a block sequence. */
interface Role {
  readonly isValue: boolean;
  readonly isItem: boolean;
}

/** Writes the comments at the end of the line and below. */
function endComments(emitter: Emitter): void {
  writeLine(emitter);
  writeFoot(emitter);
}

/** Comments that are known when a node begins; those behind a collection come when it ends. */
function startComments(node: Node): Comments {
  const { comments } = node;
  if (comments === undefined || node.kind === 'scalar') return comments ?? {};
  return comments.head === undefined ? {} : { head: comments.head };
}

/** Comments that stand behind a collection. */
function closingComments({ comments }: Mapping | Sequence, tail: string): Comments & { readonly tail: string } {
  return { line: comments?.line ?? '', foot: comments?.foot ?? '', tail };
}

/** Writes a node. `then` comes behind a scalar, but in front of the items of a collection, as in go-yaml. */
function emitNode(emitter: Emitter, node: Node, role: Role, then: (emitter: Emitter) => void): void {
  emitter.mappingContext = role.isValue;
  if (node.kind === 'scalar') {
    writeScalar(emitter, node, deeper(emitter, role.isItem, true), false);
    then(emitter);
    return;
  }
  const isFlow = emitter.flowLevel > 0 || node.flow;
  then(emitter);
  if (node.kind === 'mapping') {
    if (isFlow || node.entries.length === 0) flowMapping(emitter, node, role.isItem);
    else blockMapping(emitter, node, role.isItem);
  } else if (isFlow || node.items.length === 0) flowSequence(emitter, node, role.isItem);
  else blockSequence(emitter, node, role.isItem);
}

/** The next indent. */
function deeper({ indent }: Emitter, isItem: boolean, flow: boolean): number {
  if (indent < 0) return flow ? 2 : 0;
  return isItem ? indent + 2 : 2 * Math.floor((indent + 2) / 2);
}

function blockMapping(emitter: Emitter, node: Mapping, isItem: boolean): void {
  const outer = emitter.indent;
  emitter.indent = deeper(emitter, isItem, false);
  let tail = '';
  for (const { key, value } of node.entries) {
    takeComments(emitter, { ...key.comments, foot: '', tail });
    tail = key.comments?.foot ?? '';
    writeHead(emitter);
    writeIndent(emitter);
    if (emitter.line !== '') {
      emitter.keyLine = emitter.line;
      emitter.line = '';
    }
    const isSimple = writeKey(emitter, key);
    takeComments(emitter, startComments(value));
    if (!isSimple) writeIndent(emitter);
    writeIndicator(emitter, ':', !isSimple, !isSimple);
    writeKeyLine(emitter, value);
    emitNode(emitter, value, { isValue: true, isItem: false }, endComments);
  }
  takeComments(emitter, closingComments(node, tail));
  writeHead(emitter);
  emitter.indent = outer;
}

/** Writes a key, and whether it is one of a single line. */
function writeKey(emitter: Emitter, key: Scalar): boolean {
  const isSimple = isSimpleKey(key);
  if (!isSimple) writeIndicator(emitter, '?', true, true);
  emitter.mappingContext = true;
  writeScalar(emitter, key, deeper(emitter, false, true), isSimple);
  return isSimple;
}

/** A comment of a key stands behind its value, or, when that is a block of its own, in front of it. */
function writeKeyLine(emitter: Emitter, value: Node): void {
  if (emitter.keyLine === '') return;
  if (value.kind === 'scalar') {
    if (emitter.line !== '') return;
    emitter.line = emitter.keyLine;
    emitter.keyLine = '';
  } else if (!value.flow) {
    const { line } = emitter;
    emitter.line = emitter.keyLine;
    writeLine(emitter);
    emitter.keyLine = line;
  }
}

function blockSequence(emitter: Emitter, node: Sequence, isItem: boolean): void {
  const outer = emitter.indent;
  const isCompact = emitter.mappingContext && (emitter.column === 0 || !emitter.indention);
  const isBelowKey = isCompact && outer >= 0 && !isItem;
  emitter.indent = deeper(emitter, isItem, false) - (isBelowKey ? 2 : 0);
  for (const item of node.items) {
    takeComments(emitter, startComments(item));
    writeHead(emitter);
    writeIndent(emitter);
    writeIndicator(emitter, '-', true, true);
    emitNode(emitter, item, { isValue: false, isItem: true }, endComments);
  }
  takeComments(emitter, closingComments(node, ''));
  emitter.indent = outer;
}

function flowSequence(emitter: Emitter, node: Sequence, isItem: boolean): void {
  const outer = emitter.indent;
  openFlow(emitter, '[', isItem);
  let needsComma = false;
  for (const item of node.items) {
    takeComments(emitter, startComments(item));
    startFlowItem(emitter, needsComma);
    needsComma = !hasComments(emitter);
    emitNode(emitter, item, { isValue: false, isItem: false }, endFlowItem);
  }
  takeComments(emitter, closingComments(node, ''));
  emitter.flowLevel -= 1;
  emitter.indent = outer;
  if (emitter.column === 0) writeIndent(emitter);
  writeIndicator(emitter, ']', false);
  endComments(emitter);
}

function flowMapping(emitter: Emitter, node: Mapping, isItem: boolean): void {
  const outer = emitter.indent;
  openFlow(emitter, '{', isItem);
  let [tail, needsComma] = ['', false];
  for (const { key, value } of node.entries) {
    takeComments(emitter, { ...key.comments, foot: '', tail });
    tail = key.comments?.foot ?? '';
    startFlowItem(emitter, needsComma);
    const isSimple = writeKey(emitter, key);
    takeComments(emitter, startComments(value));
    writeIndicator(emitter, ':', !isSimple);
    needsComma = !hasComments(emitter);
    emitNode(emitter, value, { isValue: true, isItem: false }, endFlowItem);
  }
  takeComments(emitter, closingComments(node, tail));
  const waits = emitter.head !== '' || emitter.foot !== '' || emitter.tail !== '';
  if (waits && needsComma) writeIndicator(emitter, ',', false);
  writeHead(emitter);
  emitter.flowLevel -= 1;
  emitter.indent = outer;
  writeIndicator(emitter, '}', false);
  endComments(emitter);
}

function openFlow(emitter: Emitter, bracket: string, isItem: boolean): void {
  writeIndicator(emitter, bracket, true);
  emitter.whitespace = true;
  emitter.indent = deeper(emitter, isItem, true);
  emitter.flowLevel += 1;
}

function startFlowItem(emitter: Emitter, needsComma: boolean): void {
  if (needsComma) writeIndicator(emitter, ',', false);
  writeHead(emitter);
  if (emitter.column === 0) writeIndent(emitter);
}

/** A comment stands behind the comma. */
function endFlowItem(emitter: Emitter): void {
  if (hasComments(emitter)) writeIndicator(emitter, ',', false);
  endComments(emitter);
}
