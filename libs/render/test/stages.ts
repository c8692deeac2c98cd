import type { Clusters, Release, StageCluster } from '@fleetwright/model/engine';
import type { FileTree } from 'kustomize-ts';
import { formatYaml } from 'kustomize-ts/yaml';

/** What a test says of a stage; everything it leaves out has a default. */
export interface StageSketch {
  readonly environment?: string;
  readonly follows?: readonly string[];
  readonly hubs?: Clusters['hubs'];
  readonly clusters: { readonly [name: string]: Partial<StageCluster> };
  /** Releases by folder: `web`, or `web@eu-1` for a pin. */
  readonly apps?: { readonly [folder: string]: AppSketch };
}
/** A release, and the objects of it that all variants share. */
export interface AppSketch extends Partial<Release> {
  readonly objects?: readonly object[];
}

/** Stages by name. */
export type Sketch = { readonly [stage: string]: StageSketch };

const repository = { url: 'https://git.example.com/acme/fleet.git', revision: 'main' };
/** The one hub of sketches that name none. */
export const hub = { buckets: 1, namespace: 'argocd', repository };

/** The stages of a sketch, as promotions would have written them, with paths from `clusters/stages`. */
export function stagesOf(sketch: Sketch): FileTree {
  const tree = new Map<string, string>();
  for (const [stage, { environment = 'prod', follows = [], hubs = { eu: hub }, clusters, apps = {} }] of Object.entries(
    sketch,
  )) {
    const known: Clusters = {
      format: 1,
      stage,
      environment,
      follows,
      platform: 'platform',
      hubs,
      clusters: Object.fromEntries(Object.entries(clusters).map(([name, cluster]) => [name, clusterOf(name, cluster)])),
    };
    tree.set(`${stage}/fleet/clusters.yaml`, formatYaml(known));
    for (const [folder, app] of Object.entries(apps)) addApp(tree, `${stage}/${folder}`, environment, app);
  }
  return tree;
}

function clusterOf(name: string, cluster: Partial<StageCluster>): StageCluster {
  const server = `https://${name}.example.com:6443`;
  return { hub: 'eu', server, kubernetes: '1.35', state: 'active', labels: {}, facts: {}, ...cluster };
}

function addApp(
  tree: Map<string, string>,
  folder: string,
  environment: string,
  { objects, ...given }: AppSketch,
): void {
  const app = (folder.split('/')[1] ?? '').split('@')[0] ?? '';
  const pin = folder.includes('@');
  const release: Release = {
    format: 1,
    app,
    team: 'shop',
    environment,
    namespace: 'shop',
    namespaces: [],
    addOn: false,
    platform: false,
    placement: [],
    rules: {},
    reads: [],
    variants: ['default'],
    facts: {},
    labels: {},
    kinds: ['/ConfigMap'],
    ...given,
  };
  const put = (path: string, content: object): void => void tree.set(`${folder}/${path}`, formatYaml(content));
  if (pin) tree.set(`${folder}.hold.yaml`, formatYaml({ reason: 'a test', author: 'ann', until: '2030-01-01' }));
  const own = objects ?? [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: app, namespace: release.namespace },
      data: { domain: 'FACT_domain' },
    },
  ];
  put('config/release.yaml', release);
  put('config/common/kustomization.yaml', kustomization({ resources: own.map((_object, index) => `${index}.yaml`) }));
  for (const [index, object] of own.entries()) put(`config/common/${index}.yaml`, object);
  put('images/kustomization.yaml', component({ images: [] }));
  for (const variant of release.variants) {
    put(
      `config/${variant}/kustomization.yaml`,
      kustomization({ resources: ['../common'], components: ['../../images'] }),
    );
    put(
      `config/${variant}/facts/kustomization.yaml`,
      component({ replacements: 'domain' in release.facts ? [replacement(app)] : [] }),
    );
  }
}

function kustomization(fields: object): object {
  return { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', ...fields };
}

function component(fields: object): object {
  return { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component', ...fields };
}

function replacement(app: string): object {
  return {
    source: { kind: 'ConfigMap', name: 'cluster-facts', fieldPath: 'data.domain' },
    targets: [{ select: { kind: 'ConfigMap', name: `^${app}$` }, fieldPaths: ['data.domain'] }],
  };
}
