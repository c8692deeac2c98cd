import type { DiagnosticCode, Location } from '@fleetwright/diagnostics';
import { Refusal, refuse } from '../refusal.ts';
import { type Files, hasFolder, isWithin, joinPath } from '../tree.ts';
import type { Content, Reads } from './reads.ts';
import { isRemoteFile, repoSpecOf } from './remote.ts';

export type LoadRestrictor = 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone';

/** Reads the files of one folder for a build, as `FileLoader` of kustomize does: it knows how it came there, and notes what it read. */
export interface Loader {
  /** Folder, without symbolic links. */
  readonly root: string;
  /** The loader of the folder that names this one. */
  readonly parent: Loader | undefined;
  /** How many folders led to this one. */
  readonly depth: number;
  readonly tree: Files;
  readonly reads: Reads;
  readonly restrictor: LoadRestrictor;
}

/** Why a path cannot be used; `refusePath` says it. */
export interface PathProblem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
}

export type Outcome<T> = { readonly value: T } | { readonly problem: PathProblem };

/** A problem that is put into words when somebody asks: mostly nobody does, as most paths are tried as files before they are folders. */
function unless(words: () => PathProblem): { readonly problem: PathProblem } {
  return {
    get problem() {
      return words();
    },
  };
}

/** What `make` gives; what the tree refuses, such as a file that may not be read, as a problem, so that whoever names the path can say where. */
function tried<T>(make: () => Outcome<T>): Outcome<T> {
  try {
    return make();
  } catch (problem) {
    const [reason] = problem instanceof Refusal ? problem.diagnostics : [];
    if (reason === undefined) throw problem;
    const { code, message, hint = '' } = reason;
    return { problem: { code, message, hint } };
  }
}

/** Refuses for a problem with a path. */
export function refusePath({ code, message, hint }: PathProblem, at: Location | undefined): never {
  refuse(code, message, hint, at);
}

/** The loader of the folder that is built (FW6003, FW6006). */
export function rootLoader(tree: Files, path: string, restrictor: LoadRestrictor, reads: Reads): Outcome<Loader> {
  if (repoSpecOf(path) !== undefined) return { problem: remote(path) };
  const folder = joinPath('', path);
  const loader: Loader = { root: folder, parent: undefined, depth: 0, tree, reads, restrictor };
  return tried(() => confirmed(loader, folder, undefined));
}

/** The loader of a folder that a kustomization names. Problems: empty, remote (FW6006), absolute (FW6004), not a folder (FW6003), a cycle (FW6005). */
export function enter(from: Loader, path: string, reads: Reads): Outcome<Loader> {
  if (path === '')
    return { problem: { code: 'FW6003', message: 'new root cannot be empty', hint: 'take the empty entry away' } };
  if (repoSpecOf(path) !== undefined) return { problem: remote(path) };
  if (path.startsWith('/')) {
    const message = `new root '${path}' cannot be absolute`;
    return { problem: { code: 'FW6004', message, hint: 'name the folder by its path from this one' } };
  }
  if (from.depth >= maxDepth) return { problem: tooDeep };
  const below = { ...from, reads, depth: from.depth + 1 };
  const entered = tried(() => confirmed(below, joinPath(from.root, path), from));
  return 'value' in entered ? (cycle(from, entered.value.root) ?? entered) : entered;
}

/** Folders that use each other in a row: far more than anybody has, and few enough for the stack. */
const maxDepth = 200;

const tooDeep: PathProblem = {
  code: 'FW5006',
  message: `exceeded max depth of ${maxDepth} kustomizations`,
  hint: 'use fewer kustomizations one behind the other',
};

/**
 * The content of a file that a kustomization names. Problems: remote (FW6006), not there or a folder (FW6003), outside the root (FW6004), what the tree
 * refuses (FW5001, FW5006).
 */
export function load(loader: Loader, path: string): Outcome<Content> {
  if (isRemoteFile(path)) return { problem: remote(path) };
  return tried(() => loadLocal(loader, path));
}

/** The file of the folder with this name, `undefined` when there is none: how kustomization files are looked for. Refuses what the tree refuses. */
export function peek(loader: Loader, name: string): Content | undefined {
  const outcome = loadLocal(loader, name);
  return 'value' in outcome ? outcome.value : undefined;
}

function loadLocal(loader: Loader, path: string): Outcome<Content> {
  const wanted = pathInTree(loader, path);
  const real = realPath(loader, wanted);
  const content = real === undefined ? undefined : read(loader, real);
  if (loader.restrictor === 'LoadRestrictionsNone') {
    const found = content ?? readSpecial(loader, wanted);
    return found === undefined ? unless(() => cannotOpen(loader.tree, wanted)) : { value: found };
  }
  if (real === undefined || content === undefined) return unless(() => notAFile(loader, wanted, real));
  if (!isWithin(folderOf(real), loader.root)) return { problem: outsideRoot(wanted, loader.root) };
  return { value: content };
}

/** The path in the tree that a path in a kustomization names, as it is written: links are not followed. */
export function pathInTree({ root }: Loader, path: string): string {
  return path.startsWith('/') ? joinPath('', path) : joinPath(root, path);
}

/** Whether folders that were gone through below one of these would form a cycle with it or with one of those that led to it. */
export function wouldCycle(from: Loader, folders: Iterable<string>): boolean {
  for (const folder of folders) if (cycle(from, folder) !== undefined) return true;
  return false;
}

function cycle(from: Loader, candidate: string): { readonly problem: PathProblem } | undefined {
  for (let visited: Loader | undefined = from; visited !== undefined; visited = visited.parent) {
    if (!isWithin(visited.root, candidate)) continue;
    const message = `cycle detected: candidate root '/${candidate}' contains visited root '/${visited.root}'`;
    const hint =
      'a kustomization cannot use the folder it is in or one above it: move what both need to a folder of its own';
    return { problem: { code: 'FW6005', message, hint } };
  }
  return undefined;
}

function confirmed(loader: Loader, folder: string, parent: Loader | undefined): Outcome<Loader> {
  const real = realPath(loader, folder);
  if (real !== undefined && read(loader, real) === undefined) return { value: { ...loader, root: real, parent } };
  const refused = { ...loader, root: folder, parent };
  return unless(() => (real === undefined ? notAFolder(refused) : fileForFolder(refused)));
}

/** That there is no folder where the loader should read. */
export function notAFolder(loader: Loader): PathProblem {
  const { tree, root } = loader;
  if (tree.obstacle?.(root) === 'special') return fileForFolder(loader);
  const message = `must build at directory: not a valid directory: ${missing(tree, root)}`;
  return { code: 'FW6003', message, hint: folderHint(loader) };
}

function fileForFolder(loader: Loader): PathProblem {
  const message = `must build at directory: '/${loader.root}': file is not directory`;
  return { code: 'FW6003', message, hint: folderHint(loader) };
}

function folderHint({ tree, root, parent }: Loader): string {
  const hint = hintFor(tree, root);
  return parent === undefined && hint === pathHint ? 'name a folder that has a kustomization' : hint;
}

const pathHint = 'mend the path; it starts at the folder of the kustomization';

function hintFor(tree: Files, path: string): string {
  const obstacle = tree.obstacle?.(path);
  if (obstacle === 'loop') return 'the symbolic link leads to itself: let it lead to a file or a folder';
  return obstacle === 'special' ? 'it is a pipe or a device: name a plain file, or a folder' : pathHint;
}

/** The path without links; a tree that knows none is taken at its word, so that what is not there shows when it is read. */
function realPath({ tree, reads }: Loader, path: string): string | undefined {
  if (tree.realPath === undefined) return path;
  if (reads.realPaths.has(path)) return reads.realPaths.get(path);
  const real = tree.realPath(path);
  reads.realPaths.set(path, real);
  return real;
}

function read({ tree, reads }: Loader, path: string): Content | undefined {
  const before = reads.files.get(path);
  if (before !== undefined) return before;
  const content = tree.get(path);
  reads.files.set(path, content);
  return content;
}

/** A device says something else each time. */
function readSpecial({ tree, reads }: Loader, path: string): Content | undefined {
  const content = tree.readSpecial?.(path);
  if (content !== undefined) reads.outside = true;
  return content;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function remote(path: string): PathProblem {
  const message = `'${path}' would have to be fetched over a network`;
  return {
    code: 'FW6006',
    message,
    hint: 'put a copy into this repository and name that, or build with kustomize itself',
  };
}

function outsideRoot(path: string, root: string): PathProblem {
  const message = `security; file '/${path}' is not in or below '/${root}'`;
  const hint =
    'move the file, or put it into a folder with a kustomization and use that; --load-restrictor LoadRestrictionsNone allows it';
  return { code: 'FW6004', message, hint };
}

function notAFile({ tree, root }: Loader, path: string, real: string | undefined): PathProblem {
  const isThere = real !== undefined && hasFolder(tree, real);
  if (isThere) return { code: 'FW6003', message: `'/${path}' must resolve to a file`, hint: pathHint };
  const isSpecial = tree.obstacle?.(path) === 'special';
  if (isSpecial && !isWithin(folderOf(real ?? path), root)) return outsideRoot(path, root);
  const message = isSpecial ? `'/${path}' is a pipe or a device` : missing(tree, path);
  return { code: 'FW6003', message, hint: hintFor(tree, path) };
}

function cannotOpen(tree: Files, path: string): PathProblem {
  const hint = hintFor(tree, path);
  if (hasFolder(tree, path)) return { code: 'FW6003', message: `read /${path}: is a directory`, hint };
  const obstacle = tree.obstacle?.(path);
  if (obstacle === 'special') return { code: 'FW6003', message: `'/${path}' is a pipe or a device`, hint };
  const why = obstacle === 'loop' ? 'too many levels of symbolic links' : 'no such file or directory';
  return { code: 'FW6003', message: `open /${path}: ${why}`, hint };
}

/** What Go says when it follows a path to nothing: the path, and the first part of it that is not there. */
function missing(tree: Files, path: string): string {
  if (tree.obstacle?.(path) === 'loop') return `evalsymlink failure on '/${path}' : EvalSymlinks: too many links`;
  const parts = path.split('/');
  const known = parts.findIndex((_, index) => !hasFolder(tree, parts.slice(0, index + 1).join('/')));
  const first = known < 0 ? path : parts.slice(0, known + 1).join('/');
  return `evalsymlink failure on '/${path}' : lstat /${first}: no such file or directory`;
}
