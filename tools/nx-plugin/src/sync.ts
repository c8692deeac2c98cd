import { readJson, type Tree } from '@nx/devkit';
import {
  libraryReferences,
  type Package,
  readReferences,
  referencesOf,
  rootReferences,
  withReferences,
} from './references.ts';

const ROOT = 'tsconfig.json';

/** The project of the tools that are no packages of their own; they may use every library. */
const TOOLS = 'tools/tsconfig.json';

/** What Nx shows when a file is not as it should be. */
interface SyncResult {
  outOfSyncMessage: string;
  outOfSyncDetails: string[];
}

/**
 * Nx's sync generator `@fleetwright/nx-plugin:references`: makes the references of every tsconfig true.
 * `nx sync` writes them, `nx sync:check` ends with 1 where one is stale.
 *
 * @throws Error naming the file, where a package lacks a tsconfig
 */
export default function syncReferences(tree: Tree): SyncResult {
  const packages = readPackages(tree);
  const wanted = referencesOf(packages);
  wanted.set(ROOT, rootReferences(readReferences(read(tree, ROOT)), packages));
  wanted.set(TOOLS, libraryReferences(packages));
  const stale: string[] = [];
  for (const [file, references] of wanted) {
    const text = read(tree, file);
    if (readReferences(text).join('\n') !== references.join('\n')) {
      tree.write(file, withReferences(text, references));
      stale.push(file);
    }
  }
  return {
    outOfSyncMessage: 'Project references differ from the dependencies in package.json.',
    outOfSyncDetails: stale,
  };
}

function readPackages(tree: Tree): Package[] {
  const roots = ['libs', 'tools'].flatMap((area) => tree.children(area).map((folder) => `${area}/${folder}`));
  return roots.toSorted().flatMap((root) => {
    const manifest = `${root}/package.json`;
    if (!tree.exists(manifest)) {
      return [];
    }
    const content = readJson<Manifest>(tree, manifest);
    return {
      name: content.name,
      root,
      dependencies: Object.keys(content.dependencies ?? {}),
      devDependencies: Object.keys(content.devDependencies ?? {}),
    };
  });
}

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

function read(tree: Tree, file: string): string {
  const text = tree.read(file, 'utf8');
  if (text === null) {
    throw new Error(`${file} is missing: every package has one; copy that of a package like it`);
  }
  return text;
}
