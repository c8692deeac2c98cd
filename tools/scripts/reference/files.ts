import ts from 'typescript';
import { generatedFrom, table } from './markdown.ts';
import { docOf, placeOf, sourceFile } from './sources.ts';

const folder = 'libs/model/src/files';

/** The documents of the page: the schema of each, and the file that it stands in. */
const documents: readonly (readonly [heading: string, file: string, schema: string])[] = [
  ['images.yaml', 'images.ts', 'images'],
  ['Holds and freezes', 'hold.ts', 'hold'],
  ['release.yaml', 'release.ts', 'release'],
  ['clusters.yaml', 'clusters.ts', 'clusters'],
  ['policy.yaml', 'policy.ts', 'policy'],
];

/** The page of the documents that people and programs share. Throws when a field has no comment, or a type no words. */
export function filesPage(): string {
  const sections = documents.map(([heading, file, name]) => {
    const declared = schemas(`${folder}/${file}`);
    const found = declared.get(name);
    const doc = found && docOf(found.statement);
    if (!found || doc === undefined) throw new Error(`${folder}/${file} has no schema ${name} with a comment`);
    const rows = new Fields(declared).rowsOf(found.schema, '');
    return `## ${heading}\n\n${doc}\n\n${table(['field', 'type', 'what it says'], rows)}`;
  });
  return `${generatedFrom(folder)}# Files

What the YAML documents of a fleet say. People and bots write \`images.yaml\`, holds and freezes; all others are generated. A name in **bold**
must be there. \`<name>\` stands for any name.

${sections.join('\n')}`;
}

interface Declared {
  readonly statement: ts.VariableStatement;
  readonly schema: ts.Expression;
}

/** The constants of a file by name. */
function schemas(path: string): ReadonlyMap<string, Declared> {
  const found = sourceFile(path).statements.flatMap((statement): [string, Declared][] => {
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }): [string, Declared][] =>
      initializer ? [[name.getText(), { statement, schema: initializer }]] : [],
    );
  });
  return new Map(found);
}

/** What a schema is called, and the schema of what is inside: of an object, or of each entry of a map or a list. */
interface Shape {
  readonly words: string;
  readonly fields?: ts.ObjectLiteralExpression;
  readonly entries?: { readonly schema: ts.Expression; readonly mark: string };
  readonly optional: boolean;
}

/** Scalars by the function that makes them: of zod, or of ours. */
const scalars: ReadonlyMap<string, string> = new Map([
  ['z.string', 'text'],
  ['z.int', 'integer'],
  ['z.number', 'number'],
  ['z.boolean', 'boolean'],
  ['z.iso.datetime', 'time in UTC'],
  ['z.custom', 'text'],
  ['textThat', 'text'],
]);

class Fields {
  readonly declared: ReadonlyMap<string, Declared>;

  constructor(declared: ReadonlyMap<string, Declared>) {
    this.declared = declared;
  }

  /** The rows of everything inside a schema; `path` leads to it. */
  rowsOf(schema: ts.Expression, path: string): string[][] {
    const { fields, entries } = this.shape(schema);
    if (entries) return this.rowsOf(entries.schema, `${path}${entries.mark}`.replace(/^\./, ''));
    const rows: string[][] = [];
    for (const field of fields?.properties ?? []) {
      if (!ts.isPropertyAssignment(field)) throw new Error(`${placeOf(field)}: not a field`);
      const doc = docOf(field);
      if (doc === undefined) throw new Error(`${placeOf(field)}: the field ${field.name.getText()} has no comment`);
      const name = [path, field.name.getText()].filter(Boolean).join('.');
      const { words, optional } = this.shape(field.initializer);
      rows.push([optional ? `\`${name}\`` : `**\`${name}\`**`, words, doc], ...this.rowsOf(field.initializer, name));
    }
    return rows;
  }

  shape(schema: ts.Expression): Shape {
    if (ts.isIdentifier(schema)) {
      const declared = this.declared.get(schema.text);
      if (declared) return this.shape(declared.schema);
    }
    if (!ts.isCallExpression(schema)) throw this.unknown(schema);
    const called = schema.expression.getText().replaceAll(/\s/g, '');
    const made = this.made(called, schema);
    if (made) return made;
    // A method of a schema: readonly(), optional(), min(1).
    if (!ts.isPropertyAccessExpression(schema.expression)) throw this.unknown(schema);
    const inner = this.shape(schema.expression.expression);
    return schema.expression.name.text === 'optional' ? { ...inner, optional: true } : inner;
  }

  made(called: string, schema: ts.CallExpression): Shape | undefined {
    const scalar = scalars.get(called);
    if (scalar !== undefined) return { words: scalar, optional: false };
    const [first, second] = schema.arguments;
    if (called === 'z.strictObject' && first && ts.isObjectLiteralExpression(first))
      return { words: 'object', fields: first, optional: false };
    if (called === 'z.array' && first)
      return { words: `list of ${this.shape(first).words}`, entries: { schema: first, mark: '[]' }, optional: false };
    if (called === 'z.record' && second)
      return {
        words: `map to ${this.shape(second).words}`,
        entries: { schema: second, mark: '.<name>' },
        optional: false,
      };
    if (first && ts.isArrayLiteralExpression(first)) {
      if (called === 'z.enum')
        return { words: first.elements.map((one) => `\`${one.getText()}\``).join(' or '), optional: false };
      if (called === 'z.union')
        return { words: first.elements.map((one) => this.shape(one).words).join(' or '), optional: false };
    }
    return undefined;
  }

  unknown(schema: ts.Expression): Error {
    return new Error(`${placeOf(schema)}: tools/scripts/reference/files.ts has no words for ${schema.getText()}`);
  }
}
