import { deploy, filledIn, openDocuments, promotedStages, renderVariant, variantsIn } from '@fleetwright/render';
import { build, createCache, type FileTree, nest, type PlainObject, readsOf } from 'kustomize-ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { render } from '../src/generate.ts';
import { loadWorld, type World } from '../src/world.ts';
import { repository } from './work-tree.ts';

interface Overlay {
  readonly folder: string;
  readonly cluster: string;
  readonly app: string;
  readonly stage: string;
  readonly variant: string;
}

describe('every app, variant and cluster of this fleet, if everything rendered were promoted', () => {
  let world: World;
  let tree: FileTree;
  let overlays: readonly Overlay[];

  beforeAll(async () => {
    const loaded = await loadWorld(repository);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
    world = loaded.value;
    const documents = openDocuments();
    const { stages } = promotedStages(render(world).tree, documents);
    const derived = deploy(stages, documents);
    if (!derived.ok) throw new Error(JSON.stringify(derived.errors));
    tree = new Map([...nest(stages, 'clusters/stages'), ...nest(derived.value, 'clusters')]);
    overlays = [...tree].flatMap(([path, content]) => {
      const [, folder, cluster, app] = /^(clusters\/overlays\/([^/]+)\/([^/]+))\/kustomization\.yaml$/.exec(path) ?? [];
      const [, stage, variant] = /\/stages\/([^/]+)\/[^/]+\/config\/([^/\n]+)\n/.exec(content) ?? [];
      return folder && cluster && app && stage && variant ? [{ folder, cluster, app, stage, variant }] : [];
    });
  });

  it('builds what rendering with the facts of the cluster gives', () => {
    const cache = createCache();
    const places = [...tree.keys()].filter((path) => path.startsWith('clusters/overlays/'));
    expect(overlays).toHaveLength(places.length);
    for (const overlay of overlays) {
      const built = build(tree, overlay.folder, { cache });
      if (!built.ok) throw new Error(JSON.stringify(built.errors));
      expect(comparable(built.value.objects), overlay.folder).toEqual(comparable(expected(world, overlay)));
    }
  });

  it('reads files of the folders that the Application tells Argo CD to watch, and of each of them some', () => {
    const watched = watchedFolders(tree);
    for (const { folder, app, cluster } of overlays) {
      const reads = readsOf(tree, folder);
      if (!reads.ok) throw new Error(JSON.stringify(reads.errors));
      const folders = watched.get(`${app}.${cluster}`) ?? [];
      const inside = (file: string, of: string): boolean => file.startsWith(`${of}/`);
      expect(
        reads.value.filter((file) => !folders.some((of) => inside(file, of))),
        folder,
      ).toEqual([]);
      expect(
        folders.filter((of) => !reads.value.some((file) => inside(file, of))),
        folder,
      ).toEqual([]);
    }
  });
});

/** The other side of the proof obligation: the objects rendered with the facts filled in. */
function expected({ definitions, fleet, inventory }: World, { app, cluster, stage, variant }: Overlay): PlainObject[] {
  const definition = definitions.get(app);
  const environment = fleet.stages.get(stage)?.environment;
  const facts = inventory.clusters.get(cluster)?.facts;
  if (!definition || environment === undefined || !facts) throw new Error(`${app} on ${cluster} of ${stage}?`);
  const variants = variantsIn(definition, fleet, environment);
  const found = variants.ok ? variants.value.find(({ name }) => name === variant) : undefined;
  if (!found) throw new Error(`no variant ${variant} of ${app}`);
  const image = (slot: string) => (definition.define === 'app' ? definition.images.get(slot) : undefined);
  const fact = (name: string) => facts[name] ?? '';
  return renderVariant(definition, fleet, environment, found).objects.map((object) =>
    filledIn(object, { fact, image }),
  );
}

/** Without the hashes in names of generated ConfigMaps and in references to them, and in one order. */
function comparable(objects: readonly PlainObject[]): unknown[] {
  const texts = objects.map((object) =>
    JSON.stringify(sorted(object)).replaceAll(/("[a-z0-9-]+-config)-[a-z0-9]{10}"/g, '$1"'),
  );
  return texts.sort().map((text): unknown => JSON.parse(text));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

/** Folders below the root by the name of the Application, from `manifest-generate-paths` of the ApplicationSets. */
function watchedFolders(tree: FileTree): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [path, content] of tree) {
    if (!path.includes('/applicationsets/')) continue;
    const set = applicationSet.parse(parse(content));
    const annotation = set.spec.template.metadata.annotations['argocd.argoproj.io/manifest-generate-paths'] ?? '';
    for (const { list } of set.spec.generators) {
      for (const element of list.elements) {
        const filled = (text: string): string =>
          text.replaceAll(/\{\{ *\.(\w+) *\}\}/g, (_, key: string) => element[key] ?? '');
        const folders = filled(annotation).split(';');
        found.set(
          filled(set.spec.template.metadata.name),
          folders.map((folder) => folder.replace(/^\//, '')),
        );
      }
    }
  }
  return found;
}

const applicationSet = z.object({
  spec: z.object({
    generators: z.array(z.object({ list: z.object({ elements: z.array(z.record(z.string(), z.string())) }) })),
    template: z.object({
      metadata: z.object({ name: z.string(), annotations: z.record(z.string(), z.string()) }),
    }),
  }),
});
