import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { FileTree } from 'kustomize-ts';

/** Files that belong together, and what a report calls them. */
export interface Source {
  /** A golden file; empty for the work tree itself. */
  readonly from: string;
  readonly tree: FileTree;
}

/** All that says what clusters and hubs get, or would get after a promotion: `clusters/` and what the apps have rendered. `root` is a work tree. */
export function workTreeSource(root: string): Source {
  const apps = namesIn(join(root, 'apps')).map((app) => `apps/${app}/rendered`);
  const files = ['clusters', ...apps].flatMap((folder) => filesBelow(root, folder));
  return { from: '', tree: new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')])) };
}

/** What golden files of the libraries hold: every `*.golden` that is a tree of files, wherever it lies, so that a new one needs no line here. */
export function goldenSources(root: string): readonly Source[] {
  const sources: Source[] = [];
  for (const library of namesIn(join(root, 'libs'))) {
    for (const folder of ['src', 'test', 'golden']) {
      const goldens = filesBelow(root, `libs/${library}/${folder}`).filter((file) => file.endsWith('.golden'));
      for (const from of goldens) sources.push({ from, tree: treeIn(readFileSync(join(root, from), 'utf8')) });
    }
  }
  return sources.filter(({ tree }) => tree.size > 0);
}

/** The files in a golden's text: each begins with a line `===== <path>`. Empty where the text is something else. */
export function treeIn(golden: string): FileTree {
  const files = new Map<string, string>();
  if (!golden.startsWith('===== ')) return files;
  for (const part of golden.split(/^===== /m).slice(1)) {
    const end = part.indexOf('\n');
    files.set(part.slice(0, end), part.slice(end + 1));
  }
  return files;
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}

/** Paths from `root`, with `/`, sorted. */
function filesBelow(root: string, folder: string): readonly string[] {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  const entries = readdirSync(top, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => relative(root, file).split(sep).join('/')).toSorted();
}
