import type { FileTree } from 'kustomize-ts';
import { parseYaml } from 'kustomize-ts/yaml';
import { listOf, mapOf } from '../data.ts';
import type { Documents, FileContent, ObjectId } from '../deploy/documents.ts';

/** Gives the objects of a variant: `folder` is the variant's, as the tree names it. */
export type ObjectReader = (folder: string) => readonly ObjectId[];

type Data = { readonly [key: string]: unknown };

/**
 * Reads what a variant's kustomization puts together: its resources, those of the folders that it refers to, and what it generates
 * (under the name before the hash). Local configuration is left out: no cluster receives it. No builder: names and
 * namespaces of a release stand in its files as they are. A content that `documents` knows is not parsed, every folder read once.
 * What does not parse counts as nothing: building the overlay says it.
 */
export function objectReader(tree: FileTree, { contents }: Documents): ObjectReader {
  const folders = new Map<string, readonly ObjectId[]>();
  const contentOf = (text: string): FileContent => {
    const known = contents.get(text);
    if (known) return known;
    // Of most objects only the rest differs between environments.
    const fields = onlyFields(text);
    const content = contents.get(fields) ?? parse(fields);
    contents.set(fields, content).set(text, content);
    return content;
  };
  const read = (folder: string): readonly ObjectId[] => {
    const known = folders.get(folder);
    if (known) return known;
    folders.set(folder, []); // ends a cycle, which no builder accepts
    const { generated: own, resources } = contentOf(tree.get(`${folder}/kustomization.yaml`) ?? '');
    const found = [...own];
    for (const resource of resources) {
      const path = resolve(folder, resource);
      const text = tree.get(path);
      const object = text === undefined ? undefined : contentOf(text).object;
      if (text === undefined) found.push(...read(path));
      else if (object) found.push(object);
    }
    folders.set(folder, found);
    return found;
  };
  return read;
}

/** The fields that {@link parse} looks at. The rest is most of a file, and parsing it too would take most of the time. */
const lookedAt = /^(?:apiVersion|kind|metadata|resources|configMapGenerator|secretGenerator):/;

function parse(text: string): FileContent {
  const result = parseYaml(text, '');
  const data = result.ok ? mapOf(result.value) : {};
  const resources = listOf(data['resources']).filter((resource) => typeof resource === 'string');
  return { object: objectId(data), generated: [...generated(data)], resources };
}

/** The lines of a block mapping that belong to {@link lookedAt} fields: from the line of such a key to the next line that begins with one. */
function onlyFields(text: string): string {
  let isKept = true;
  const lines = text.split('\n').filter((line) => {
    const beginsField = /^[^\s#-]/.test(line);
    if (beginsField) isKept = lookedAt.test(line);
    return isKept;
  });
  const kept = lines.join('\n');
  return kept.endsWith('\n') ? kept : `${kept}\n`;
}

function objectId(object: Data): ObjectId | undefined {
  const { apiVersion, kind } = object;
  const { name, namespace, annotations } = mapOf(object['metadata']);
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') return undefined;
  if (mapOf(annotations)['config.kubernetes.io/local-config'] === 'true') return undefined;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return { group, kind, namespace: typeof namespace === 'string' ? namespace : '', name };
}

function* generated(kustomization: Data): Iterable<ObjectId> {
  for (const [field, kind] of [
    ['configMapGenerator', 'ConfigMap'],
    ['secretGenerator', 'Secret'],
  ] as const) {
    for (const item of listOf(kustomization[field])) {
      const { name, namespace, options } = mapOf(item);
      const { annotations } = mapOf(options);
      if (typeof name !== 'string' || mapOf(annotations)['config.kubernetes.io/local-config'] === 'true') continue;
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
