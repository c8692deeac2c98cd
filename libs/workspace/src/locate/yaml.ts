import { composeYaml } from 'kustomize-ts/yaml';
import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Locator, Path } from './place.ts';

/**
 * Finds the keys (and elements of lists) that paths lead to in a YAML document; a path that breaks off, its last step. In a
 * text that is too large or too deep to be read, it finds nothing.
 */
export function yamlLocator(file: string, text: string): Locator {
  const composed = composeYaml(text, file);
  if (!composed.ok) return () => undefined;
  const { documents, at } = composed.value;
  const [document] = documents;
  return (path) => {
    let node: unknown = document?.contents;
    let offset = startOf(node) ?? 0;
    for (const step of path) {
      const found = child(isAlias(node) && document ? node.resolve(document) : node, step);
      if (!found) break;
      offset = startOf(isPair(found) ? found.key : found) ?? offset;
      node = isPair(found) ? found.value : found;
    }
    const { line = 1, column = 1 } = at(offset);
    return { file, line, column };
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
