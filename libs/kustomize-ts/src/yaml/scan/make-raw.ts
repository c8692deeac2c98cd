import type { Mark } from './cursor.ts';
import { noComments, type Parser, type RawComments } from './parser.ts';
import type { Raw } from './raw.ts';

/** Deeper than any file that people write, and not too deep for a function that calls itself. */
export const maxDepth = 256;

/** Anchor and tag of a node, and where they or the node begin. */
export interface Properties {
  readonly anchor: string;
  readonly tag: string;
  readonly mark: Mark;
}

export interface Shape {
  readonly kind: Raw['kind'];
  readonly flow: boolean;
  readonly value?: string;
  readonly style?: Raw['style'];
}

/** A node without children yet. Its anchor is known from here on. */
export function begin(parser: Parser, shape: Shape, { anchor, tag, mark }: Properties, comments: RawComments): Raw {
  const { kind, flow, value = '', style = 'plain' } = shape;
  const node = { ...emptyScalar(mark), kind, tag, value, style, flow, ...comments };
  if (anchor !== '') parser.anchors.set(anchor, node);
  return node;
}

/** A scalar that is not written. */
export function emptyScalar(mark: Mark): Raw {
  return {
    kind: 'scalar',
    tag: '',
    value: '',
    style: 'plain',
    flow: false,
    mark,
    children: [],
    target: undefined,
    ...noComments,
  };
}
