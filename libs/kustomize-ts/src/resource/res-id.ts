import { goQuote } from '../text/go-quote.ts';
import { type Gvk, gvkText, parseGvk, type ResId, sameGvk } from './gvk.ts';

/**
 * An id with the namespace that it counts as having. What counts depends on where an id comes from: only for the id that an object has now, kustomize
 * looks up whether its type has namespaces at all; earlier ids and those that people write in files have the namespace they name.
 */
export interface Id extends ResId {
  readonly effectiveNamespace: string;
  readonly clusterScoped: boolean;
}

/** What stands for the namespace of objects that have none. */
export const noNamespace = '_non_namespaceable_';

/** An id of an object of this type, name and namespace. */
export function makeId(gvk: Gvk, name: string, namespace: string, clusterScoped: boolean): Id {
  const { group, version, kind } = gvk;
  const effectiveNamespace = clusterScoped ? noNamespace : namespace || 'default';
  return { group, version, kind, name, namespace, effectiveNamespace, clusterScoped };
}

/** The id that somebody wrote in a file. */
export function writtenId(id: ResId): Id {
  return makeId(id, id.name, id.namespace, false);
}

/** `Deployment.v1.apps/web.default`, with placeholders for what is empty, as messages of kustomize say it. */
export function idText(id: ResId): string {
  return `${gvkText(id)}/${id.name || '[noName]'}.${id.namespace || '[noNs]'}`;
}

/** The id that {@link idText} gave this text for. */
export function parseId(text: string): ResId {
  const [gvk = '', rest = ''] = text.split('/');
  const dot = rest.lastIndexOf('.');
  const name = dot < 0 ? '' : rest.slice(0, dot);
  const namespace = rest.slice(dot + 1);
  return {
    ...parseGvk(gvk),
    name: name === '[noName]' ? '' : name,
    namespace: namespace === '[noNs]' ? '' : namespace,
  };
}

/** How Go prints an id with `%#v`, which some messages of kustomize do. */
export function goText(id: Id): string {
  const gvk = `resid.Gvk{Group:${goQuote(id.group)}, Version:${goQuote(id.version)}, Kind:${goQuote(id.kind)}, isClusterScoped:${id.clusterScoped}}`;
  return `resid.ResId{Gvk:${gvk}, Name:${goQuote(id.name)}, Namespace:${goQuote(id.namespace)}}`;
}

/** Equal for exactly those ids that {@link sameId} says are the same. */
export function idKey(id: Id): string {
  return `${id.kind}\n${id.name}\n${id.effectiveNamespace}\n${id.group}\n${id.version}`;
}

/** Whether type, name and effective namespace are the same. */
export function sameId(a: Id, b: Id): boolean {
  return sameTypeAndName(a, b) && a.effectiveNamespace === b.effectiveNamespace;
}

/** Whether type and name are the same. */
export function sameTypeAndName(a: ResId, b: ResId): boolean {
  return a.name === b.name && sameGvk(a, b);
}
