/** A package of the workspace, as far as project references depend on it. */
export interface Package {
  readonly name: string;
  /** Its folder from the root of the repository: `libs/model`. */
  readonly root: string;
  /** Names it depends on when it is used. */
  readonly dependencies: readonly string[];
  /** Names that only its tests depend on. */
  readonly devDependencies: readonly string[];
}

/** The widest line that the formatter leaves on one line. */
const WIDTH = 120;

/**
 * The project references that every tsconfig of the packages must have, derived from their dependencies.
 *
 * @returns path of the tsconfig → paths of its references, sorted by code unit (its own sources first in a test's)
 */
export function referencesOf(packages: readonly Package[]): Map<string, string[]> {
  const roots = new Map(packages.map(({ name, root }) => [name, root]));
  const result = new Map<string, string[]>();
  for (const { root, dependencies, devDependencies } of packages) {
    const own = libraries(root, dependencies, roots);
    const tests = libraries(root, [...dependencies, ...devDependencies], roots);
    result.set(`${root}/tsconfig.lib.json`, own);
    result.set(`${root}/tsconfig.test.json`, ['./tsconfig.lib.json', ...tests]);
  }
  return result;
}

/**
 * The references of the root's tsconfig.json: what it has beside packages, and the tests of every package (and so its
 * sources).
 *
 * @param before its references now
 */
export function rootReferences(before: readonly string[], packages: readonly Package[]): string[] {
  const others = before.filter((path) => !/^\.\/(libs|tools)\/[^/]+\//u.test(path));
  return [...others, ...packages.map(({ root }) => `./${root}/tsconfig.test.json`)].toSorted();
}

/** References to every library, for a tsconfig one folder below the root. */
export function libraryReferences(packages: readonly Package[]): string[] {
  const roots = packages.map(({ root }) => root).filter((root) => root.startsWith('libs/'));
  return roots.toSorted().map((root) => `../${root}/tsconfig.lib.json`);
}

/** Paths in the `references` of a tsconfig, in their order. */
export function readReferences(text: string): string[] {
  const references = /"references": \[(?<list>[^\]]*)\]/u.exec(text)?.groups?.['list'] ?? '';
  return [...references.matchAll(/"path": "(?<path>[^"]*)"/gu)].map((match) => match.groups?.['path'] ?? '');
}

/**
 * A tsconfig with other references; everything else, comments included, stays as it is.
 *
 * @throws Error where the text has no `"references": [` to fill
 */
export function withReferences(text: string, paths: readonly string[]): string {
  const items = paths.map((path) => `{ "path": "${path}" }`);
  const line = `"references": [${items.join(', ')}]`;
  const list = line.length + 2 <= WIDTH ? line : `"references": [\n    ${items.join(',\n    ')}\n  ]`;
  if (!/"references": \[[^\]]*\]/u.test(text)) {
    throw new Error('a tsconfig.json without "references": [] cannot be kept in step');
  }
  return text.replace(/"references": \[[^\]]*\]/u, () => list);
}

function libraries(root: string, names: readonly string[], roots: ReadonlyMap<string, string>): string[] {
  const up = root.replaceAll(/[^/]+/gu, '..');
  const found = names.flatMap((name) => roots.get(name) ?? []).filter((other) => other !== root);
  return [...new Set(found)].toSorted().map((other) => `${up}/${other}/tsconfig.lib.json`);
}
