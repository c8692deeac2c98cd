import { type Diagnostic, type DiagnosticCode, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import { Composer, type CST, type Document, isAlias, LineCounter, Parser, visit } from 'yaml';

const maxBytes = 10_000_000;
const maxDepth = 100;

/**
 * One YAML 1.2 document (core schema) as plain data. `file` is where errors say they are. Errors, each with line and
 * column: FW5006 for a text of more than 10 MB or nested deeper than 100 levels, FW1031 for what does not parse, holds a
 * key twice, an alias, an unknown tag, or more than one document. An empty text is null.
 */
export function parseYaml(text: string, file: string): Result<unknown> {
  if (text.length > maxBytes) {
    const hint = 'split it, or look for what should not be in it';
    return fail([error('FW5006', `the document is larger than ${maxBytes / 1_000_000} MB`, hint, { file })]);
  }
  const lines = new LineCounter();
  const at = (code: DiagnosticCode, message: string, hint: string, offset: number): Diagnostic => {
    const { line, col } = lines.linePos(offset);
    return error(code, message, hint, line > 0 ? { file, line, column: col } : { file });
  };
  // The parser keeps a stack of its own; the composer and everything after it recurse.
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deep = tooDeep(tokens);
  if (deep !== undefined) {
    return fail([at('FW5006', `the document is nested deeper than ${maxDepth} levels`, 'flatten it', deep)]);
  }
  const documents = [...new Composer({ strict: true, uniqueKeys: true, version: '1.2' }).compose(tokens)];
  const problems: Diagnostic[] = [];
  for (const document of documents) problems.push(...problemsOf(document, at));
  const [first, second] = documents;
  if (second)
    problems.push(at('FW1031', 'more than one YAML document', 'keep one document to a file', second.range[0]));
  if (problems.length > 0) return fail(problems);
  return ok(first ? (first.toJS() as unknown) : null);
}

function problemsOf(
  document: Document.Parsed,
  at: (code: DiagnosticCode, message: string, hint: string, offset: number) => Diagnostic,
): Diagnostic[] {
  const problems = [...document.errors, ...document.warnings].map((problem) => {
    return at('FW1031', `this is not YAML as it should be: ${problem.message}`, 'mend the text', problem.pos[0]);
  });
  visit(document, {
    Alias: (_key, alias) => {
      if (!isAlias(alias)) return;
      const offset = alias.range?.[0] ?? 0;
      problems.push(at('FW1031', `an alias (*${alias.source})`, 'write the value out', offset));
    },
  });
  return problems;
}

/** Offset of the first token that is nested too deep. Iterative: the nesting may be thousands of levels. */
function tooDeep(tokens: readonly CST.Token[]): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > maxDepth) return token.offset;
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const item of token.items) {
      if (item.key) open.push({ token: item.key, depth: depth + 1 });
      if (item.value) open.push({ token: item.value, depth: depth + 1 });
    }
  }
  return undefined;
}
