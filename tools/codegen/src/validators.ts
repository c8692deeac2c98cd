import ts from 'typescript';
import type { Definition, Definitions, Field, Limits, Scalar, Schema } from './schema.ts';

/**
 * Reads the schemas back out of the validators in `@kubernetes-models/*`. The packages carry no JSON schemas, only what
 * ajv compiled from them: one function per subschema, whose errors name the keyword and its parameters, and which calls
 * the function of each subschema with the part of the data that it is for.
 */

/** Finds the text of a validator's module: `load('@kubernetes-models/argo-cd', 'ComGithub…Application')`. */
export type LoadModule = (packageName: string, module: string) => string;

/** One function of a module, as far as it says something about the schema. */
interface Compiled {
  readonly keywords: Map<string, ts.ObjectLiteralExpression[]>;
  readonly calls: { readonly callee: string; readonly data: Part }[];
}

/** An object as it is written: its fields, without those of the objects that it embeds. */
interface CompiledObject {
  readonly fields: ReadonlyMap<string, Field>;
  readonly parents: readonly Schema[];
}

/** Which part of the data a call is for: itself, one property, every item, every value of a map. */
type Part = 'self' | 'items' | 'values' | { readonly property: string };

/** All definitions that the kind's module reaches inside its package; other packages' types stay references. */
export function readValidators(packageName: string, root: string, load: LoadModule): Definitions {
  const objects = new Map<string, CompiledObject>();
  const aliases = new Map<string, Schema>();
  const pending = [root];
  for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
    if (objects.has(module) || aliases.has(module)) continue;
    const read = readModule(module, load(packageName, module));
    for (const [name, object] of read.objects) objects.set(name, object);
    if (!read.objects.has(module)) aliases.set(module, read.schema);
    pending.push(...read.imports);
  }
  const definitions = new Map<string, Definition>();
  for (const [name, alias] of aliases) definitions.set(name, { alias });
  for (const name of objects.keys()) definitions.set(name, { fields: allFields({ type: 'ref', name }, objects) });
  return definitions;
}

function allFields(schema: Schema, objects: ReadonlyMap<string, CompiledObject>): ReadonlyMap<string, Field> {
  const object = schema.type === 'ref' ? objects.get(schema.name) : undefined;
  if (!object) throw new Error(`embedded, but not an object: ${JSON.stringify(schema)}`);
  const embedded = object.parents.flatMap((parent) => [...allFields(parent, objects)]);
  return new Map([...embedded, ...object.fields]);
}

/** What the functions of one module are read with. */
interface Module {
  readonly name: string;
  readonly functions: ReadonlyMap<string, Compiled>;
  /** Imported function → module that it comes from. */
  readonly refs: ReadonlyMap<string, string>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
  /** The module's own object, and those inside it that have no module: `<module>:<Field>`. */
  readonly objects: Map<string, CompiledObject>;
}

interface ReadModule {
  readonly objects: ReadonlyMap<string, CompiledObject>;
  /** What the module itself is. */
  readonly schema: Schema;
  /** Modules of the same package that it refers to. */
  readonly imports: readonly string[];
}

function readModule(name: string, text: string): ReadModule {
  const source = ts.createSourceFile(`${name}.js`, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const functions = new Map<string, Compiled>();
  const refs = new Map<string, string>();
  const enums = new Map<string, readonly string[]>();
  const imports: string[] = [];
  let root = '';
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) functions.set(statement.name.text, compiled(statement));
    else if (ts.isImportDeclaration(statement)) readImport(statement, refs, imports);
    else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        const variable = declaration.name.getText();
        if (variable === 'validate') root = declaration.initializer?.getText() ?? '';
        if (variable.endsWith('_enum')) enums.set(variable, strings(declaration.initializer));
      }
    }
  }
  const module: Module = { name, functions, refs, enums, objects: new Map() };
  return { schema: schemaOf(root, module, name), objects: module.objects, imports };
}

function readImport(statement: ts.ImportDeclaration, refs: Map<string, string>, imports: string[]): void {
  const from = strings(statement.moduleSpecifier)[0] ?? '';
  const module = from.slice(from.lastIndexOf('/') + 1).replace(/\.js$/, '');
  const bindings = statement.importClause?.namedBindings;
  if (!from.includes('/_schemas/') && !from.startsWith('./')) return;
  if (!bindings || !ts.isNamedImports(bindings)) throw new Error(`unknown import of ${from}`);
  for (const element of bindings.elements) refs.set(element.name.text, module);
  if (from.startsWith('./')) imports.push(module);
}

function compiled(declaration: ts.FunctionDeclaration): Compiled {
  const result: Compiled = { keywords: new Map(), calls: [] };
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const keyword = strings(property(node, 'keyword'))[0];
      const params = property(node, 'params');
      if (keyword !== undefined && params && ts.isObjectLiteralExpression(params)) {
        result.keywords.set(keyword, [...(result.keywords.get(keyword) ?? []), params]);
      }
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && /^validate\d+$/.test(node.expression.text)) {
      result.calls.push({ callee: node.expression.text, data: partOf(node.arguments[0]) });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(declaration, visit);
  return result;
}

function partOf(argument: ts.Expression | undefined): Part {
  if (argument && ts.isIdentifier(argument)) return 'self';
  if (argument && ts.isPropertyAccessExpression(argument)) return { property: argument.name.text };
  if (argument && ts.isElementAccessExpression(argument)) {
    const key = argument.argumentExpression;
    if (ts.isStringLiteralLike(key)) return { property: key.text };
    return key.getText().startsWith('key') ? 'values' : 'items';
  }
  throw new Error(`unknown argument of a validator: ${argument?.getText()}`);
}

/** The schema that a function checks; an object with fields becomes a definition called `name`. */
function schemaOf(called: string, module: Module, name: string): Schema {
  const ref = module.refs.get(called);
  if (ref !== undefined) return { type: 'ref', name: ref };
  const from = module.functions.get(called);
  if (!from) throw new Error(`no ${called} in ${module.name}`);
  const limits = limitsOf(from);
  const fields = new Map<string, Field>();
  const parents: Schema[] = []; // Go's embedded structs, `allOf` in the schema
  const required = new Set(
    (from.keywords.get('required') ?? []).flatMap((params) => strings(property(params, 'missingProperty'))),
  );
  for (const { callee, data } of from.calls) {
    if (data === 'self') {
      parents.push(schemaOf(callee, module, name));
      continue;
    }
    if (data === 'items') return { type: 'list', item: schemaOf(callee, module, `${name}:Item`), ...limits };
    if (data === 'values') return { type: 'map', value: schemaOf(callee, module, `${name}:Value`), ...limits };
    const field = data.property;
    const schema = schemaOf(callee, module, `${name}:${field.slice(0, 1).toUpperCase()}${field.slice(1)}`);
    fields.set(field, { schema, required: required.has(field) });
  }
  if (fields.size > 0) {
    module.objects.set(name, { fields, parents });
    return { type: 'ref', name };
  }
  // A function that only repeats what a named schema says adds nothing; one with keywords of its own repeats it all.
  const [parent] = parents;
  return parent && !limits.limits && !from.keywords.has('enum') ? parent : leafOf(from, module, limits);
}

function leafOf(from: Compiled, { enums }: Module, limits: { limits?: Limits }): Schema {
  const values = (from.keywords.get('enum') ?? [])
    .map((params) => property(params, 'allowedValues')?.getText() ?? '')
    .flatMap((variable) => enums.get(variable) ?? []);
  if (values.length > 0) return { type: 'enum', values };
  const type = strings(property(from.keywords.get('type')?.[0], 'type'))[0];
  const format = strings(property(from.keywords.get('format')?.[0], 'format'))[0];
  if (type === 'object') return { type: 'map', value: { type: 'scalar', scalar: 'any' }, ...limits };
  return { type: 'scalar', scalar: scalarOf(type, format), ...limits };
}

function scalarOf(type: string | undefined, format: string | undefined): Scalar {
  if (type === undefined) return 'any';
  if (type === 'integer') return format === 'int32' ? 'int32' : 'int64';
  if (type === 'string' && format === 'byte') return 'bytes';
  if (type === 'string' && format === 'date-time') return 'time';
  if (type === 'string') return type;
  if (type === 'boolean' || type === 'number') return type;
  throw new Error(`unknown type in a validator: ${type}`);
}

const limitKeywords = ['maxItems', 'minItems', 'maxLength', 'minLength', 'maxProperties', 'minProperties'] as const;

function limitsOf(from: Compiled): { limits?: Limits } {
  const limits: Record<string, number | string> = {};
  for (const keyword of [...limitKeywords, 'maximum', 'minimum'] as const) {
    const limit = property(from.keywords.get(keyword)?.[0], 'limit');
    if (limit) limits[keyword] = Number(limit.getText());
  }
  const pattern = strings(property(from.keywords.get('pattern')?.[0], 'pattern'))[0];
  if (pattern !== undefined) limits['pattern'] = pattern;
  return Object.keys(limits).length > 0 ? { limits } : {};
}

function property(literal: ts.ObjectLiteralExpression | undefined, name: string): ts.Expression | undefined {
  for (const entry of literal?.properties ?? []) {
    if (ts.isPropertyAssignment(entry) && entry.name.getText() === name) return entry.initializer;
  }
  return undefined;
}

/** The string, or the strings of the array, that an expression is; nothing otherwise. */
function strings(expression: ts.Expression | undefined): string[] {
  if (!expression) return [];
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  return ts.isArrayLiteralExpression(expression) ? expression.elements.flatMap(strings) : [];
}
