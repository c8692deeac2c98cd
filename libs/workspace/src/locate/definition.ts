import { createRequire } from 'node:module';
import { posix } from 'node:path';
import type TS from 'typescript';
import type { Locator, Path, Read } from './place.ts';

/** The compiler, loaded when it is first needed: that takes longer than most commands. */
let ts: typeof TS;

/** An expression and the source file in which it stands. */
interface Here {
  readonly node: TS.Expression;
  readonly source: TS.SourceFile;
}
/** A step of a path that was found: where to point to, and where to go on. */
interface Step {
  readonly mark: TS.Node;
  readonly source: TS.SourceFile;
  readonly next: Here;
}

const definers = new Set(['defineApp', 'definePlatform', 'defineFleet', 'defineInventory']);
/** `patch(kind, name, body)` and `raw(kind, name, body)`: as data, an object with these fields. */
const escapeFields = new Map([
  ['kind', 0],
  ['name', 1],
  ['input', 2],
]);
/** Constants that name each other in a circle end here. */
const maxHops = 20;

/**
 * Finds what paths lead to in the definition of a TypeScript file: property names, elements of lists. It follows
 * literals, constants of the same file, spreads, constants imported from relative files, and the body of `patch` and
 * `raw`. A path that breaks off (a call, a computed value, a missing field) leads to its last step.
 */
export function definitionLocator(file: string, text: string, read: Read): Locator {
  ts ??= createRequire(import.meta.url)('typescript');
  const source = parse(file, text);
  const start = findDefinition(source);
  const sources = new Map([[file, source]]);

  function open(path: string): TS.SourceFile | undefined {
    const known = sources.get(path);
    if (known) return known;
    const content = read(path);
    if (content === undefined) return undefined;
    const parsed = parse(path, content);
    sources.set(path, parsed);
    return parsed;
  }
  return (path) => {
    if (!start) return path.length === 0 ? { file, line: 1, column: 1 } : undefined;
    const found = follow({ node: start.argument, source }, path, open);
    const { mark, source: where } = found ?? { mark: start.mark, source };
    const { line, character } = where.getLineAndCharacterOfPosition(mark.getStart(where));
    return { file: where.fileName, line: line + 1, column: character + 1 };
  };
}

/** Where the object literal stands that a definition is made of; offsets into the text. */
export interface ObjectPlace {
  /** Behind its opening brace. */
  readonly open: number;
  /** Of its closing brace. */
  readonly close: number;
  /** Of its properties and spreads, in their order: where each begins, and where it ends without its comma. */
  readonly members: readonly { readonly name: string | undefined; readonly start: number; readonly end: number }[];
  /** Where the comma after the last of them ends; `undefined` when there is none. */
  readonly comma: number | undefined;
}

/**
 * The object literal that a definition's call is given, in the call or as a constant of the same file; `undefined` when
 * something else makes it.
 */
export function definitionObject(file: string, text: string): ObjectPlace | undefined {
  ts ??= createRequire(import.meta.url)('typescript');
  const source = parse(file, text);
  const start = findDefinition(source);
  const node = start && settle({ node: start.argument, source }, () => undefined).node;
  if (!node || !ts.isObjectLiteralExpression(node)) return undefined;
  const { properties } = node;
  const members = properties.map((property) => ({
    name: property.name && nameOf(property.name),
    start: property.getStart(source),
    end: property.end,
  }));
  // The list reaches to the end of a trailing comma.
  return {
    open: node.getStart(source) + 1,
    close: node.end - 1,
    members,
    comma: properties.hasTrailingComma ? properties.end : undefined,
  };
}

type Open = (file: string) => TS.SourceFile | undefined;

function parse(file: string, text: string): TS.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
}

/** The first call of a define function, or the default export when something else makes the definition. */
function findDefinition(source: TS.SourceFile): { mark: TS.Node; argument: TS.Expression } | undefined {
  let found: TS.CallExpression | undefined;
  function visit(node: TS.Node): void {
    if (found) return;
    if (ts.isCallExpression(node) && definers.has(calleeName(node))) found = node;
    else ts.forEachChild(node, visit);
  }
  visit(source);
  const argument = found?.arguments[0];
  if (found && argument) return { mark: found, argument };
  const exported = source.statements.find((statement) => ts.isExportAssignment(statement));
  return exported && { mark: exported, argument: exported.expression };
}

function calleeName(call: TS.CallExpression): string {
  if (ts.isIdentifier(call.expression)) return call.expression.text;
  return ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : '';
}

/** The last step of `path` that can be found, from `from` on. */
function follow(from: Here, path: Path, open: Open): Step | undefined {
  let here = from;
  let last: Step | undefined;
  for (const segment of path) {
    const step = enter(here, segment, open);
    if (!step) return last;
    last = step;
    here = step.next;
  }
  return last;
}

function enter(from: Here, segment: Path[number], open: Open): Step | undefined {
  const { node, source } = settle(from, open);
  if (ts.isObjectLiteralExpression(node)) return findProperty(node, source, String(segment), open);
  if (ts.isArrayLiteralExpression(node)) {
    const element = elements(node, source, open)?.[Number(segment)];
    return element && { mark: element.node, source: element.source, next: element };
  }
  if (!ts.isCallExpression(node)) return undefined;
  const field = escapeFields.get(String(segment));
  const argument = node.arguments[field ?? 2];
  if (!argument) return undefined;
  if (field !== undefined) return { mark: argument, source, next: { node: argument, source } };
  return enter({ node: argument, source }, segment, open);
}

/** The property that counts: the last of its name, where spreads count for the properties that they bring. */
function findProperty(
  object: TS.ObjectLiteralExpression,
  source: TS.SourceFile,
  name: string,
  open: Open,
): Step | undefined {
  for (const property of object.properties.toReversed()) {
    if (ts.isSpreadAssignment(property)) {
      const spread = settle({ node: property.expression, source }, open);
      const literal = ts.isObjectLiteralExpression(spread.node) ? spread.node : undefined;
      const inside = literal && findProperty(literal, spread.source, name, open);
      if (inside) return inside;
    } else if (nameOf(property.name) === name) {
      const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
      if (ts.isExpression(value)) return { mark: property.name, source, next: { node: value, source } };
    }
  }
  return undefined;
}

function nameOf(name: TS.PropertyName): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
}

/** The elements of a list, those of spread lists among them; `undefined` when a spread cannot be seen through. */
function elements(list: TS.ArrayLiteralExpression, source: TS.SourceFile, open: Open): Here[] | undefined {
  const found: Here[] = [];
  for (const node of list.elements) {
    if (!ts.isSpreadElement(node)) {
      found.push({ node, source });
      continue;
    }
    const spread = settle({ node: node.expression, source }, open);
    const inside = ts.isArrayLiteralExpression(spread.node) ? elements(spread.node, spread.source, open) : undefined;
    if (!inside) return undefined;
    found.push(...inside);
  }
  return found;
}

/** What an expression is, behind parentheses, `as`, `satisfies`, and the names of constants. */
function settle(from: Here, open: Open): Here {
  let here = from;
  for (let hops = 0; hops < maxHops; hops++) {
    const next = unwrap(here, open);
    if (!next) return here;
    here = next;
  }
  return here;
}

function unwrap({ node, source }: Here, open: Open): Here | undefined {
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node)
  )
    return { node: node.expression, source };
  if (!ts.isIdentifier(node)) return undefined;
  const constant = findConstant(source, node.text);
  return constant ? { node: constant, source } : findImported(source, node.text, open);
}

/** The value of a constant at the top level of a file. */
function findConstant(source: TS.SourceFile, name: string): TS.Expression | undefined {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: declared, initializer } of statement.declarationList.declarations)
      if (ts.isIdentifier(declared) && declared.text === name) return initializer;
  }
  return undefined;
}

/** The value of a constant that a relative import brings, whatever it is called here. */
function findImported(source: TS.SourceFile, name: string, open: Open): Here | undefined {
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const specifier = statement.moduleSpecifier.text;
    const bindings = statement.importClause?.namedBindings;
    if (!specifier.startsWith('.') || !bindings || !ts.isNamedImports(bindings)) continue;
    const binding = bindings.elements.find((element) => element.name.text === name);
    const file = binding && open(posix.join(posix.dirname(source.fileName), specifier));
    const constant = file && findConstant(file, (binding.propertyName ?? binding.name).text);
    if (constant) return { node: constant, source: file };
  }
  return undefined;
}
