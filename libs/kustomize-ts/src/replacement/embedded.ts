import { Refusal } from '../refusal.ts';
import type { Node, Scalar } from '../yaml/node.ts';
import { valueText } from './children.ts';
import { documentOf, documentText } from './document.ts';
import { locate, type Route } from './locate.ts';
import { type Found, lookUpPart } from './look-up.ts';
import { nodeAt, type Pointer, replaceAt } from './pointer.ts';

/** A text that holds a document, and the path into that document. */
interface Embedded {
  readonly text: Scalar;
  readonly pointer: Pointer;
  readonly document: Node | undefined;
  readonly rest: readonly string[];
}

/**
 * The text that a path runs into, with the value set in the document that it holds, and where that text stands. `undefined` when the path runs into none, or
 * when that goes wrong in any way. As `setValueInStructuredData` of api/filters/replacement.
 */
export function editEmbedded(root: Node, route: Route, value: Node): Found | undefined {
  try {
    const embedded = findEmbedded(root, route.parts);
    if (embedded?.document === undefined) return undefined;
    const located = locate(embedded.document, { ...route, parts: embedded.rest });
    if (located.targets.length === 0) return undefined;
    let document = located.root;
    for (const target of located.targets) {
      if ('pointer' in target) document = setAt(document, target.pointer, value);
    }
    const text = documentText(document, embedded.text.value);
    return { node: { ...embedded.text, value: text }, pointer: embedded.pointer };
  } catch (problem) {
    if (problem instanceof Refusal) return undefined;
    throw problem;
  }
}

/** The first scalar on the way whose text is YAML of any kind, before the end of the path. */
function findEmbedded(root: Node, parts: readonly string[]): Embedded | undefined {
  let found: Found | undefined = { node: root, pointer: [] };
  for (const [index, part] of parts.entries()) {
    // A wildcard is an error of this kind of search; there is no need to make one.
    if (index === parts.length - 1 || part === '*') return undefined;
    found = lookUpPart(found, part);
    if (found === undefined) return undefined;
    const { node, pointer } = found;
    if (node.kind !== 'scalar') continue;
    const document = readable(node.value);
    if (document !== 'unreadable') return { text: node, pointer, document, rest: parts.slice(index + 1) };
  }
  return undefined;
}

function readable(text: string): Node | 'unreadable' | undefined {
  try {
    return documentOf(text);
  } catch (problem) {
    if (problem instanceof Refusal) return 'unreadable';
    throw problem;
  }
}

function setAt(document: Node, pointer: Pointer, value: Node): Node {
  const old = nodeAt(document, pointer);
  const node = old?.kind === 'scalar' ? { ...old, value: valueText(value) } : value;
  return replaceAt(document, pointer, node);
}
