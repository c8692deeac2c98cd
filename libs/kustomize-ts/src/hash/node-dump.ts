import { goJsonString } from '../yaml/go-json.ts';
import type { Node, Scalar } from '../yaml/node.ts';

const kinds = { sequence: 2, mapping: 4, scalar: 8 } as const;
const styles = { plain: 0, double: 2, single: 4, literal: 8, folded: 16 } as const;
const taggedStyle = 1;
const flowStyle = 32;

/** A node as `json.Marshal` of Go writes a yaml.Node: everything there is to know of it, places and comments too. */
export function nodeDump(node: Node): string {
  const fields = [
    `"Kind":${kinds[node.kind]}`,
    `"Style":${styleOf(node)}`,
    `"Tag":${goJsonString(tagOf(node))}`,
    `"Value":${goJsonString(node.kind === 'scalar' ? node.value : '')}`,
    '"Anchor":"","Alias":null',
    `"Content":${contentOf(node)}`,
    `"HeadComment":${goJsonString(node.comments?.head ?? '')}`,
    `"LineComment":${goJsonString(node.comments?.line ?? '')}`,
    `"FootComment":${goJsonString(node.comments?.foot ?? '')}`,
    `"Line":${node.line},"Column":${node.column}`,
  ];
  return `{${fields.join(',')}}`;
}

function styleOf(node: Node): number {
  return node.kind === 'scalar' ? scalarStyle(node) : node.flow ? flowStyle : 0;
}

function scalarStyle({ style, tagged }: Scalar): number {
  return styles[style] + (tagged === true ? taggedStyle : 0);
}

function tagOf(node: Node): string {
  if (node.kind === 'scalar') return node.tag;
  return node.kind === 'mapping' ? '!!map' : '!!seq';
}

function contentOf(node: Node): string {
  if (node.kind === 'scalar') return 'null';
  const nodes = node.kind === 'sequence' ? node.items : node.entries.flatMap(({ key, value }) => [key, value]);
  return nodes.length === 0 ? 'null' : `[${nodes.map(nodeDump).join(',')}]`;
}
