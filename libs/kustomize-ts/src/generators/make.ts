import type { Scope } from '../build/scope.ts';
import type { GeneratorArgs } from '../kustomization/types.ts';
import { enabled, generatorBehavior, needsHashSuffix } from '../resource/build-annotations.ts';
import type { Behavior } from '../resource/changes.ts';
import { withMetadataMap } from '../resource/metadata.ts';
import { Resource } from '../resource/resource.ts';
import { appended, newText, setText } from '../resource/set-field.ts';
import { compareText } from '../text/order.ts';
import { type Mapping, mapping, type Node, type Scalar, scalar, stringMapping } from '../yaml/node.ts';

/**
 * A generated object as kustomize makes it: its name and namespace, the fields of its kind, labels and annotations of the options; and in build annotations,
 * whether the name gets a hash and what to do with an object that is there. As `makeOne` of api/resource/factory.go and `copyLabelsAndAnnotations` do.
 */
export function generated(
  kind: string,
  args: GeneratorArgs,
  fields: readonly (readonly [name: string, value: Node])[],
  scope: Scope,
): Resource {
  const { options } = args;
  let node = baseNode(kind, args);
  for (const [name, value] of fields) node = appended(node, name, value);
  if (options?.immutable === true) node = appended(node, 'immutable', scalar('true', '!!bool'));
  if (options !== undefined) node = withMetadataMap(node, 'labels', options.labels);
  const annotations = new Map(options?.annotations);
  if (options?.disableNameSuffixHash !== true) annotations.set(needsHashSuffix, enabled);
  annotations.set(generatorBehavior, behaviorNamed(args.behavior));
  return new Resource(withMetadataMap(node, 'annotations', annotations), scope.file, [], scope.schema);
}

/** The entries sorted by key, each a text; on lines of its own where it has several. */
export function dataNode(entries: readonly (readonly [key: string, value: string])[]): Mapping {
  let node = mapping([]);
  const sorted = entries.toSorted(([a], [b]) => compareText(a, b));
  for (const [key, value] of sorted) node = appended(node, key, textNode(value));
  return node;
}

function textNode(value: string): Scalar {
  return newText(value, '!!str');
}

function baseNode(kind: string, args: GeneratorArgs): Mapping {
  const named = setText(mapping([]), 'name', args.name, '!!str');
  const metadata = args.namespace === '' ? named : setText(named, 'namespace', args.namespace, '!!str');
  const typed = stringMapping([
    ['apiVersion', 'v1'],
    ['kind', kind],
  ]);
  return appended(typed, 'metadata', metadata);
}

function behaviorNamed(behavior: string): Behavior {
  return behavior === 'create' || behavior === 'merge' || behavior === 'replace' ? behavior : 'unspecified';
}
