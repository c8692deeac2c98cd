import { formatNode } from '../yaml/format-node.ts';
import { get, type Mapping, mapping, type Node, type Scalar, scalar, sequence, textOf } from '../yaml/node.ts';
import { readNode } from '../yaml/read.ts';
import { isTyped } from '../yaml/scalar-text.ts';
import { originAnnotation, transformationsAnnotation } from './build-annotations.ts';
import { setAnnotations } from './changes.ts';
import type { Resource } from './resource.ts';

/*
 * What `buildMetadata: [originAnnotations, transformerAnnotations]` asks for, as api/resource/origin.go and api/resmap/reswrangler.go of kustomize keep it: in
 * annotations, as YAML.
 */

/** Where a resource comes from, or which config of a generator or transformer made or changed it. What is empty is not said. */
export interface Origin {
  /** From the folder that is built. */
  readonly path: string;
  /** Where the config of the generator or transformer stands. */
  readonly configuredIn: string;
  readonly configuredBy: ConfiguredBy;
}

/** A config of a plugin; for the fields of a kustomization, `builtin` and the kind of the plugin. */
export interface ConfiguredBy {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

const nobody: ConfiguredBy = { apiVersion: '', kind: '', name: '', namespace: '' };

/** The origin of what stands in the folder that is built. */
export const rootOrigin: Origin = { path: '', configuredIn: '', configuredBy: nobody };

/** The origin of what a kustomization names by a path. */
export function appendOrigin(origin: Origin, path: string): Origin {
  return { ...origin, path: joined(origin.path, path) };
}

/**
 * The origin of what a field of a kustomization makes or changes: `file` is that of the kustomization, `plugin` the kind that the field stands for.
 * `undefined` when nobody asked for origins.
 */
export function builtInOrigin(origin: Origin | undefined, file: string, plugin: string): Origin | undefined {
  if (origin === undefined) return undefined;
  const configuredIn = joined(origin.path, file.slice(file.lastIndexOf('/') + 1));
  return { path: '', configuredIn, configuredBy: { ...nobody, apiVersion: 'builtin', kind: plugin } };
}

/** The origin of what a plugin makes or changes that is configured by an object; `undefined` when nobody asked for origins. */
export function originOfPlugin(config: Resource): Origin | undefined {
  const origin = originOf(config);
  if (origin === undefined) return undefined;
  const { kind, name, namespace } = config;
  const apiVersion = textOf(get(config.node, 'apiVersion')) ?? '';
  return { path: '', configuredIn: origin.path, configuredBy: { apiVersion, kind, name, namespace } };
}

/** The origin that a resource says it has. Refuses an annotation that is not YAML. */
function originOf(resource: Resource): Origin | undefined {
  const text = resource.annotation(originAnnotation);
  return text === undefined ? undefined : originFrom(readNode(text, resource.file ?? ''));
}

/** The resources, all of this origin. */
export function setOrigin(resources: readonly Resource[], origin: Origin): readonly Resource[] {
  const text = formatNode(originNode(origin));
  return resources.map((resource) => withAnnotation(resource, originAnnotation, text));
}

/** The resources, those of this origin that say none yet. */
export function annotateOrigin(resources: readonly Resource[], origin: Origin): readonly Resource[] {
  const text = formatNode(originNode(origin));
  return resources.map((resource) =>
    resource.annotation(originAnnotation) === undefined ? withAnnotation(resource, originAnnotation, text) : resource,
  );
}

/** The resources, each with one more transformation; those that have no origin were made by it. Refuses annotations that are not YAML. */
export function annotateTransformation(resources: readonly Resource[], origin: Origin): readonly Resource[] {
  const text = formatNode(originNode(origin));
  return resources.map((resource) => {
    if (originOf(resource) === undefined) return withAnnotation(resource, originAnnotation, text);
    const list = sequence([...transformationsOf(resource), originNode(origin)]);
    return withAnnotation(resource, transformationsAnnotation, formatNode(list));
  });
}

function transformationsOf(resource: Resource): readonly Node[] {
  const text = resource.annotation(transformationsAnnotation);
  const node = text === undefined ? undefined : readNode(text, resource.file ?? '');
  return node?.kind === 'sequence' ? node.items.map((item) => originNode(originFrom(item))) : [];
}

/** The resources without the annotation of their origin. All annotations become text, as kustomize writes them anew. */
export function removeOrigins(resources: readonly Resource[]): readonly Resource[] {
  return resources.map((resource) => withoutAnnotation(resource, originAnnotation));
}

/** The resources without the annotation of what changed them. All annotations become text, as kustomize writes them anew. */
export function removeTransformations(resources: readonly Resource[]): readonly Resource[] {
  return resources.map((resource) => withoutAnnotation(resource, transformationsAnnotation));
}

function withAnnotation(resource: Resource, key: string, value: string): Resource {
  return setAnnotations(resource, new Map(resource.annotations).set(key, value));
}

function withoutAnnotation(resource: Resource, key: string): Resource {
  if (resource.annotation(key) === undefined && hasTextAnnotations(resource.node)) return resource;
  const kept = new Map(resource.annotations);
  kept.delete(key);
  return setAnnotations(resource, kept);
}

/** Whether writing the annotations anew would change nothing that is ever seen. */
function hasTextAnnotations(node: Mapping): boolean {
  const annotations = get(get(node, 'metadata'), 'annotations');
  if (annotations === undefined) return true;
  if (annotations.kind !== 'mapping' || annotations.entries.length === 0) return false;
  return annotations.entries.every(({ value }) => value.kind === 'scalar' && value.tag === '!!str');
}

function originFrom(node: Node | undefined): Origin {
  const by = get(node, 'configuredBy');
  return {
    path: textOf(get(node, 'path')) ?? '',
    configuredIn: textOf(get(node, 'configuredIn')) ?? '',
    configuredBy: {
      apiVersion: textOf(get(by, 'apiVersion')) ?? '',
      kind: textOf(get(by, 'kind')) ?? '',
      name: textOf(get(by, 'name')) ?? '',
      namespace: textOf(get(by, 'namespace')) ?? '',
    },
  };
}

function originNode({ path, configuredIn, configuredBy }: Origin): Mapping {
  const { apiVersion, kind, name, namespace } = configuredBy;
  const by = filled({ apiVersion, kind, name, namespace });
  const { entries } = filled({ path, configuredIn });
  return mapping(by.entries.length === 0 ? entries : [...entries, { key: scalar('configuredBy'), value: by }]);
}

function filled(fields: Readonly<Record<string, string>>): Mapping {
  const entries = Object.entries(fields).filter(([, value]) => value !== '');
  return mapping(entries.map(([key, value]) => ({ key: scalar(key), value: goText(value) })));
}

/** A text as go-yaml writes a string, in quotes where some YAML has another type for it. */
function goText(value: string): Scalar {
  return scalar(value, '!!str', isTyped(value) ? 'double' : 'plain');
}

/** The paths one behind the other, as `filepath.Join` of Go cleans them. */
function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
