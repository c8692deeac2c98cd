import {
  type Diagnostic,
  type DiagnosticCode,
  error,
  fail,
  type Location,
  ok,
  type Result,
} from '@fleetwright/diagnostics';
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { encode } from '../define/encode.ts';
import { diagnose } from '../engine/issues.ts';
import type { Path } from '../engine/origin.ts';

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
}

const maxLength = 16 * 1024 * 1024;
const maxDepth = 100;

/**
 * A YAML 1.2 document of plain data that fits a schema: no anchors, tags, merge keys, repeated keys, control characters. Its depth is
 * bounded before the parser sees it, since parsers of deep input do not fail but die.
 *
 * @returns Errors, each with line and column: `reading.code`; FW5006 for what is too large or too deep.
 */
export function parseAs<T extends z.ZodType>(
  reading: Reading<T>,
  text: string,
  file: string,
): Result<Parsed<z.output<T>>> {
  const unfit = unfitText(text, file, reading.code);
  if (unfit) return fail([unfit]);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    version: '1.2',
    strict: true,
    stringKeys: true,
    prettyErrors: false,
  });
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = [
    ...[...document.errors, ...document.warnings].map((problem) =>
      error(reading.code, said(problem.message), reading.reference, at(problem.pos[0])),
    ),
    ...notPlain(document, reading, at),
  ];
  if (problems.length > 0) return fail(problems);
  const { value } = encode(document.toJS());
  const locate = (path: Path): Location => at(offsetOf(document, path));
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
function unfitText(text: string, file: string, code: DiagnosticCode): Diagnostic | undefined {
  if (text.length > maxLength)
    return error('FW5006', 'the file is larger than 16 MiB', 'split it or take something out', { file, line: 1 });
  const control = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff]/u.exec(text);
  if (control || !text.isWellFormed()) {
    const line = text.slice(0, control?.index ?? 0).split('\n').length;
    return error(
      code,
      'the file has characters that do not show, such as controls or carriage returns',
      'write it as plain UTF-8 text with line feeds',
      { file, line },
    );
  }
  const line = tooDeep(text);
  if (line === undefined) return undefined;
  return error(
    'FW5006',
    `the file is nested deeper than ${maxDepth} levels`,
    'nothing that Fleetwright reads is as deep',
    { file, line },
  );
}

/** The line at which a bound of the depth is passed: open brackets, wherever they stand, and the columns that a line is indented. */
function tooDeep(text: string): number | undefined {
  let brackets = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const indent = /^[ \t?:-]*/.exec(line)?.[0].length ?? 0;
    for (const character of line) {
      if (character === '[' || character === '{') brackets++;
      else if ((character === ']' || character === '}') && brackets > 0) brackets--;
      if (brackets > maxDepth) return index + 1;
    }
    if (indent > 2 * maxDepth || line.split(': ').length > maxDepth) return index + 1;
  }
  return undefined;
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
      for (const { key } of node.items) {
        if (!isScalar(key) || !forbiddenKeys.has(String(key.value))) continue;
        problems.push(error(code, `the key "${String(key.value)}" is not allowed`, reference, at(key.range?.[0] ?? 0)));
      }
    }
    if (node.tag !== undefined)
      problems.push(error(code, `the tag ${node.tag} is not allowed`, 'write plain data', here));
  });
  return problems;
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
