import ts from 'typescript';

// Changes of clusters/fleet.ts and clusters/inventory.ts, in their text, as a person would make them: a definition is
// found by its syntax, however it is formatted, and everything else stays as it is.

/** The text of fleet.ts with another URL of the repository. @throws Error where it is not written there as plain text */
export function withRepositoryUrl(text: string, url: string): string {
  const definition = definitionOf('clusters/fleet.ts', text, 'defineFleet');
  const repository = entry(definition, 'repository', 'clusters/fleet.ts');
  return splice(text, [
    {
      ...rangeOf(entry(objectOf(repository, 'clusters/fleet.ts'), 'url', 'clusters/fleet.ts').initializer),
      text: quote(url),
    },
  ]);
}

/**
 * The text of inventory.ts in which the clusters of `servers` are reached at the URLs that it says, and all others are gone.
 * @throws Error where a cluster of `servers` is not in it, or one is not written as plain data
 */
export function withServers(text: string, servers: ReadonlyMap<string, string>): string {
  const file = 'clusters/inventory.ts';
  const inventory = definitionOf(file, text, 'defineInventory');
  const entries = inventory.properties.map((property) => {
    if (!ts.isPropertyAssignment(property))
      throw new Error(`${file}: ${property.getText()} is no entry of a cluster that can be changed here`);
    return property;
  });
  const missing = [...servers.keys()].filter((name) => !entries.some((property) => nameOf(property) === name));
  if (missing.length > 0) throw new Error(`${file} has no entry for ${missing.join(', ')}`);
  return splice(
    text,
    entries.map((property) => {
      const cluster = objectOf(property, file);
      const server = entry(cluster, 'server', file);
      const url = servers.get(nameOf(property));
      if (url !== undefined) return { ...rangeOf(server.initializer), text: quote(url) };
      const state = find(cluster, 'state');
      if (state) return { ...rangeOf(state.initializer), text: quote('gone') };
      const end = server.getEnd();
      return { start: end, end, text: `,${indentation(text, server)}state: ${quote('gone')}` };
    }),
  );
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function splice(text: string, changes: readonly Splice[]): string {
  let result = text;
  for (const change of changes.toSorted((a, b) => b.start - a.start)) {
    result = result.slice(0, change.start) + change.text + result.slice(change.end);
  }
  return result;
}

/** What a `define…` is called with. */
function definitionOf(file: string, text: string, name: string): ts.ObjectLiteralExpression {
  const found: ts.ObjectLiteralExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name) {
      found.push(...node.arguments.filter((argument) => ts.isObjectLiteralExpression(argument)));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  const [definition] = found;
  if (!definition || found.length > 1)
    throw new Error(`${file} has ${found.length} calls of ${name} with an object; it must have one`);
  return definition;
}

function find(object: ts.ObjectLiteralExpression, name: string): ts.PropertyAssignment | undefined {
  return object.properties
    .filter((property) => ts.isPropertyAssignment(property))
    .find((property) => nameOf(property) === name);
}

function entry(object: ts.ObjectLiteralExpression, name: string, file: string): ts.PropertyAssignment {
  const found = find(object, name);
  if (!found) throw new Error(`${file}: there is no ${name} in ${object.getText()}`);
  return found;
}

function objectOf(property: ts.PropertyAssignment, file: string): ts.ObjectLiteralExpression {
  if (!ts.isObjectLiteralExpression(property.initializer))
    throw new Error(`${file}: ${nameOf(property)} is not written as an object`);
  return property.initializer;
}

function nameOf({ name }: ts.PropertyAssignment): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '';
}

/** What stands before a property: a line of its own, or a space. */
function indentation(text: string, property: ts.Node): string {
  const start = property.getStart();
  const line = text.slice(text.lastIndexOf('\n', start - 1), start);
  return line.startsWith('\n') && line.trim() === '' ? line : ' ';
}

function rangeOf(node: ts.Node): { readonly start: number; readonly end: number } {
  return { start: node.getStart(), end: node.getEnd() };
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
