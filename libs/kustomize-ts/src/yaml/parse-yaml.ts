import { type Diagnostic, error, fail, type Location, ok, type Result } from '@fleetwright/diagnostics';
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isScalar,
  Lexer,
  LineCounter,
  Parser,
  visit,
  type YAMLMap,
} from 'yaml';
import { readBack } from './read-back.ts';

const maxLength = 10 * 1024 * 1024;
const maxDepth = 100;

/** The documents of a text, each with its own errors, and where in the file an offset of the text is. */
export interface Composed {
  readonly documents: readonly Document.Parsed[];
  at(this: void, offset: number): Location;
}

/**
 * One YAML 1.2 document (core schema) as plain data. `file` is where errors say they are. Errors, each with line and
 * column: those of {@link composeYaml}, FW1031 for what does not parse, holds a key twice, an alias, an unknown tag, the key
 * `__proto__`, or more than one document. An empty text is null.
 */
export function parseYaml(text: string, file: string): Result<unknown> {
  const written = readBack(text);
  if (written !== undefined) return ok(written);
  const composed = composeYaml(text, file);
  if (!composed.ok) return composed;
  const { documents, at } = composed.value;
  const problems: Diagnostic[] = [];
  for (const document of documents) problems.push(...problemsOf(document, at));
  const [first, second] = documents;
  if (second)
    problems.push(error('FW1031', 'more than one YAML document', 'keep one document to a file', at(second.range[0])));
  if (problems.length > 0) return fail(problems);
  return ok(first ? (first.toJS() as unknown) : null);
}

/**
 * The YAML 1.2 documents (core schema) of a text. Errors: FW5006 for a text of more than 10 MiB, or with more than 100
 * collections inside each other.
 */
export function composeYaml(text: string, file: string): Result<Composed> {
  if (text.length > maxLength) {
    const hint = 'split it, or look for what should not be in it';
    return fail([error('FW5006', 'the document is larger than 10 MiB', hint, { file })]);
  }
  const lines = new LineCounter();
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const read = tokensOf(text, lines);
  if ('deepAt' in read) {
    const message = `the document is nested deeper than ${maxDepth} levels`;
    return fail([error('FW5006', message, 'flatten it', at(read.deepAt))]);
  }
  // The composer would compare each key of a map with every other; see `problemsOfKeys`.
  const composer = new Composer({ strict: true, uniqueKeys: false, version: '1.2' });
  return ok({ documents: [...composer.compose(read.tokens)], at });
}

function problemsOf(document: Document.Parsed, at: Composed['at']): Diagnostic[] {
  const problems = [...document.errors, ...document.warnings].map((problem) =>
    error('FW1031', `this is not YAML as it should be: ${problem.message}`, 'mend the text', at(problem.pos[0])),
  );
  visit(document, {
    Alias: (_key, alias) => {
      if (!isAlias(alias)) return;
      const offset = alias.range?.[0] ?? 0;
      problems.push(error('FW1031', `an alias (*${alias.source})`, 'write the value out', at(offset)));
    },
    Map: (_key, map) => {
      problems.push(...problemsOfKeys(map, at));
    },
  });
  return problems;
}

/** Keys that are there twice, as they are in JavaScript and JSON (`1` and `"1"` are one), and the one that is none there. */
function problemsOfKeys(map: YAMLMap, at: Composed['at']): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const lines = new Map<string, number | undefined>();
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const [name, place] = [String(key.value), at(key.range?.[0] ?? 0)];
    const first = lines.get(name);
    if (name === '__proto__') problems.push(error('FW1031', `the key "${name}"`, 'leave it out', place));
    else if (lines.has(name))
      problems.push(error('FW1031', `the key "${name}" twice, first in line ${first}`, 'take one of them away', place));
    else lines.set(name, place.line);
  }
  return problems;
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
