import type { Location } from '@fleetwright/diagnostics';
import type { Selector } from '../kustomization/types.ts';
import { compileRegexp } from '../regexp/regexp.ts';
import type { Gvk } from './gvk.ts';
import { parseLabelSelector } from './label-selector.ts';
import type { Resource } from './resource.ts';

/**
 * Whether a selector means a resource. Its parts are regular expressions for the whole of a part; name and namespace are those that the resource has or the first it
 * had. Refuses (FW6018) expressions and selectors of labels that are none. As `Select` of api/resmap/reswrangler.go and api/types/selector.go do.
 */
export function selectorMatcher(selector: Selector, at?: Location): (resource: Resource) => boolean {
  const isType = gvkMatcher(selector, at);
  const hasName = partMatcher(selector.name, at);
  const hasNamespace = partMatcher(selector.namespace, at);
  return (resource) => {
    const { id, originalId, node } = resource;
    return (
      node.entries.length > 0 &&
      (hasNamespace(originalId.effectiveNamespace) || hasNamespace(id.effectiveNamespace)) &&
      (hasName(originalId.name) || hasName(id.name)) &&
      isType(id) &&
      // kustomize reads these no sooner than for the first resource that is meant otherwise.
      (selector.labelSelector === '' || parseLabelSelector(selector.labelSelector, at)(resource.labels)) &&
      (selector.annotationSelector === '' || parseLabelSelector(selector.annotationSelector, at)(resource.annotations))
    );
  };
}

/** The resources that the selector means. Refusals as {@link selectorMatcher}. */
export function select(resources: readonly Resource[], selector: Selector, at?: Location): readonly Resource[] {
  return resources.filter(selectorMatcher(selector, at));
}

/** Whether a type is what group, version and kind of a selector say. */
function gvkMatcher(selector: Gvk, at: Location | undefined): (gvk: Gvk) => boolean {
  const group = partMatcher(selector.group, at);
  const version = partMatcher(selector.version, at);
  const kind = partMatcher(selector.kind, at);
  return (gvk) => group(gvk.group) && version(gvk.version) && kind(gvk.kind);
}

function partMatcher(pattern: string, at: Location | undefined): (text: string) => boolean {
  if (pattern === '') return () => true;
  const expression = compileRegexp(`^(?:${pattern})$`, at);
  return (text) => expression.test(text);
}
