import type { Scope } from '../build/scope.ts';
import type { ConfigMapArgs } from '../kustomization/types.ts';
import type { Resource } from '../resource/resource.ts';
import { encodeBase64Lines } from '../text/base64.ts';
import { textOfBytes } from '../text/utf8.ts';
import type { Node } from '../yaml/node.ts';
import { keyValues } from './key-values.ts';
import { dataNode, generated } from './make.ts';

/**
 * A ConfigMap of literals, files and lines of env files; what is not UTF-8 goes to `binaryData`. Refuses (FW6016) entries that are not what they should be,
 * and what {@link Scope.read} refuses. As ConfigMapGenerator of kustomize does.
 */
export function configMapGenerator(args: ConfigMapArgs, scope: Scope): readonly Resource[] {
  const data: [string, string][] = [];
  const binaryData: [string, string][] = [];
  for (const [key, content] of keyValues(args, scope)) {
    const text = typeof content === 'string' ? content : textOfBytes(content);
    if (text !== undefined) data.push([key, text]);
    else if (typeof content !== 'string') binaryData.push([key, encodeBase64Lines(content)]);
  }
  const fields: [string, Node][] = [];
  if (data.length > 0) fields.push(['data', dataNode(data)]);
  if (binaryData.length > 0) fields.push(['binaryData', dataNode(binaryData)]);
  return [generated('ConfigMap', args, fields, scope)];
}
