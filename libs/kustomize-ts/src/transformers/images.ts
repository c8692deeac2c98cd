import { editFields } from '../fields/edit-field.ts';
import { inFile, wrongKind } from '../fields/errors.ts';
import { scalarSetTo } from '../fields/setters.ts';
import type { FieldSpec, Image } from '../kustomization/types.ts';
import { placeIn } from '../place.ts';
import { mapResources } from '../resource/map-resources.ts';
import { type Miss, miss } from '../resource/miss.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { type Entry, isNull, type Mapping, type Node } from '../yaml/node.ts';
import { imageMatcher, joinImage, splitImage } from './image-name.ts';

export interface ImageTagArgs {
  readonly imageTag: Image;
  readonly fieldSpecs: readonly FieldSpec[];
  /** Of the kustomization, for messages. */
  readonly file?: string;
}

/**
 * Gives an image another name, tag or digest: in the items of every list called `containers` or `initContainers` wherever it is, and then in the fields
 * specified. Most images are met twice, and a `tagSuffix` is added twice. CustomResourceDefinitions stay as they are. Refuses (FW6017) images that are no text, (FW6018) a name
 * that is no regular expression. As ImageTagTransformer of kustomize does.
 */
export function imageTagTransformer({ imageTag, fieldSpecs, file = '' }: ImageTagArgs): Transformer {
  const { update, found } = imageUpdate(imageTag);
  return (resources, onMiss) => {
    const before = found();
    const edited = mapResources(resources, (resource) => withImages(resource, update, fieldSpecs));
    if (found() === before) onMiss?.(missOf(imageTag, file));
    return edited;
  };
}

function missOf({ name, from }: Image, file: string): Miss {
  const hint = 'check the name: it is that of an image without its tag and digest, before anything changes it';
  return miss('image', `no image is called ${name}`, hint, placeIn(file, from, 'name'));
}

type Update = (node: Node) => Node;

function withImages(resource: Resource, update: Update, fieldSpecs: readonly FieldSpec[]): Resource {
  const { node, file } = resource;
  if (resource.kind === 'CustomResourceDefinition') return resource;
  const noPrefix = () => '';
  const found = inFile(file, node, noPrefix, () => inContainers(node, update));
  const first = resource.with(found);
  return first.with(editFields(first.node, fieldSpecs, update, { file }));
}

/** Values of fields of objects that have no containers in them: they are not gone through again for the next image. */
const withoutContainers = new WeakSet<Node>();

function inContainers(object: Mapping, update: Update): Mapping {
  return withValues(object, (value, key) => {
    if (value.kind === 'scalar' || withoutContainers.has(value)) return value;
    const search: Search = { update, found: listsContainers(key) };
    const edited = withContainers(walk(value, search), key, update);
    if (!search.found) withoutContainers.add(value);
    return edited;
  });
}

interface Search {
  readonly update: Update;
  /** Whether there were any. */
  found: boolean;
}

function walk(node: Node, search: Search): Node {
  if (node.kind === 'sequence') return withItems(node, (item) => walk(item, search));
  if (node.kind === 'scalar') return node;
  return withValues(node, (value, key) => {
    search.found ||= listsContainers(key);
    return withContainers(walk(value, search), key, search.update);
  });
}

function listsContainers(key: string): boolean {
  return key === 'containers' || key === 'initContainers';
}

function withContainers(value: Node, key: string, update: Update): Node {
  return listsContainers(key) ? withItems(value, (item) => withImage(item, update)) : value;
}

function withValues(node: Mapping, edit: (value: Node, key: string) => Node): Mapping {
  let entries: Entry[] | undefined;
  for (const [index, { key, value }] of node.entries.entries()) {
    const edited = edit(value, key.value);
    if (edited === value) continue;
    entries ??= [...node.entries];
    entries[index] = { key, value: edited };
  }
  return entries === undefined ? node : { ...node, entries };
}

function withItems(node: Node, edit: (item: Node) => Node): Node {
  if (node.kind !== 'sequence') return node;
  let items: Node[] | undefined;
  for (const [index, item] of node.items.entries()) {
    const edited = edit(item);
    if (edited === item) continue;
    items ??= [...node.items];
    items[index] = edited;
  }
  return items === undefined ? node : { ...node, items };
}

function withImage(container: Node, update: Update): Node {
  if (isNull(container)) return container;
  if (container.kind !== 'mapping') return wrongKind('mapping', container);
  const index = container.entries.findIndex((entry) => entry.key.value === 'image');
  const entry = container.entries[index];
  if (entry === undefined) return container;
  const value = update(entry.value);
  if (value === entry.value) return container;
  return { ...container, entries: container.entries.with(index, { key: entry.key, value }) };
}

/** What becomes of an image, as `SetImageValue` of api/filters/imagetag/updater.go has it; and how many it was asked for that were meant. */
function imageUpdate(image: Image): { readonly update: Update; readonly found: () => number } {
  const matches = imageMatcher(image.name);
  let count = 0;
  const update = (node: Node): Node => {
    if (node.kind !== 'scalar') return wrongKind('scalar', node);
    if (!matches(node.value)) return node;
    count += 1;
    return scalarSetTo(node, updated(node.value, image));
  };
  return { update, found: () => count };
}

function updated(value: string, image: Image): string {
  const old = splitImage(value);
  const name = image.newName || old.name;
  if (image.newTag !== '' || image.digest !== '') return joinImage({ name, tag: image.newTag, digest: image.digest });
  if (image.tagSuffix !== '') return joinImage({ name, tag: old.tag + image.tagSuffix, digest: '' });
  return joinImage({ ...old, name });
}
