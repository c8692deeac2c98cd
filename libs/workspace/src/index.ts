/** The edge of Fleetwright: definitions loaded in a sandbox, places found, trees compared and written, git read. */
export type { FileTree } from 'kustomize-ts';
export { type Disk, realDisk } from './disk.ts';
export { type Fault, type FaultyDisk, faultyDisk } from './faulty-disk.ts';
export { readText } from './files.ts';
export type { Commit, TreeHistory, TreeMove } from './git/history.ts';
export { treeSha } from './git/objects.ts';
export { GitFailed } from './git/run.ts';
export { findRoot, openRepository, type Repository } from './git.ts';
export { type Indentation, insertProperty } from './insert.ts';
export { type LeftOver, leftOver } from './left-over.ts';
export { type Loaded, type LoadedDefinition, type LoadOptions, loadDefinitions, openLoader } from './load.ts';
export { locate } from './locate.ts';
export type { HeldBy } from './lock.ts';
export { checkNames } from './names.ts';
export type { ApplyOptions, Change } from './prepare.ts';
export { difference, readTree, readTrees, type TreeChange } from './tree.ts';
export { type OpenOptions, openWorkTree, type WorkTree } from './work-tree.ts';
