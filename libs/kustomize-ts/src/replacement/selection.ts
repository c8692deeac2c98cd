import type { Selector, StringMap } from '../kustomization/types.ts';
import { compileRegexp } from '../regexp/regexp.ts';
import type { ResId } from '../resource/gvk.ts';
import { isSelected } from '../resource/gvk.ts';
import { parseLabelSelector } from '../resource/label-selector.ts';
import { metadataMap } from '../resource/metadata.ts';
import type { Resource } from '../resource/resource.ts';

/** Whether one of the ids of an object, present or earlier, is meant. */
export function isMeant(resource: Resource, matches: IdMatcher): boolean {
  return matches(resource.id) || resource.previousIds.some(matches);
}

/** Says of an id whether it is meant. */
export type IdMatcher = (id: ResId) => boolean;

const idParts = ['group', 'version', 'kind', 'name', 'namespace'] as const;

/**
 * Which ids a source means: exactly those that are what it says. No namespace is `default`, even of types that have none. As `IsSelectedBy` of
 * kyaml/resid for ids of `MakeResIds`.
 */
export function sourceMatcher(source: ResId): IdMatcher {
  return (id) =>
    (source.name === '' || source.name === id.name) &&
    (source.namespace === '' || source.namespace === (id.namespace || 'default')) &&
    isSelected(id, source);
}

/** Which ids a selector of targets means: regular expressions, for the whole of a part. Refuses (FW6018) those that are none. */
export function idMatcher(selector: ResId): IdMatcher {
  const tests: [part: (typeof idParts)[number], test: (text: string) => boolean][] = [];
  for (const part of idParts) {
    const pattern = selector[part];
    if (pattern === '') continue;
    if (isLiteral(pattern)) tests.push([part, (text) => text === pattern]);
    else {
      const expression = compileRegexp(`^(?:${pattern})$`);
      tests.push([part, (text) => expression.test(text)]);
    }
  }
  return (id) => tests.every(([part, test]) => test(id[part]));
}

/** Whether a pattern stands for itself alone. */
export function isLiteral(pattern: string): boolean {
  return /^[\w/:-]*$/.test(pattern);
}

/** Whether the selector says nothing of ids. */
export function saysNoId(selector: ResId): boolean {
  return idParts.every((part) => selector[part] === '');
}

/** Whether labels and annotations of an object are what the selector wants. Refuses (FW6018) what is no selector. */
export function hasMetadata(resource: Resource, selector: Selector): boolean {
  return (
    matches(selector.annotationSelector, () => metadataMap(resource.node, 'annotations')) &&
    matches(selector.labelSelector, () => metadataMap(resource.node, 'labels'))
  );
}

function matches(selector: string, pairs: () => StringMap): boolean {
  return selector === '' || parseLabelSelector(selector)(pairs());
}
