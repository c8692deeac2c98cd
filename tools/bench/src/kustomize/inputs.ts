import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileTree } from 'kustomize-ts';

/** The files that overlays of the fleet of this repository read, and the folders of its overlays. */
export function referenceFleet(root: string): { readonly tree: FileTree; readonly overlays: readonly string[] } {
  const tree = new Map<string, string>();
  for (const area of ['clusters/stages', 'clusters/overlays', 'clusters/facts']) {
    for (const entry of readdirSync(join(root, area), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      tree.set(
        file
          .slice(root.length)
          .replace(/^[\\/]/, '')
          .replaceAll('\\', '/'),
        readFileSync(file, 'utf8'),
      );
    }
  }
  const overlays = [...tree.keys()].filter((path) => /^clusters\/overlays\/.+\/kustomization\.yaml$/.test(path));
  return { tree, overlays: overlays.sort().map((path) => path.replace(/\/kustomization\.yaml$/, '')) };
}

/** A base with a usual app in it, and overlays as people write them by hand: namespace, prefix, labels, image, replicas, a patch of each kind. */
export function handMade(count: number): { readonly tree: FileTree; readonly overlays: readonly string[] } {
  const tree = new Map<string, string>([
    [
      'base/kustomization.yaml',
      'resources:\n- app.yaml\nconfigMapGenerator:\n- name: app-config\n  literals:\n  - LOG=info\n',
    ],
    ['base/app.yaml', [deployment('app'), service('app'), account('app')].join('---\n')],
  ]);
  const overlays = Array.from({ length: count }, (_, index) => `overlay-${index}`);
  for (const [index, overlay] of overlays.entries()) tree.set(`${overlay}/kustomization.yaml`, overlayText(index));
  return { tree, overlays };
}

function overlayText(index: number): string {
  return `namespace: team-${index}
namePrefix: c${index}-
resources:
- ../base
labels:
- pairs:
    cluster: c${index}
images:
- name: registry.example.com/app
  newTag: v${index}
replicas:
- name: app
  count: ${index + 1}
patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: app
    spec:
      template:
        spec:
          containers:
          - name: app
            env:
            - name: CLUSTER
              value: c${index}
- target:
    kind: Service
  patch: |-
    - op: replace
      path: /spec/ports/0/port
      value: ${8000 + index}
`;
}

/** A kustomization of so many objects, in files of a hundred: Deployments with their Services and ConfigMaps. */
export function manyObjects(count: number): FileTree {
  const objects = Array.from({ length: count }, (_, index) => {
    const name = `app-${Math.floor(index / 4)}`;
    return [deployment, service, config, account][index % 4]?.(name) ?? '';
  });
  const tree = new Map<string, string>();
  for (let index = 0; index < count; index += 100) {
    tree.set(`many/objects-${index / 100}.yaml`, objects.slice(index, index + 100).join('---\n'));
  }
  const names = [...tree.keys()].map((path) => `- ${path.slice('many/'.length)}`);
  tree.set(
    'many/kustomization.yaml',
    `namePrefix: x-\ncommonAnnotations:\n  team: shop\nresources:\n${names.join('\n')}\n`,
  );
  return tree;
}

function deployment(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      serviceAccountName: ${name}
      containers:
      - name: ${name}
        image: registry.example.com/${name}:v1
        ports:
        - containerPort: 8080
          name: http
        envFrom:
        - configMapRef:
            name: ${name}-config
        readinessProbe:
          httpGet:
            path: /healthz
            port: http
        resources:
          requests:
            cpu: 100m
            memory: 128Mi
`;
}

function service(name: string): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: ${name}
  ports:
  - name: http
    port: 80
    targetPort: http
`;
}

function account(name: string): string {
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
`;
}

function config(name: string): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}-config
data:
  LOG: info
  GREETING: "hello, ${name}"
`;
}
