import type { Gvk } from '../resource/gvk.ts';
import type { Resource } from '../resource/resource.ts';
import { resourceText } from '../yaml/write.ts';
import { UsageError } from './words.ts';

/**
 * A file for each object, as kustomize names them when the output is a folder: type and name, and the namespace in front where there are
 * several. Of two with one name the last stays, as there. Throws a {@link UsageError} for an object whose name is no name of a file.
 */
export function separateFiles(resources: readonly Resource[]): ReadonlyMap<string, string> {
  const spaces = new Set(resources.filter(({ id }) => !id.clusterScoped).map(({ id }) => id.effectiveNamespace));
  const files = new Map<string, string>();
  // Cluster-wide objects last, which matters for names that are there twice only.
  for (const { id, node } of resources.toSorted((a, b) => Number(a.id.clusterScoped) - Number(b.id.clusterScoped))) {
    const plain = `${typeName(id).toLowerCase()}_${id.name.toLowerCase()}.yaml`;
    const name = id.clusterScoped || spaces.size <= 1 ? plain : `${id.effectiveNamespace.toLowerCase()}_${plain}`;
    if (/[/\\\0]/.test(name)) throw new UsageError(`an object cannot have a file of its own: ${JSON.stringify(name)}`);
    files.set(name, resourceText(node));
  }
  return files;
}

function typeName({ group, version, kind }: Gvk): string {
  return [group, version, kind].filter((part) => part !== '').join('_');
}
