import type { Result } from '@fleetwright/diagnostics';
import { parseClusters, parseRelease } from '@fleetwright/model/engine';
import { type Contents, type Halves, type History, parsePath, treeAt } from '@fleetwright/promotion';
import { markerTree, withData } from '@fleetwright/render';
import { type Repository, treeSha } from '@fleetwright/workspace';
import { type FileTree, nest, subtree } from 'kustomize-ts';

/** What is inside trees, and the trees themselves. */
export interface Reader {
  readonly contents: Contents;
  /** The files of a tree of the history, of an entry that is not committed yet, or of one that `contents` made. */
  readonly readTree: (sha: string) => FileTree;
}

/**
 * Reads trees of the repository, and `own` ones that it does not have; `own` grows by those that are made. Trees never
 * change, so each is read once. The first question is answered for every tree that is likely to be asked for next, by one
 * call of git: a call for each would be most of the time that a status of a large fleet takes.
 */
export function readerOf(repository: Repository, history: History, own: Map<string, FileTree>): Reader {
  const readTree = (sha: string): FileTree => own.get(sha) ?? repository.readTree(sha);
  const keep = (files: FileTree): string => {
    const tree = treeSha(files);
    own.set(tree, files);
    return tree;
  };
  const release = parsed(repository, own, {
    file: 'config/release.yaml',
    likely: () => atHead(history),
    parse: parseRelease,
  });
  const clusters = parsed(repository, own, {
    file: 'clusters.yaml',
    likely: () => atHead(history),
    parse: parseClusters,
  });
  const contents: Contents = {
    release: (_app, tree) => release(tree),
    clusters,
    halves: halvesOf(repository, history, own, keep),
    join: ({ config, images }) =>
      keep(new Map([...nest(readTree(config), 'config'), ...nest(readTree(images), 'images')])),
    marker: (release) => keep(markerTree(release)),
    withData: (tree) => withData(readTree(tree)),
  };
  return { contents, readTree };
}

interface Reading<T> {
  readonly file: string;
  /** Trees that are read together with the first one that is asked for. */
  readonly likely: () => readonly string[];
  readonly parse: (text: string, file: string) => Result<T>;
}

/** What a file in trees says; `undefined` where it is not there, or cannot be understood. */
function parsed<T>(repository: Repository, own: ReadonlyMap<string, FileTree>, { file, likely, parse }: Reading<T>) {
  const known = new Map<string, T | undefined>();
  const read = (trees: readonly string[]): void => {
    const foreign = trees.filter((tree) => !own.has(tree) && !known.has(tree));
    const texts = repository.readFiles(foreign.map((tree) => ({ tree, path: file })));
    for (const tree of trees) {
      const text = own.get(tree)?.get(file) ?? texts.get(`${tree}:${file}`);
      const result = text === undefined ? undefined : parse(text, file);
      known.set(tree, result?.ok ? result.value : undefined);
    }
  };
  return (tree: string): T | undefined => {
    if (known.size === 0) read([...new Set([tree, ...likely()])]);
    if (!known.has(tree)) read([tree]);
    return known.get(tree);
  };
}

function halvesOf(
  repository: Repository,
  history: History,
  own: ReadonlyMap<string, FileTree>,
  keep: (files: FileTree) => string,
): Contents['halves'] {
  const known = new Map<string, Halves | undefined>();
  const read = (trees: readonly string[]): void => {
    const found = repository.treesIn(trees.flatMap((tree) => ['config', 'images'].map((path) => ({ tree, path }))));
    for (const tree of trees) {
      const [config, images] = [found.get(`${tree}:config`), found.get(`${tree}:images`)];
      known.set(tree, config !== undefined && images !== undefined ? { config, images } : undefined);
    }
  };
  return (tree) => {
    const files = own.get(tree);
    if (files && !known.has(tree)) {
      const [config, images] = [subtree(files, 'config'), subtree(files, 'images')];
      known.set(tree, config.size > 0 && images.size > 0 ? { config: keep(config), images: keep(images) } : undefined);
    }
    if (!known.has(tree)) read(ofApps(history).filter((other) => !known.has(other)));
    if (!known.has(tree)) read([tree]);
    return known.get(tree);
  };
}

/** The trees that HEAD has of what promotion looks at. */
function atHead(history: History): readonly string[] {
  const trees = [...history.changes.keys()].map((path) => treeAt(history, path, 0));
  return [...new Set(trees)].filter((tree) => tree !== undefined);
}

/** All trees of apps that the history knows, rendered or in stages. */
function ofApps(history: History): readonly string[] {
  const trees = new Set<string>();
  for (const [path, changes] of history.changes) {
    const place = parsePath(path);
    if (place?.place === 'rendered' && path.startsWith('clusters/')) continue;
    for (const { tree } of changes) if (tree !== undefined) trees.add(tree);
  }
  return [...trees];
}
