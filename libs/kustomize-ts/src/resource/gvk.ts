import { get, type Mapping, rawText } from '../yaml/node.ts';

/** Type of a Kubernetes object. Empty text stands for what is not said. */
export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What kustomize finds a resource by: its type, name and namespace (empty when it says none). */
export interface ResId extends Gvk {
  readonly name: string;
  readonly namespace: string;
}

/** The type that an object says it has. As `GvkFromNode` of kyaml/resid/gvk.go does. */
export function gvkOf(node: Mapping): Gvk {
  const { group, version } = parseApiVersion(rawText(get(node, 'apiVersion')));
  return { group, version, kind: rawText(get(node, 'kind')) };
}

/** `apps/v1` as group and version; without a slash it is all version. */
function parseApiVersion(text: string): { readonly group: string; readonly version: string } {
  const slash = text.indexOf('/');
  return slash < 0 ? { group: '', version: text } : { group: text.slice(0, slash), version: text.slice(slash + 1) };
}

/** Group and version as an object says them. */
export function apiVersionOf(gvk: Gvk): string {
  return gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`;
}

/** `Deployment.v1.apps`, with placeholders for what is empty, as messages of kustomize say it. */
export function gvkText(gvk: Gvk): string {
  return `${gvk.kind || '[noKind]'}.${gvk.version || '[noVer]'}.${gvk.group || '[noGrp]'}`;
}

/** The type that {@link gvkText} gave this text for. */
export function parseGvk(text: string): Gvk {
  const [kind, version, ...group] = text.split('.');
  if (kind === undefined || version === undefined || group.length === 0) {
    return { group: '[noGrp]', version: '[noVer]', kind: '[noKind]' };
  }
  const filled = (part: string, placeholder: string): string => (part === placeholder ? '' : part);
  return {
    group: filled(group.join('.'), '[noGrp]'),
    version: filled(version, '[noVer]'),
    kind: filled(kind, '[noKind]'),
  };
}

/** Whether both are the same type. */
export function sameGvk(a: Gvk, b: Gvk): boolean {
  return a.kind === b.kind && a.group === b.group && a.version === b.version;
}

/** Whether the selector, where it says something, says what the type is. */
export function isSelected(gvk: Gvk, selector: Gvk): boolean {
  return (
    (selector.kind === '' || selector.kind === gvk.kind) &&
    (selector.group === '' || selector.group === gvk.group) &&
    (selector.version === '' || selector.version === gvk.version)
  );
}
