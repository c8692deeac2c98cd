import { type FileTree, parseYaml } from 'kustomize-ts';

/** What identifies an object in a cluster. */
export interface ObjectId {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty for objects of the whole cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** Gives the objects of a variant: `folder` is the variant's, as the tree names it. */
export type ObjectReader = (folder: string) => readonly ObjectId[];

type Data = { readonly [key: string]: unknown };

/**
 * Reads what a variant's kustomization puts together: its resources, those of the folders that it refers to, and what it generates
 * (under the name before the hash). Local configuration is left out: no cluster receives it. No builder: names and
 * namespaces of a release stand in its files as they are. Every distinct content is parsed once, every folder read once.
 * What does not parse counts as nothing: building the overlay says it.
 */
export function objectReader(tree: FileTree): ObjectReader {
  const parsed = new Map<string, Data>();
  const folders = new Map<string, readonly ObjectId[]>();
  const parse = (content: string): Data => {
    const known = parsed.get(content);
    if (known) return known;
    const result = parseYaml(content, '');
    const data = result.ok ? dataOf(result.value) : {};
    parsed.set(content, data);
    return data;
  };
  const read = (folder: string): readonly ObjectId[] => {
    const known = folders.get(folder);
    if (known) return known;
    folders.set(folder, []); // ends a cycle, which no builder accepts
    const kustomization = parse(tree.get(`${folder}/kustomization.yaml`) ?? '');
    const found = [...generated(kustomization)];
    for (const resource of list(kustomization['resources'])) {
      if (typeof resource !== 'string') continue;
      const path = resolve(folder, resource);
      const content = tree.get(path);
      if (content === undefined) found.push(...read(path));
      else found.push(...objectId(parse(content)));
    }
    folders.set(folder, found);
    return found;
  };
  return read;
}

function objectId(object: Data): readonly ObjectId[] {
  const { apiVersion, kind } = object;
  const { name, namespace, annotations } = dataOf(object['metadata']);
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') return [];
  if (dataOf(annotations)['config.kubernetes.io/local-config'] === 'true') return [];
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return [{ group, kind, namespace: typeof namespace === 'string' ? namespace : '', name }];
}

function* generated(kustomization: Data): Iterable<ObjectId> {
  for (const [field, kind] of [
    ['configMapGenerator', 'ConfigMap'],
    ['secretGenerator', 'Secret'],
  ] as const) {
    for (const item of list(kustomization[field])) {
      const { name, namespace, options } = dataOf(item);
      const { annotations } = dataOf(options);
      if (typeof name !== 'string' || dataOf(annotations)['config.kubernetes.io/local-config'] === 'true') continue;
      yield { group: '', kind, namespace: typeof namespace === 'string' ? namespace : '', name };
    }
  }
}

/** A relative path seen from a folder, without `.` and `..`. */
function resolve(folder: string, path: string): string {
  const parts = folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function dataOf(value: unknown): Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
