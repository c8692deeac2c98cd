import { piecesOf, textOf } from './documents.ts';
import { firstDocument } from './first-document.ts';
import { inlineLists } from './inline-lists.ts';
import { isEmpty, metaOf, requireMetadata } from './meta.ts';
import { isNull, type Mapping, type Node } from './node.ts';
import { plainTag } from './resolve.ts';
import { newBudget, type Source } from './scan/scanner.ts';
import type { Maker } from './swift/line.ts';
import { empty, readSwiftly } from './swift/read.ts';
import { toNode } from './to-node.ts';

export interface ReadOptions {
  /** Whether comments are read. Default: no, as what is built has none. */
  readonly comments?: boolean;
}

/**
 * The documents of a file that are not empty, as `kio.FromBytes` of kyaml reads them: aliases and merge keys followed, the items of a `List` that is alone in its
 * file instead of it. Refuses (FW6009) what is not YAML, with the words of go-yaml, and (FW5006) what is too large, too deep or not UTF-8.
 */
export function readDocuments(content: string | Uint8Array, file: string, options: ReadOptions = {}): readonly Node[] {
  const pieces = piecesOf(textOf(content, file), file);
  const message = (problem: string): string => `MalformedYAMLError: ${problem} in File: ${file}`;
  const rest = {
    file,
    dialect: 3,
    message,
    comments: options.comments ?? false,
    code: 'FW6009',
    budget: newBudget(),
  } as const;
  // All are parsed before aliases are followed in any, so that kustomize's first error is ours.
  const finish = pieces.map((piece) => begin({ ...piece, ...rest }, true));
  const nodes = finish.map((make) => make()).filter((node) => node !== undefined && !isNull(node));
  const [only] = nodes;
  return pieces.length === 1 && only !== undefined ? unwrapped(only) : nodes;
}

/** The first document of a text as it is written, merge keys and all (aliases are followed, as nodes have none), or nothing when there is none: `yaml.Parse` of kyaml. Refuses as {@link readDocuments}. */
export function readNode(content: string | Uint8Array, file: string, options: ReadOptions = {}): Node | undefined {
  const text = textOf(content, file);
  const message = (problem: string): string => problem;
  return begin(
    {
      text,
      lineOffset: 0,
      file,
      dialect: 3,
      message,
      comments: options.comments ?? false,
      code: 'FW6009',
      budget: newBudget(),
    },
    false,
  )();
}

/**
 * The objects in a file, as `RNodesFromBytes` of kustomize's resource factory reads them: each has a kind and a name, empty ones are gone, and the items of a
 * `…List` stand at the end. Refuses as {@link readDocuments}, and (FW6009) what is no object.
 */
export function readResources(content: string | Uint8Array, file: string): readonly Mapping[] {
  return inlineLists(goodOnes(readDocuments(content, file), file), file);
}

function goodOnes(nodes: readonly Node[], file: string): readonly Mapping[] {
  return nodes.filter((node) => !isEmpty(node)).map((node) => requireMetadata(node, file));
}

/** Parses a text; what is given back makes the node. */
function begin(source: Source, merges: boolean): () => Node | undefined {
  const swift = source.comments ? undefined : readSwiftly(source.text, source.lineOffset, v3Maker, source.budget);
  if (swift !== undefined) return () => (swift === empty ? undefined : swift);
  const document = firstDocument(source);
  return () => (document === undefined ? undefined : toNode(document, source, merges));
}

/** How go-yaml v3 tags scalars. */
export const v3Maker: Maker = {
  scalar(value, style, line, column) {
    return { kind: 'scalar', tag: style === 'plain' ? plainTag(value) : '!!str', value, style, line, column };
  },
  refuses(keys) {
    // Merge keys, also those in quotes, and null keys have rules of their own.
    for (const { key } of keys) if (key.tag === '!!null' || key.value === '<<') return true;
    return false;
  },
};

/** Lists that are alone in a file are read for their items, as kio.ByteReader does. */
function unwrapped(node: Node): readonly Node[] {
  const { kind } = metaOf(node);
  if (node.kind !== 'mapping' || (kind !== 'List' && kind !== 'ResourceList')) return [node];
  const items = node.entries.find(({ key }) => key.value === 'items')?.value;
  if (items === undefined) return node.entries.some(({ key }) => key.value === 'functionConfig') ? [] : [node];
  if (items.kind === 'sequence') return items.items;
  // A mapping's keys and values count as items to kyaml; they are then refused one by one.
  return items.kind === 'mapping' ? items.entries.flatMap(({ key, value }) => [key, value]) : [];
}
