import { type KustomizationFile, readKustomization } from '../kustomization/read.ts';
import { schemaFrom } from '../merge/openapi.ts';
import type { Schema } from '../merge/schema.ts';
import type { Resource } from '../resource/resource.ts';
import type { Accumulated } from './accumulated.ts';
import { type Content, isSame } from './reads.ts';
import type { Table } from './remember.ts';
import type { Step } from './steps.ts';

/**
 * What builds leave for later ones. Nothing in it is taken on trust: what was made of files is used again only while the tree still has the same
 * contents, and lacks the same files. Whoever keeps it decides how long it lives; builds of any tree and with any options may share one.
 */
export interface Cache {
  /** What folders came to. */
  readonly folders: Table<Accumulated>;
  /** What the generators of kustomizations made. */
  readonly generated: Table<Generated>;
  /** Transformers with their configs and files read. */
  readonly steps: Table<readonly Step[]>;
  readonly kustomizations: Map<string, Parsed<KustomizationFile>>;
  readonly resources: Map<string, Parsed<readonly Resource[]>>;
  readonly schemas: Map<string, Parsed<SchemaChoice>>;
}

/** The schema in force, and whether a kustomization chose it: the first one that does has it for all. Compared by identity. */
export interface SchemaChoice {
  readonly schema: Schema;
  readonly isChosen: boolean;
}

/** What each generator made, in their order. */
export type Generated = readonly (readonly Resource[])[];

/** Makes an empty cache. */
export function createCache(): Cache {
  return {
    folders: new Map(),
    generated: new Map(),
    steps: new Map(),
    kustomizations: new Map(),
    resources: new Map(),
    schemas: new Map(),
  };
}

interface Parsed<T> {
  readonly content: Content;
  readonly value: T;
  readonly schema?: Schema;
}

/** The kustomization in a file, read once for each content. */
export function kustomizationIn(cache: Cache, file: string, content: Content): KustomizationFile {
  return parsed(cache.kustomizations, file, content, undefined, () => readKustomization(content, file));
}

/** The resources in a file, read once for each content. */
export function resourcesIn(
  cache: Cache,
  file: string,
  content: Content,
  schema: Schema,
  read: () => readonly Resource[],
): readonly Resource[] {
  return parsed(cache.resources, file, content, schema, read);
}

/** The schema in a file, read once for each content. */
export function schemaIn(cache: Cache, file: string, content: Content): SchemaChoice {
  return parsed(cache.schemas, file, content, undefined, () => ({ schema: schemaFrom(content, file), isChosen: true }));
}

function parsed<T>(
  map: Map<string, Parsed<T>>,
  file: string,
  content: Content,
  schema: Schema | undefined,
  parse: () => T,
): T {
  const before = map.get(file);
  if (before !== undefined && before.schema === schema && isSame(before.content, content)) return before.value;
  const value = parse();
  map.set(file, schema === undefined ? { content, value } : { content, value, schema });
  return value;
}
