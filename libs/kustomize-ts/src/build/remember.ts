import type { Diagnostic } from '@fleetwright/diagnostics';
import type { Miss } from '../resource/miss.ts';
import type { SchemaChoice } from './cache.ts';
import { wouldCycle } from './loader.ts';
import { type Reads, stillHolds } from './reads.ts';
import type { Target } from './target.ts';

/** What was made of a part of a build, and all it hangs on beside the key it is under. */
interface Kept<T> {
  readonly value: T;
  readonly reads: Reads;
  /** What it was made of, compared by identity. */
  readonly inputs: readonly unknown[];
  readonly schemaBefore: SchemaChoice;
  readonly schemaAfter: SchemaChoice;
  /** Folders that were gone into, without links. */
  readonly folders: ReadonlySet<string>;
  readonly warnings: readonly Diagnostic[];
  readonly misses: ReadonlySet<Miss>;
}

/** Parts of builds by key. Under one key are those that came of different inputs, the latest first. */
export type Table<T> = Map<string, readonly Kept<T>[]>;

/** How many parts one key keeps: a folder that is used in more ways than these is made again now and then. */
const most = 4;

/** A part of a build that can be kept. */
export interface Part<T> {
  readonly key: string;
  readonly inputs: readonly unknown[];
  /** Where the part notes what it reads. */
  readonly reads: Reads;
  /** Makes it; `folders` takes the folders it goes into. */
  readonly make: (folders: Set<string>) => T;
}

/**
 * What a part of a build makes: what an earlier one made, when it had the same inputs, the schema is the same, and the tree still says what it read then.
 * The target learns of warnings, of folders and of files as if it were made now. Nothing is kept of what is refused, or asks something outside the tree.
 */
export function remember<T>(table: Table<T>, target: Target, { key, inputs, reads, make }: Part<T>): T {
  const { run, loader } = target;
  const known = (table.get(key) ?? []).find((kept) => holds(kept, target, inputs));
  if (known !== undefined) {
    run.warnings.push(...known.warnings);
    run.schema = known.schemaAfter;
    learn(target, known);
    return known.value;
  }
  const schemaBefore = run.schema;
  const warned = run.warnings.length;
  const folders = new Set<string>();
  const missedBefore = run.misses;
  run.misses = new Set();
  const value = make(folders);
  const { misses } = run;
  run.misses = missedBefore;
  const kept: Kept<T> = {
    value,
    reads,
    inputs,
    schemaBefore,
    schemaAfter: run.schema,
    folders,
    warnings: run.warnings.slice(warned),
    misses,
  };
  learn(target, kept);
  run.known.set(reads, !reads.outside);
  if (reads.outside) loader.reads.outside = true;
  else table.set(key, [kept, ...(table.get(key) ?? []).filter((other) => !isSameUse(other, kept))].slice(0, most));
  return value;
}

function holds<T>(kept: Kept<T>, { run, loader }: Target, inputs: readonly unknown[]): boolean {
  return (
    kept.schemaBefore === run.schema &&
    kept.inputs.every((input, index) => input === inputs[index]) &&
    stillHolds(kept.reads, loader.tree, run.known) &&
    !wouldCycle(loader, kept.folders)
  );
}

function isSameUse<T>(a: Kept<T>, b: Kept<T>): boolean {
  return a.schemaBefore === b.schemaBefore && a.inputs.every((input, index) => input === b.inputs[index]);
}

function learn<T>({ run, loader, folders }: Target, kept: Kept<T>): void {
  for (const miss of kept.misses) run.misses.add(miss);
  loader.reads.parts.add(kept.reads);
  for (const folder of kept.folders) folders.add(folder);
}
