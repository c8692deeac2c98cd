import type { Location } from '@fleetwright/diagnostics';
import { Refusal } from './refusal.ts';
import { get, type Node, type Scalar } from './yaml/node.ts';

/** What was read from a node of a kustomization, and knows it for the places of messages. */
export interface Written {
  readonly from?: Node | undefined;
}

/** Where the value under these keys and numbers of items is written, as near as is known: else what is around it, else the file. */
export function placeIn(file: string, node: Node | undefined, ...path: readonly (string | number)[]): Location {
  let found = node;
  for (const part of path) {
    const next =
      typeof part === 'string' ? get(found, part) : found?.kind === 'sequence' ? found.items[part] : undefined;
    if (next === undefined || next.line === 0) break;
    found = next;
  }
  return found === undefined || found.line === 0 ? { file } : { file, line: found.line, column: found.column };
}

/** What `make` makes; what it refuses without saying where, or with the name of this file alone, is said to be here. */
export function placedAt<T>(at: () => Location, file: string, make: () => T): T {
  try {
    return make();
  } catch (problem) {
    throw mapPlaces(problem, (place) => (place === undefined || isWhole(place, file) ? at() : place));
  }
}

function isWhole({ file, line, path }: Location, wanted: string): boolean {
  return file === wanted && line === undefined && path === undefined;
}

/** A text that stands in a scalar of a file, and is a document of its own. What is said of it names {@link inlineFile} as its file. */
export interface InlineText {
  readonly file: string;
  readonly scalar: Node | undefined;
  /** Lines of the scalar before the text. */
  readonly skipped: number;
}

/** The name of a file that is none. */
export const inlineFile = '';

/** A node of a text in a scalar, as a node of the file: at the line where that is known, else where the scalar is. */
export function nodeInFile<T extends Node>(node: T, scalar: Scalar): T;
export function nodeInFile(node: Node, scalar: Scalar): Node {
  // In an item of a list, the text mostly begins below the sign of its block.
  const isLiteral = scalar.style === 'literal';
  const line = isLiteral ? scalar.line + node.line : scalar.line;
  const column = isLiteral ? scalar.column + node.column - 1 : scalar.column;
  if (node.kind === 'scalar') return { ...node, line, column };
  if (node.kind === 'sequence')
    return { ...node, line, column, items: node.items.map((item) => nodeInFile(item, scalar)) };
  const entries = node.entries.map(({ key, value }) => ({
    key: nodeInFile(key, scalar),
    value: nodeInFile(value, scalar),
  }));
  return { ...node, line, column, entries };
}

/** What `make` makes of an inline text; what it refuses in places of the text is said to be in the file: at the line where that is known. */
export function inText<T>({ file, scalar, skipped }: InlineText, make: () => T): T {
  try {
    return make();
  } catch (problem) {
    const whole = placeIn(file, scalar);
    // Only in literal blocks are the lines of the text lines of the file.
    const isLiteral = scalar?.kind === 'scalar' && scalar.style === 'literal' && whole.line !== undefined;
    throw mapPlaces(problem, (at) => {
      if (at?.file !== inlineFile) return at;
      const { line } = at;
      return isLiteral && line !== undefined ? { file, line: scalar.line + skipped + line } : whole;
    });
  }
}

/** The problem with other places, when it is a refusal; itself when all stay. */
function mapPlaces(problem: unknown, edit: (at: Location | undefined) => Location | undefined): unknown {
  if (!(problem instanceof Refusal)) return problem;
  let changed = false;
  const diagnostics = problem.diagnostics.map((each) => {
    const at = edit(each.at);
    if (at === each.at) return each;
    changed = true;
    return { ...each, ...(at && { at }) };
  });
  return changed ? new Refusal(diagnostics) : problem;
}
