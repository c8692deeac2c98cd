import type { Files } from '../tree.ts';

export type Content = string | Uint8Array;

/** What a part of a build asked the tree for, and what it was told: what is made of it holds as long as the tree would say the same again. */
export interface Reads {
  readonly files: Map<string, Content | undefined>;
  readonly realPaths: Map<string, string | undefined>;
  /** Parts of this part. */
  readonly parts: Set<Reads>;
  /** Whether something was asked that is not in the tree, such as a Helm renderer. */
  outside: boolean;
}

export function noReads(): Reads {
  return { files: new Map(), realPaths: new Map(), parts: new Set(), outside: false };
}

/** Whether the tree still says what was read. `known`: parts that were looked at already, with what came of it. */
export function stillHolds(reads: Reads, tree: Files, known: Map<Reads, boolean>): boolean {
  const before = known.get(reads);
  if (before !== undefined) return before;
  const holds = holdsNow(reads, tree, known);
  known.set(reads, holds);
  return holds;
}

function holdsNow(reads: Reads, tree: Files, known: Map<Reads, boolean>): boolean {
  if (reads.outside) return false;
  for (const [path, content] of reads.files) if (!isSame(tree.get(path), content)) return false;
  for (const [path, real] of reads.realPaths) if (tree.realPath?.(path) !== real) return false;
  for (const part of reads.parts) if (!stillHolds(part, tree, known)) return false;
  return true;
}

/** Whether two contents are the same; cheap where they are the same object. */
export function isSame(a: Content | undefined, b: Content | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a.length !== b.length) return false;
  return a.every((byte, index) => byte === b[index]);
}

/** All files that were read and are there, sorted by code unit. */
export function filesRead(reads: Reads): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<Reads>();
  const open = [reads];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (seen.has(part)) continue;
    seen.add(part);
    for (const [path, content] of part.files) if (content !== undefined) found.add(path);
    open.push(...part.parts);
  }
  return [...found].sort();
}
