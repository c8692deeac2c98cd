import type { Clusters, Release } from '@fleetwright/model/engine';
import { type Cache, createCache } from 'kustomize-ts';

/** What identifies an object in a cluster. */
export interface ObjectId {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty for objects of the whole cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** What one file says, as far as it is looked at. */
export interface FileContent {
  /** What the file is; `undefined` when clusters do not receive it as it is. */
  readonly object: ObjectId | undefined;
  /** What it generates, where it is a kustomization. */
  readonly generated: readonly ObjectId[];
  /** What it puts together, where it is a kustomization: paths as it says them. */
  readonly resources: readonly string[];
}

/**
 * What has been parsed, by content. Stages of one environment mostly hold the same releases, and what is rendered is mostly
 * what stages hold already: one of these, passed to all that looks at stages in a run, has every content parsed once.
 */
export interface Documents {
  readonly clusters: Map<string, Clusters>;
  readonly releases: Map<string, Release>;
  /** What is looked at of objects and kustomizations. */
  readonly contents: Map<string, FileContent>;
  /** What the builder makes of folders. */
  readonly builds: Cache;
}

/** Nothing parsed yet. */
export function openDocuments(): Documents {
  return { clusters: new Map(), releases: new Map(), contents: new Map(), builds: createCache() };
}
