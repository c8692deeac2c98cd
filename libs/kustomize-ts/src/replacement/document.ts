import { trimSpace } from '../text/trim-space.ts';
import { formatNode } from '../yaml/format-node.ts';
import { goJson } from '../yaml/go-json.ts';
import { type Node, sequence } from '../yaml/node.ts';
import { readNode } from '../yaml/read.ts';
import { valueOf } from '../yaml/value.ts';

/** The first document in a text, as written; `undefined` when there is nothing in it. Refuses what is not YAML. */
export function documentOf(text: string): Node | undefined {
  return readNode(text, '', { comments: true });
}

/**
 * A document as the text that takes the place of `original`: JSON when that began as JSON does, on several lines when it had several and was
 * indented, else YAML as go-yaml writes it. As `serializeStructuredData` of api/filters/replacement. Refuses what JSON cannot hold.
 */
export function documentText(document: Node, original: string): string {
  const start = trimSpace(original)[0];
  if (start !== '{' && start !== '[') return trimSpace(formatNode(document));
  // In a list, since the keys of an outermost mapping would be text whatever they look like.
  const json = goJson(valueOf(sequence([document]))).slice(1, -1);
  return original.includes('\n') && original.includes('  ') ? indentJson(json) : json;
}

/** Compact JSON on lines of its own, two spaces a level, as `json.MarshalIndent` of Go does. */
function indentJson(json: string): string {
  let result = '';
  let indent = '\n';
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|\{\}|\[\]|[{}[\],:]|[^{}[\],:"]+/g)) {
    if (token === '{' || token === '[') {
      indent += '  ';
      result += token + indent;
    } else if (token === '}' || token === ']') {
      indent = indent.slice(0, -2);
      result += indent + token;
    } else if (token === ',') result += `,${indent}`;
    else result += token === ':' ? ': ' : token;
  }
  return result;
}
