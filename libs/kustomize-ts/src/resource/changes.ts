import type { StringMap } from '../kustomization/types.ts';
import { get, type Mapping, mapping, textOf } from '../yaml/node.ts';
import * as build from './build-annotations.ts';
import { textEntries, withAnnotations, withMetadataMap, withName, withNamespace } from './metadata.ts';
import type { Resource } from './resource.ts';
import { appended, removeFirst, setText, within } from './set-field.ts';

/*
 * What steps of a build do to a resource, as api/resource/resource.go has it. All give a new resource, or the same one when nothing changes.
 */

/** The resource with exactly these annotations. */
export function setAnnotations(resource: Resource, annotations: StringMap): Resource {
  return resource.withFresh(withMetadataMap(resource.node, 'annotations', annotations));
}

/** The resource with exactly these labels. */
export function setLabels(resource: Resource, labels: StringMap): Resource {
  return resource.withFresh(withMetadataMap(resource.node, 'labels', labels));
}

export function setName(resource: Resource, name: string): Resource {
  return resource.with(withName(resource.node, name));
}

/** Without a namespace when it is empty. */
export function setNamespace(resource: Resource, namespace: string): Resource {
  return resource.with(withNamespace(resource.node, namespace));
}

export function setKind(resource: Resource, kind: string): Resource {
  return resource.with(setText(resource.node, 'kind', kind));
}

export function setApiVersion(resource: Resource, apiVersion: string): Resource {
  return resource.with(setText(resource.node, 'apiVersion', apiVersion));
}

/** Adds to lists in annotations; nothing for an empty text. */
function addToLists(resource: Resource, additions: Additions): Resource {
  const lists = additions
    .filter(([, value]) => value !== '')
    .map(([key, value]) => {
      const old = resource.annotation(key);
      return [key, old === undefined ? value : `${old},${value}`] as const;
    });
  return lists.length === 0 ? resource : resource.with(withAnnotations(resource.node, lists));
}

type Additions = readonly (readonly [key: string, value: string])[];

function presentId(resource: Resource): Additions {
  const { name, effectiveNamespace, kind } = resource.id;
  return [
    [build.previousNames, name],
    [build.previousNamespaces, effectiveNamespace],
    [build.previousKinds, kind],
  ];
}

/** Remembers the id that the resource has now; to be called before a step that may change it. */
export function storePreviousId(resource: Resource): Resource {
  return addToLists(resource, presentId(resource));
}

/** Remembers that this is put in front of the name or behind it, and the id that the resource has now. */
export function rememberAffix(resource: Resource, where: 'prefixes' | 'suffixes', text: string): Resource {
  return addToLists(resource, [[where === 'prefixes' ? build.prefixes : build.suffixes, text], ...presentId(resource)]);
}

function list(resource: Resource, key: string): readonly string[] {
  return resource.annotation(key)?.split(',') ?? [];
}

/**
 * Whether both were given the same prefixes and suffixes, as far as the shorter list goes: they come from the same place. With `allowEmpty`, a resource with
 * none fits any other.
 */
export function samePrefixesAndSuffixes(a: Resource, b: Resource, allowEmpty: boolean): boolean {
  return [build.prefixes, build.suffixes].every((key) => {
    const [x, y] = [list(a, key), list(b, key)];
    return (allowEmpty && (x.length === 0 || y.length === 0)) || sameEnding(x, y);
  });
}

function sameEnding(a: readonly string[], b: readonly string[]): boolean {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  if (shorter.length === 0) return longer.length === 0;
  const extra = longer.length - shorter.length;
  return shorter.every((item, index) => longer[index + extra] === item);
}

/** What a generated resource does with one that is there already. */
export type Behavior = 'create' | 'merge' | 'replace' | 'unspecified';

export function behaviorOf(resource: Resource): Behavior {
  const text = resource.annotation(build.generatorBehavior);
  return text === 'create' || text === 'merge' || text === 'replace' ? text : 'unspecified';
}

export function setBehavior(resource: Resource, behavior: Behavior): Resource {
  return setAnnotations(resource, new Map(resource.annotations).set(build.generatorBehavior, behavior));
}

/** Whether its name gets a hash of its content. */
export function needsHash(resource: Resource): boolean {
  return resource.isEnabled(build.needsHashSuffix);
}

/** Sets a flag of the build: one of `needsHashSuffix`, `allowNameChange`, `allowKindChange`. */
export function enable(resource: Resource, flag: string): Resource {
  return setAnnotations(resource, new Map(resource.annotations).set(flag, build.enabled));
}

/** Without what the build remembered. Annotations of the user's are sorted by it, and an empty list of them goes away. */
export function removeBuildAnnotations(resource: Resource): Resource {
  const { annotations } = resource;
  if (annotations.size === 0) return resource;
  const kept = new Map(annotations);
  for (const key of build.buildAnnotations) kept.delete(key);
  return setAnnotations(resource, kept);
}

/** The resource with the name, the namespace and the memory of `other`, and its labels and annotations where it has none of its own. */
export function copyMergeMetadata(resource: Resource, other: Resource): Resource {
  const labels = setLabels(resource, new Map([...other.labels, ...resource.labels]));
  const annotated = setAnnotations(labels, mergedAnnotations(resource, other));
  return setNamespace(setName(annotated, other.name), other.namespace).withVars(other.vars);
}

function mergedAnnotations(resource: Resource, other: Resource): StringMap {
  const [own, others] = [resource.annotations, other.annotations];
  const merged = new Map([...others, ...own]);
  for (const key of build.buildAnnotations) {
    const value = others.get(key);
    if (value === undefined) merged.delete(key);
    else merged.set(key, value);
  }
  if (!own.has(build.needsHashSuffix)) merged.delete(build.needsHashSuffix);
  return merged;
}

/** The resource with `data` and `binaryData` of `other` where it has no such key itself. */
export function mergeDataMaps(resource: Resource, other: Resource): Resource {
  let { node } = resource;
  for (const field of ['data', 'binaryData']) {
    const merged = new Map([...dataMap(other.node, field), ...dataMap(resource.node, field)]);
    node = withDataMap(node, field, merged);
  }
  return resource.withFresh(node);
}

function dataMap(node: Mapping, field: string): StringMap {
  const found = new Map<string, string>();
  const data = get(node, field);
  if (data?.kind !== 'mapping') return found;
  for (const { key, value } of data.entries) {
    if (!found.has(key.value)) found.set(key.value, textOf(value) ?? '');
  }
  return found;
}

function withDataMap(node: Mapping, field: string, data: StringMap): Mapping {
  const cleared = removeFirst(node, field);
  if (data.size === 0) return cleared;
  const entries = textEntries(data);
  if (get(cleared, field) === undefined) return appended(cleared, field, mapping(entries));
  return within(cleared, field, (inner) => ({ ...inner, entries: [...inner.entries, ...entries] }));
}
