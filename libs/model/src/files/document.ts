import {
  type Diagnostic,
  type DiagnosticCode,
  error,
  fail,
  type Location,
  ok,
  type Result,
} from '@fleetwright/diagnostics';
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  visit,
} from 'yaml';
import type { z } from 'zod';
import { encode } from '../define/encode.ts';
import { diagnose } from '../engine/issues.ts';
import type { Path } from '../engine/origin.ts';
import { pathText } from '../engine/words.ts';

/** A document that was read, and where in the file its values stand. */
export interface Parsed<T> {
  readonly value: T;
  /** Line and column of a value (of its key, where it has one), or of the nearest thing above it. */
  locate(this: void, path: Path): Location;
}

/** What a document is read as. */
export interface Reading<T extends z.ZodType> {
  readonly schema: T;
  /** The code of all that is wrong with it, but for size and depth (FW5006). */
  readonly code: DiagnosticCode;
  /** The hint where none fits better. */
  readonly reference: string;
  /** The hint for text with characters that do not belong there. Default: how to save it. */
  readonly unfit?: string;
}

const maxLength = 10 * 1024 * 1024;
const maxDepth = 100;

/**
 * A YAML 1.2 document of plain data that fits a schema: no anchors, tags, merge keys, repeated keys, control characters. It is at
 * most 10 MiB long, with at most 100 collections inside each other: what composes deeper input does not fail but dies.
 *
 * @returns Errors, each with line and column: `reading.code`; FW5006 for what is too large or too deep.
 */
export function parseAs<T extends z.ZodType>(
  reading: Reading<T>,
  text: string,
  file: string,
): Result<Parsed<z.output<T>>> {
  const unfit = unfitText(text, file, reading);
  if (unfit) return fail([unfit]);
  const lines = new LineCounter();
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const read = tokensOf(text, lines);
  if ('deepAt' in read) return fail([deep(at(read.deepAt))]);
  // That keys are unique is looked at below: the composer compares each key with every other.
  const composer = new Composer({ schema: 'core', version: '1.2', strict: true, stringKeys: true, uniqueKeys: false });
  // Always one at least: an empty text is an empty document.
  const [document, second] = composer.compose(read.tokens, true, text.length);
  if (!document) throw new TypeError('a text without documents');
  const problems = [
    ...(second
      ? [error(reading.code, 'source contains multiple documents', reading.reference, at(second.range[0]))]
      : []),
    ...[...document.errors, ...document.warnings].map((problem) =>
      error(reading.code, said(problem.message), reading.reference, at(problem.pos[0])),
    ),
    ...notPlain(document, reading, at),
  ];
  if (problems.length > 0) return fail(problems);
  const { value, problems: odd } = encode(document.toJS());
  const locate = (path: Path): Location => at(offsetOf(document, path));
  if (odd.length > 0) return fail(odd.map(({ path, what }) => notData(reading, path, what, locate(path))));
  const { schema, reference, code } = reading;
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok({ value: parsed.data, locate });
  const subject = {
    schema,
    value,
    path: [],
    root: 'the document',
    reference,
    locate: (path: Path) => ({ at: locate(path), deleted: false }),
  };
  return fail(diagnose(parsed.error, subject).map((problem) => ({ ...problem, code })));
}

/** Text that is not even looked into. */
function unfitText(text: string, file: string, { code, unfit }: Reading<z.ZodType>): Diagnostic | undefined {
  if (text.length > maxLength)
    return error('FW5006', 'the file is larger than 10 MiB', 'split it or take something out', { file, line: 1 });
  const control = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff]/u.exec(text);
  if (control || !text.isWellFormed()) {
    const line = text.slice(0, control?.index ?? 0).split('\n').length;
    if (control?.[0] === '\r') {
      const hint = `save it with LF line ends: editors can, and so can \`sed -i 's/\\r$//' ${file}\``;
      return error(code, 'the file has CRLF line ends, as Windows writes them', unfit ?? hint, { file, line });
    }
    const hint = unfit ?? 'write it as plain UTF-8 text without them';
    return error(code, 'the file has characters that do not show, such as controls', hint, { file, line });
  }
  return undefined;
}

function deep(at: Location): Diagnostic {
  const message = `the file is nested deeper than ${maxDepth} levels`;
  return error('FW5006', message, 'nothing that Fleetwright reads is as deep', at);
}

/**
 * The tokens of a text, or the offset at which it is too deep; nothing behind that is read. The parser keeps a stack of
 * its own, which may grow to any depth; the composer and everything after it recurse.
 */
function tokensOf(text: string, lines: LineCounter): { tokens: CST.Token[] } | { deepAt: number } {
  const tokens: CST.Token[] = [];
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (isTooDeep(parser)) return { deepAt: offset };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

function isTooDeep({ stack }: Parser): boolean {
  return stack.length > maxDepth && stack.filter((token) => 'items' in token).length > maxDepth;
}

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype', '<<']);

function notPlain(
  document: Document,
  { code, reference }: Reading<z.ZodType>,
  at: (offset: number) => Location,
): Diagnostic[] {
  const problems: Diagnostic[] = [];
  visit(document, (_key, node) => {
    if (!isNode(node)) return;
    const here = at(node.range?.[0] ?? 0);
    if (isAlias(node) || ('anchor' in node && node.anchor)) {
      problems.push(error(code, 'anchors and aliases are not allowed', 'write the value out where it is needed', here));
    } else if (isMap(node)) {
      const lines = new Map<string, number | undefined>();
      for (const { key } of node.items) {
        if (!isScalar(key)) continue;
        const [name, place] = [String(key.value), at(key.range?.[0] ?? 0)];
        if (forbiddenKeys.has(name)) problems.push(error(code, `the key "${name}" is not allowed`, reference, place));
        if (lines.has(name)) problems.push(twice(code, name, lines.get(name), place));
        else lines.set(name, place.line);
      }
    }
    if (node.tag !== undefined)
      problems.push(error(code, `the tag ${node.tag} is not allowed`, 'write plain data', here));
  });
  return problems;
}

function notData({ code, reference }: Reading<z.ZodType>, path: Path, what: string, at: Location): Diagnostic {
  return error(code, `${pathText(path, 'the document')} is ${what}, not data`, reference, at);
}

function twice(code: DiagnosticCode, key: string, first: number | undefined, at: Location): Diagnostic {
  return error(code, `the key "${key}" is there twice, first in line ${first}`, 'take one of them away', at);
}

function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (isSeq(node)) node = node.items[Number(step)];
    else if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) return offset;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
      continue;
    } else return offset;
    if (isNode(node)) offset = node.range?.[0] ?? offset;
  }
  return offset;
}

/** The parser's first line, in the middle of a sentence. */
function said(message: string): string {
  const [first = ''] = message.split(/\n|; please/);
  return first.charAt(0).toLowerCase() + first.slice(1).replace(/\.$/, '');
}
