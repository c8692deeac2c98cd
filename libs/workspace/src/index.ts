/** The edge of Fleetwright: definitions loaded in a sandbox, places found, trees compared and written, git read. */
export type { FileTree } from 'kustomize-ts';
export type { Commit, TreeHistory, TreeMove } from './git/history.ts';
export { treeSha } from './git/objects.ts';
export { GitFailed } from './git/run.ts';
export { findRoot, openRepository, type Repository } from './git.ts';
export { type Loaded, type LoadedDefinition, type LoadOptions, loadDefinitions } from './load.ts';
export { locate } from './locate.ts';
export { difference, readTree, type TreeChange, writeChanges } from './tree.ts';
