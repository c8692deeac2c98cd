import type { Scalar } from '../yaml/node.ts';
import type { JsonScalar } from './decode.ts';

/** A scalar of a document that `readYaml11` read, as JSON has it. */
export function scalar11({ tag, value }: Scalar): JsonScalar {
  switch (tag) {
    case '!!null':
      return { kind: 'null' };
    case '!!bool':
      return { kind: 'bool', text: value };
    case '!!int':
    case '!!float':
      return { kind: 'number', text: value };
    default:
      return { kind: 'string', text: value };
  }
}
