import { formatYaml } from 'kustomize-ts/yaml';
import type { RenderedObject } from '../app/rendered.ts';
import { mapOf } from '../data.ts';
import { generatedFrom } from '../header.ts';
import type { ReleaseContent } from './release-content.ts';

/** The text of a generated kustomization.yaml. `fields` has at least one: kustomize takes one without any for a mistake. */
export function kustomization(
  { definition }: ReleaseContent,
  kind: 'Kustomization' | 'Component',
  fields: object,
): string {
  const version = kind === 'Component' ? 'v1alpha1' : 'v1beta1';
  return (
    generatedFrom(definition.file) + formatYaml({ apiVersion: `kustomize.config.k8s.io/${version}`, kind, ...fields })
  );
}

/** An object's file: `deployment-web.yaml`, `networkpolicy-default-deny_shop.yaml` in another than the app's namespace. */
function fileOf({ namespace }: ReleaseContent, object: RenderedObject): string {
  const { info, name } = object;
  const place = object.namespace === undefined || object.namespace === namespace ? '' : `_${object.namespace}`;
  return `${info.kind.toLowerCase()}-${name.replaceAll(':', '%3A')}${place}.yaml`;
}

/** What {@link objectFiles} gives. */
export interface ObjectFiles {
  readonly files: readonly (readonly [path: string, text: string])[];
  readonly resources: readonly string[];
  readonly generators: { readonly configMapGenerator?: readonly object[] };
}

/** The files of some objects below a folder, and the fields of a kustomization that make objects of them. */
export function objectFiles(release: ReleaseContent, folder: string, objects: readonly RenderedObject[]): ObjectFiles {
  const written = objects.filter(({ generated }) => !generated);
  const generators = objects.filter(({ generated }) => generated).map(generatorOf);
  return {
    files: written.map((object) => [`${folder}/${fileOf(release, object)}`, formatYaml(object.object)] as const),
    resources: written.map((object) => fileOf(release, object)).sort(),
    generators: generators.length > 0 ? { configMapGenerator: generators } : {},
  };
}

/** The generator of a ConfigMap. It names the namespace: without it every reference to the ConfigMap breaks silently. */
function generatorOf({ name, namespace, object }: RenderedObject): object {
  const { metadata, data, immutable } = object;
  const { annotations, labels } = mapOf(metadata);
  return {
    name,
    namespace,
    literals: Object.entries(mapOf(data)).map(([key, value]) => `${key}=${literal(String(value))}`),
    options: { annotations, labels, immutable },
  };
}

/** kustomize takes one pair of quotes away. */
function literal(value: string): string {
  const first = value.slice(0, 1);
  return value.length >= 2 && (first === '"' || first === "'") && value.endsWith(first) ? `"${value}"` : value;
}
