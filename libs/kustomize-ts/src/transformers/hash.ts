import { hashOf } from '../hash/hasher.ts';
import { needsHash, setName, storePreviousId } from '../resource/changes.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { editAll } from '../resource/resources.ts';

/** What was made of resources before: the overlays of a base have its resources in common. */
const known = new WeakMap<Resource, Resource>();

/** Puts a hash of the content behind the names of the resources that want one, as HashTransformer of kustomize does. */
export function hashTransformer(): Transformer {
  return (resources) =>
    editAll(resources, (resource) => {
      if (!needsHash(resource)) return resource;
      const made = known.get(resource) ?? hashed(resource);
      known.set(resource, made);
      return made;
    });
}

function hashed(resource: Resource): Resource {
  const hash = hashOf(resource.node, resource.file);
  return setName(storePreviousId(resource), `${resource.name}-${hash}`);
}
