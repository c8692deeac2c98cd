import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { Locator, Path } from './place.ts';

/** Finds the keys (and elements of lists) that paths lead to in a YAML document; a path that breaks off, its last step. */
export function yamlLocator(file: string, text: string): Locator {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false });
  return (path) => {
    let node: unknown = document.contents;
    let offset = startOf(document.contents) ?? 0;
    for (const step of path) {
      const found = child(isAlias(node) ? node.resolve(document) : node, step);
      if (!found) break;
      offset = startOf(isPair(found) ? found.key : found) ?? offset;
      node = isPair(found) ? found.value : found;
    }
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
}

function child(node: unknown, step: Path[number]): Pair | Node | undefined {
  if (isSeq<Node>(node)) return node.items[Number(step)];
  if (!isMap(node)) return undefined;
  return node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
}

function startOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
}
