import { refuse } from '../refusal.ts';
import { compareText } from '../text/order.ts';
import { get, isEmpty, type Mapping, type Node, textOf } from './node.ts';

/** What kyaml reads of an object before anything else: `ResourceMeta`. */
export interface Meta {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: readonly (readonly [string, string])[];
  readonly annotations: readonly (readonly [string, string])[];
  /** Whether none of it is there. */
  readonly missing: boolean;
}

function text(node: Node | undefined): string {
  return textOf(node) ?? '';
}

function pairs(node: Node | undefined): readonly (readonly [string, string])[] {
  if (node?.kind !== 'mapping') return [];
  return node.entries.map(({ key, value }) => [text(key), text(value)]);
}

/** As `GetMeta` of kyaml. */
export function metaOf(node: Node): Meta {
  const [apiVersion, kind, metadata] = ['apiVersion', 'kind', 'metadata'].map((name) => get(node, name));
  const fields = ['name', 'namespace', 'labels', 'annotations'].map((name) => get(metadata, name));
  const [name, namespace, labels, annotations] = fields;
  return {
    apiVersion: text(apiVersion),
    kind: text(kind),
    name: text(name),
    namespace: text(namespace),
    labels: pairs(labels),
    annotations: pairs(annotations),
    missing: [apiVersion, kind, ...fields].every(isEmpty),
  };
}

/** The node as an object of Kubernetes. Refuses (FW6009) what has no kind or, unless it is a list, no name: `GetValidatedMetadata` of kyaml. */
export function requireMetadata(node: Node, file: string): Mapping {
  if (node.kind === 'mapping' && text(get(node, 'kind')) !== '' && text(get(get(node, 'metadata'), 'name')) !== '')
    return node;
  const meta = metaOf(node);
  const at = node.line > 0 ? { file, line: node.line, column: node.column } : { file };
  if (node.kind !== 'mapping' || meta.missing) {
    refuse(
      'FW6009',
      'missing Resource metadata',
      'Write apiVersion, kind and metadata.name, or take the document out.',
      at,
    );
  }
  if (meta.kind === '') refuse('FW6009', `missing kind in object ${metaText(meta)}`, 'Write its kind.', at);
  if (meta.kind.endsWith('List')) return node;
  if (meta.name === '') refuse('FW6009', `missing metadata.name in object ${metaText(meta)}`, 'Give it a name.', at);
  return node;
}

/** As Go prints the struct. */
function metaText({ apiVersion, kind, name, namespace, labels, annotations }: Meta): string {
  return `{{${apiVersion} ${kind}} {{${name} ${namespace}} ${mapText(labels)} ${mapText(annotations)}}}`;
}

function mapText(entries: readonly (readonly [string, string])[]): string {
  const sorted = [...new Map(entries)].sort(([one], [other]) => compareText(one, other));
  return `map[${sorted.map(([key, value]) => `${key}:${value}`).join(' ')}]`;
}
