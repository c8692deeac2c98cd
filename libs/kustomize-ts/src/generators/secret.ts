import type { Scope } from '../build/scope.ts';
import type { SecretArgs } from '../kustomization/types.ts';
import type { Resource } from '../resource/resource.ts';
import { encodeBase64Lines } from '../text/base64.ts';
import { bytesOfText } from '../text/utf8.ts';
import { scalar } from '../yaml/node.ts';
import { type Content, keyValues } from './key-values.ts';
import { dataNode, generated } from './make.ts';

/**
 * A Secret of literals, files and lines of env files, all in base64. Refuses (FW6016) entries that are not what they should be, and what
 * {@link Scope.read} refuses. As SecretGenerator of kustomize does.
 */
export function secretGenerator(args: SecretArgs, scope: Scope): readonly Resource[] {
  const data = [...keyValues(args, scope)].map(([key, content]) => [key, encodeBase64Lines(bytesOf(content))] as const);
  const type = scalar(args.type === '' ? 'Opaque' : args.type);
  return [
    generated(
      'Secret',
      args,
      [
        ['type', type],
        ['data', dataNode(data)],
      ],
      scope,
    ),
  ];
}

function bytesOf(content: Content): Uint8Array {
  return typeof content === 'string' ? bytesOfText(content) : content;
}
