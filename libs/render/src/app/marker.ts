import { type Release, variantName } from '@fleetwright/model/engine';
import type { FileTree } from 'kustomize-ts';
import { formatYaml, parseYaml } from 'kustomize-ts/yaml';
import { mapOf } from '../data.ts';
import { byCodeUnit, sortedEntries } from '../deploy/names.ts';
import { generatedFrom } from '../header.ts';

/** What a marker says of the app that it stands for. */
export type Marked = Pick<
  Release,
  'format' | 'app' | 'team' | 'environment' | 'namespace' | 'namespaces' | 'addOn' | 'platform' | 'placement' | 'labels'
>;

/** The name of the one object of a marker. */
export function markerName(app: string): string {
  return `${app}-retired`;
}

/**
 * The marker of an app that is retired: a release that is nothing but the ConfigMap `<app>-retired`, with paths from
 * `rendered/<environment>`. An emptied release would not do: Argo CD refuses to prune everything (`allowEmpty: false`). Namespaces and
 * kinds of the whole cluster stay allowed (`namespaces`, `platform`), so that what lies there can be pruned. It is made of the release
 * that it follows, or of the definition, and is the same either way; the marker of a marker is that marker.
 *
 * Frozen for format 1: whether a tree is a marker is told by making it again.
 */
export function markerTree(marked: Marked): FileTree {
  const { app, namespace } = marked;
  const header = generatedFrom(`apps/${app}/app.ts`);
  const kustomization = (kind: 'Kustomization' | 'Component', fields: object): string => {
    const version = kind === 'Component' ? 'v1alpha1' : 'v1beta1';
    return header + formatYaml({ apiVersion: `kustomize.config.k8s.io/${version}`, kind, ...fields });
  };
  const name = markerName(app);
  const labels = { 'app.kubernetes.io/managed-by': 'fleetwright', 'app.kubernetes.io/name': app };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels } };
  const versions = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'image-versions', annotations: { 'config.kubernetes.io/local-config': 'true' } },
  };
  const variant = `config/${variantName([], {})}`;
  return new Map(
    sortedEntries(
      new Map([
        ['config/release.yaml', formatYaml(releaseOf(marked))],
        ['config/common/kustomization.yaml', kustomization('Kustomization', { resources: [`configmap-${name}.yaml`] })],
        [`config/common/configmap-${name}.yaml`, formatYaml(configMap)],
        [
          `${variant}/kustomization.yaml`,
          kustomization('Kustomization', { resources: ['../common'], components: ['../../images'] }),
        ],
        [`${variant}/facts/kustomization.yaml`, kustomization('Component', { replacements: [] })],
        ['images/image-versions.yaml', formatYaml(versions)],
        ['images/kustomization.yaml', kustomization('Component', { resources: ['image-versions.yaml'], images: [] })],
      ]),
    ),
  );
}

function releaseOf({ format, app, team, environment, namespace, ...marked }: Marked): Release {
  const asked = new Set(marked.placement.flatMap((condition) => Object.keys(condition)));
  return {
    format,
    app,
    team,
    environment,
    namespace,
    namespaces: [...marked.namespaces].sort(byCodeUnit),
    addOn: marked.addOn,
    platform: marked.platform,
    placement: marked.placement,
    rules: {},
    reads: [],
    variants: [variantName([], {})],
    facts: {},
    labels: Object.fromEntries(sortedEntries(Object.entries(marked.labels)).filter(([label]) => asked.has(label))),
    kinds: ['/ConfigMap'],
  };
}

const dataKinds = new Set(['CustomResourceDefinition', 'Namespace', 'PersistentVolume', 'PersistentVolumeClaim']);

/**
 * The objects of a release that take data along when they are pruned, as `<Kind>/<name>` in code-unit order: claims and volumes,
 * StatefulSets with claims, namespaces, and CustomResourceDefinitions, which take every object of their kind. What Argo CD is told
 * never to prune stays, as the namespaces of platform apps do. `tree` has paths from `rendered/<environment>`.
 */
export function withData(tree: FileTree): readonly string[] {
  const found = new Set<string>();
  for (const [path, text] of tree) {
    const file = path.split('/').at(-1) ?? '';
    if (!path.startsWith('config/') || file === 'kustomization.yaml' || file === 'release.yaml') continue;
    if (!file.endsWith('.yaml')) continue;
    const parsed = parseYaml(text, path);
    if (!parsed.ok) continue;
    const { kind, metadata, spec } = mapOf(parsed.value);
    const { name, annotations } = mapOf(metadata);
    if (typeof kind !== 'string' || typeof name !== 'string' || isNeverPruned(mapOf(annotations))) continue;
    const { volumeClaimTemplates: claims } = mapOf(spec);
    const keeps = kind === 'StatefulSet' && Array.isArray(claims) && claims.length > 0;
    if (keeps || dataKinds.has(kind)) found.add(`${kind}/${name}`);
  }
  return [...found].sort();
}

function isNeverPruned(annotations: Readonly<Record<string, unknown>>): boolean {
  const options = annotations['argocd.argoproj.io/sync-options'];
  return typeof options === 'string' && options.split(',').includes('Prune=false');
}
