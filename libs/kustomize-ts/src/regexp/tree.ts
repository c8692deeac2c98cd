/** Whether a code point is one of those meant. */
export type CharTest = (codePoint: number) => boolean;

/** A place between characters. */
export type Place = 'beginText' | 'endText' | 'beginLine' | 'endLine' | 'wordBoundary' | 'noWordBoundary';

interface Measured {
  /** Depth of the tree from here on. */
  readonly height: number;
  /** Instructions that it takes, about. */
  readonly size: number;
}

/** A regular expression. What groups capture is not kept: the only question is whether a text matches. */
export type Tree = Measured &
  (
    | { readonly kind: 'empty' }
    | { readonly kind: 'char'; readonly test: CharTest; readonly literal: number | undefined }
    | { readonly kind: 'place'; readonly place: Place }
    | { readonly kind: 'concat' | 'alternate'; readonly items: readonly Tree[] }
    | Repeat
  );

/** `max` below 0: any number. */
export interface Repeat extends Measured {
  readonly kind: 'repeat';
  readonly item: Tree;
  readonly min: number;
  readonly max: number;
  /** `{n,m}`, not `*`, `+` or `?`. */
  readonly counted: boolean;
}

export const empty: Tree = { kind: 'empty', height: 1, size: 1 };

export function place(where: Place): Tree {
  return { kind: 'place', place: where, height: 1, size: 1 };
}

/** `literal`: the only code point that the test takes. */
export function char(test: CharTest, literal?: number): Tree {
  return { kind: 'char', test, literal, height: 1, size: 1 };
}

/** One after the other. */
export function concat(items: readonly Tree[]): Tree {
  const [first = empty] = items;
  if (items.length <= 1) return first;
  return { kind: 'concat', items, height: 1 + highest(items), size: total(items) };
}

/** One or another. */
export function alternate(items: readonly Tree[]): Tree {
  const [first = empty] = items;
  if (items.length <= 1) return first;
  return { kind: 'alternate', items, height: 1 + highest(items), size: total(items) + items.length - 1 };
}

export function repeat(item: Tree, min: number, max: number, counted: boolean): Repeat {
  return { kind: 'repeat', item, min, max, counted, height: 1 + item.height, size: repeatedSize(item.size, min, max) };
}

/** What a group that captures counts for. */
export function captured(item: Tree): Tree {
  return { ...item, height: item.height + 1, size: item.size + 2 };
}

function repeatedSize(size: number, min: number, max: number): number {
  if (max >= 0) return Math.max(1, max * size + (max - min));
  return min === 0 ? 2 + size : 1 + min * size;
}

function highest(items: readonly Tree[]): number {
  let height = 0;
  for (const item of items) height = Math.max(height, item.height);
  return height;
}

function total(items: readonly Tree[]): number {
  let size = 0;
  for (const item of items) size += item.size;
  return size;
}
