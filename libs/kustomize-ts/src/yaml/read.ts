import { collect } from '../refusal.ts';
import { decodeText, piecesOf } from './documents.ts';
import { firstDocument } from './first-document.ts';
import { inlineLists } from './inline-lists.ts';
import { metaOf, requireMetadata } from './meta.ts';
import { get, isEmpty, isNull, type Mapping, type Node } from './node.ts';
import { newBudget, type Source } from './scan/scanner.ts';
import { empty, readSwiftly } from './swift/read.ts';
import { toNode, v3Maker } from './to-node.ts';

export interface ReadOptions {
  /** Whether comments are read. Default: no, as what is built has none. */
  readonly comments?: boolean;
  /** What messages in the words of kustomize call the file: its path as somebody wrote it. Default: `file`. */
  readonly name?: string;
}

/**
 * The documents of a file that are not empty, as `kio.FromBytes` of kyaml reads them: aliases and merge keys followed, the items of a `List` that is alone in its
 * file instead of it. Refuses (FW6009) what is not YAML, with the words of go-yaml, and (FW5006) what is too large, too deep or not UTF-8.
 */
export function readDocuments(content: string | Uint8Array, file: string, options: ReadOptions = {}): readonly Node[] {
  const { name = file } = options;
  const pieces = piecesOf(decodeText(content, file), file);
  const message = (problem: string): string => `MalformedYAMLError: ${problem} in File: ${name}`;
  const source = sourceOf(file, message, options);
  // All are parsed before aliases are followed in any, so that kustomize's first error is ours.
  const finish = pieces.map((piece) => begin({ ...piece, ...source }, true));
  const nodes = finish.flatMap((make) => {
    const node = make();
    return isNull(node) ? [] : [node];
  });
  const [only] = nodes;
  return pieces.length === 1 && only !== undefined ? unwrapped(only) : nodes;
}

/** The first document of a text as it is written, merge keys and all (aliases are followed, as nodes have none), or nothing when there is none: `yaml.Parse` of kyaml. Refuses as {@link readDocuments}. */
export function readNode(content: string | Uint8Array, file: string, options: ReadOptions = {}): Node | undefined {
  const text = decodeText(content, file);
  return begin({ text, lineOffset: 0, ...sourceOf(file, (problem) => problem, options) }, false)();
}

/**
 * The objects in a file, as `RNodesFromBytes` of kustomize's resource factory reads them: each has a kind and a name, empty ones are gone, and the items of a
 * `…List` stand at the end. `name`: as for {@link readDocuments}. Refuses as that, and (FW6009) what is no object.
 */
export function readResources(content: string | Uint8Array, file: string, name: string = file): readonly Mapping[] {
  return inlineLists(goodOnes(readDocuments(content, file, { name }), file), file);
}

/** What is the same of all documents of a file. */
function sourceOf(
  file: string,
  message: Source['message'],
  { comments = false }: ReadOptions,
): Omit<Source, 'text' | 'lineOffset'> {
  return { file, dialect: 3, message, comments, code: 'FW6009', budget: newBudget() };
}

function goodOnes(nodes: readonly Node[], file: string): readonly Mapping[] {
  const filled = nodes.filter((node) => !isEmpty(node));
  return collect(filled, (node) => requireMetadata(node, file));
}

/** Parses a text; what is given back makes the node. */
function begin(source: Source, merges: boolean): () => Node | undefined {
  const swift = source.comments ? undefined : readSwiftly(source.text, source.lineOffset, v3Maker, source.budget);
  if (swift !== undefined) return () => (swift === empty ? undefined : swift);
  const document = firstDocument(source);
  return () => (document === undefined ? undefined : toNode(document, source, merges));
}

/** Lists that are alone in a file are read for their items, as kio.ByteReader does. */
function unwrapped(node: Node): readonly Node[] {
  const { kind } = metaOf(node);
  if (node.kind !== 'mapping' || (kind !== 'List' && kind !== 'ResourceList')) return [node];
  const items = get(node, 'items');
  if (items === undefined) return get(node, 'functionConfig') === undefined ? [node] : [];
  if (items.kind === 'sequence') return items.items;
  // A mapping's keys and values count as items to kyaml; they are then refused one by one.
  return items.kind === 'mapping' ? items.entries.flatMap(({ key, value }) => [key, value]) : [];
}
