import { kinds, validateObject } from '@fleetwright/schemas';
import { type FileTree, nest } from 'kustomize-ts';
import { expect, test } from 'vitest';
import { build, findKustomize } from '../../test/kustomize.ts';
import { at, listAt, manifests, textAt } from '../../test/manifests.ts';
import { small } from '../../test/small.ts';
import { type Sketch, stagesOf } from '../../test/stages.ts';
import { deploy } from './deploy.ts';
import { format1 } from './formats/1.ts';

/** Everything below `clusters`, stages included. */
function worldOf(sketch: Sketch): FileTree {
  const stages = stagesOf(sketch);
  const result = deploy(stages);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return new Map([...nest(stages, 'stages'), ...result.value]);
}

/** The Applications that Argo CD makes of an ApplicationSet: every element filled into the template. */
function applicationsOf(set: unknown): readonly object[] {
  return listAt(set, 'spec', 'generators', 0, 'list', 'elements').map((element) => {
    const template = JSON.stringify(at(set, 'spec', 'template'));
    const filled = template.replaceAll(/\{\{\.(?<key>\w+)\}\}/g, (_match, key: string) => textAt(element, key));
    const [application] = manifests(filled);
    return {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: at(application, 'metadata'),
      spec: at(application, 'spec'),
    };
  });
}

const world = worldOf(small);
const hubFiles = [...world].filter(([path]) => path.startsWith('hubs/') && !path.endsWith('/kustomization.yaml'));
const objects = hubFiles.flatMap(([, content]) => manifests(content));
const applications = objects.filter((object) => at(object, 'kind') === 'ApplicationSet').flatMap(applicationsOf);

test('every object, and every Application that an ApplicationSet makes, is one that the API server accepts', () => {
  expect(objects).toHaveLength(9);
  expect(applications.map((application) => at(application, 'metadata', 'name'))).toEqual(
    ['namespaces', 'web'].flatMap((app) => ['eu-0', 'eu-1', 'eu-2'].map((cluster) => `${app}.${cluster}`)),
  );
  for (const object of [...objects, ...applications]) {
    expect(validateObject(object, '1.35').map(({ message }) => message)).toEqual([]);
  }
});

test('projects have no wildcard, and only the platform team touches what belongs to a whole cluster', () => {
  const projects = objects.filter((object) => at(object, 'kind') === 'AppProject');
  expect(projects).toHaveLength(3);
  expect(JSON.stringify(projects)).not.toContain('*');
  const clusterWide = projects.filter((project) => listAt(project, 'spec', 'clusterResourceWhitelist').length > 0);
  expect(clusterWide.map((project) => at(project, 'metadata', 'name'))).toEqual(['platform']);
});

test.each([1, 2])('format %i of the last of a hub’s stages decides what Argo CD is told', (format) => {
  const lastStage = 'prod-eu/fleet/clusters.yaml';
  const stages = new Map(stagesOf(small));
  stages.set(lastStage, (stages.get(lastStage) ?? '').replace('format: 1', `format: ${format}`));
  const result = deploy(stages);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  const objectsOf = (group: string): readonly unknown[] =>
    [...result.value].filter(([path]) => path.includes(`/${group}/`)).flatMap(([, text]) => manifests(text));
  const annotationsOf = (group: string): unknown =>
    Object.assign({}, ...objectsOf(group).map((object) => at(object, 'metadata', 'annotations') ?? {}));
  const early = { 'argocd.argoproj.io/sync-wave': '-1' };
  const never = { 'argocd.argoproj.io/sync-options': 'Delete=false,Prune=false' };
  const ignored = { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' };
  const retries = objectsOf('applicationsets').map((set) =>
    at(set, 'spec', 'template', 'spec', 'syncPolicy', 'retry', 'limit'),
  );
  expect([annotationsOf('projects'), annotationsOf('clusters'), [...new Set(retries)]]).toEqual(
    format === 1 ? [{}, never, [5]] : [early, { ...early, ...ignored, ...never }, [-1]],
  );
});

test('the format allows every kind that releases can hold; Argo CD’s own are none of them', () => {
  const own = ['AppProject', 'Application', 'ApplicationSet'];
  const listed = { true: format1.namespaced, false: format1.clusterWide };
  const missing = Object.values(kinds).filter(({ group, kind, namespaced }) => {
    return !listed[`${namespaced}`].some((known) => known.group === group && known.kind === kind);
  });
  expect(missing.map(({ kind }) => kind).toSorted()).toEqual(own);
});

test('manifest-generate-paths covers every file that the build of the overlay reads, and no path is idle', () => {
  for (const application of applications) {
    const annotation = textAt(application, 'metadata', 'annotations', 'argocd.argoproj.io/manifest-generate-paths');
    const paths = annotation.split(';');
    const overlay = textAt(application, 'spec', 'source', 'path').replace('clusters/', '');
    const files = filesRead(overlay).map((file) => `/clusters/${file}`);
    expect(files.length).toBeGreaterThanOrEqual(8);
    expect(files.filter((file) => !paths.some((path) => file.startsWith(`${path}/`)))).toEqual([]);
    expect(paths.filter((path) => !files.some((file) => file.startsWith(`${path}/`)))).toEqual([]);
  }
});

/** The files that kustomize opens, by following what the kustomizations refer to. */
function filesRead(folder: string): readonly string[] {
  const [kustomization] = manifests(world.get(`${folder}/kustomization.yaml`) ?? '');
  const references = [...listAt(kustomization, 'resources'), ...listAt(kustomization, 'components')];
  const found = references.flatMap((reference) => {
    const path = new URL(String(reference), `file:///${folder}/`).pathname.slice(1);
    return world.has(path) ? [path] : filesRead(path);
  });
  return [`${folder}/kustomization.yaml`, ...found];
}

test('the real kustomize builds hubs and overlays, pins among them', (context) => {
  const kustomize = findKustomize();
  if (kustomize === undefined) {
    context.skip('no kustomize in KUSTOMIZE, .cache/bin or on the PATH');
    return;
  }
  const folders = ['hubs/eu', 'overlays/eu-1/web', 'overlays/eu-2/web'];
  const [hub = '', rule = '', pin = ''] = build(kustomize, world, folders);
  const built = manifests(hub).map((object) => textAt(object, 'kind'));
  const expected = ['AppProject', 'AppProject', 'ApplicationSet', 'ApplicationSet', 'Secret', 'Secret', 'Secret'];
  expect(built.toSorted()).toEqual(expected);
  expect(manifests(rule)).toMatchObject([{ metadata: { name: 'web' }, data: { domain: 'eu-1.example.com' } }]);
  expect(manifests(pin)).toMatchObject([{ data: { domain: 'eu-2.example.com' } }]);
});
