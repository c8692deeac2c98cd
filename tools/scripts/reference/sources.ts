import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Root of this repository. */
export const root = join(import.meta.dirname, '../../..');

/** A source file, parsed. */
export function sourceFile(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
}

/** What the comment above a declaration says, on one line; `{@link X}` is X. Undefined: there is none. */
export function docOf(node: ts.Node): string | undefined {
  const last = ts.getJSDocCommentsAndTags(node).findLast((one) => ts.isJSDoc(one));
  const raw = last?.getText();
  if (raw === undefined) return undefined;
  const lines = raw
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim());
  const text = lines.join(' ').replaceAll(/\s+/g, ' ').trim();
  // Text in backticks within double ones shows a backtick of TypeScript: it is left alone.
  return text.replaceAll(/\{@link ([\w.]+)\}/g, '`$1`');
}

/** A place in a source, as compilers print it. */
export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
