import type fc from 'fast-check';
import type { CaseFiles, CaseOptions } from './builder.ts';
import { type Dice, diced } from './random/dice.ts';
import { generated, simpleFields } from './random/fields.ts';
import { brokenKustomization, documentText, patchFields, type RandomFiles, writeObjects } from './random/files.ts';
import { type RandomObject, randomObject } from './random/objects.ts';
import { configuration, customType, generator, schema, transformer } from './random/plugins.ts';
import { replacement, replacementFile, variable } from './random/replacements.ts';
import { type Fields, present, type Value } from './random/scalars.ts';
import { randomHand, yamlText } from './random/yaml-text.ts';

/** A build of a tree of bases, components and overlays. */
export interface RandomCase {
  readonly files: CaseFiles;
  readonly root: string;
  readonly options: CaseOptions;
}

/** Trees in which most things that a kustomization can say are said, over objects whose names meet; most of them build. */
export const randomCases: fc.Arbitrary<RandomCase> = diced((dice) => {
  const files: RandomFiles = new Map();
  const tree: Tree = { files, dice, ids: new Set(), folders: 0 };
  const { folder } = overlay(tree, dice.pick([0, 1, 1, 1, 2]));
  const options: CaseOptions = {
    order: dice.pick(['fifo', 'fifo', 'fifo', 'unspecified', 'unspecified', 'legacy']),
    ...(dice.chance(0.03) ? { loadRestrictor: 'LoadRestrictionsNone' } : {}),
    ...(dice.chance(0.03) ? { enableAlphaPlugins: true } : {}),
    ...(dice.chance(0.02) ? { managedByLabel: true } : {}),
  };
  return { files, root: folder, options };
});

interface Tree {
  readonly files: RandomFiles;
  readonly dice: Dice;
  /** Of objects that are there: two of one id are an error. */
  readonly ids: Set<string>;
  folders: number;
}

/** A folder with a kustomization, and the objects that come out of it. */
interface Built {
  readonly folder: string;
  readonly objects: readonly RandomObject[];
}

function overlay(tree: Tree, depth: number): Built {
  const { dice } = tree;
  if (depth === 0) return kustomization(tree, 'base', [], []);
  const bases = Array.from({ length: dice.chance(0.2) ? 2 : 1 }, () => overlay(tree, depth - 1));
  const seen = bases.flatMap(({ objects }) => objects);
  const components: Built[] = [];
  while (dice.chance(0.2) && components.length < 2) {
    components.push(kustomization(tree, 'component', [], [...seen, ...components.flatMap(({ objects }) => objects)]));
  }
  return kustomization(tree, 'overlay', bases, seen, components);
}

type Kind = 'base' | 'component' | 'overlay';

function kustomization(
  tree: Tree,
  kind: Kind,
  bases: readonly Built[],
  seen: readonly RandomObject[],
  components: readonly Built[] = [],
): Built {
  const { files, dice } = tree;
  const folder = `/${kind}${tree.folders}`;
  tree.folders += 1;
  const own = Array.from({ length: kind === 'base' ? 1 + dice.int(6) : dice.int(3) }, () => newObject(tree)).filter(
    (object) => object !== undefined,
  );
  const here = [...seen, ...own];
  const generators = generatorFields(here, folder, files, dice);
  const objects = [...here, ...generators.made, ...components.flatMap((component) => component.objects)];
  const parts = [
    resourceFields(bases, writeObjects(own, folder, files, dice), folder, dice),
    components.length > 0 ? { components: components.map(({ folder: other }) => `..${other}`) } : {},
    simpleFields(objects, dice),
    generators.fields,
    patchFields(objects, folder, files, dice),
    laterFields(objects, folder, files, dice),
    pluginFields(objects, folder, files, dice),
  ];
  const head =
    kind === 'component'
      ? { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' }
      : dice.chance(0.5)
        ? { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' }
        : {};
  const fields: Fields = Object.fromEntries([head, ...parts].flatMap((part) => Object.entries(part)));
  const name = dice.pick([
    'kustomization.yaml',
    'kustomization.yaml',
    'kustomization.yaml',
    'kustomization.yml',
    'Kustomization',
  ]);
  const text = yamlText(Object.keys(fields).length > 0 ? fields : { namePrefix: '' }, dice, {
    ...randomHand(dice),
    crlf: false,
  });
  files.set(`${folder}/${name}`, dice.slip(0.01) ? brokenKustomization(dice) : text);
  if (dice.slip(0.005)) files.set(`${folder}/kustomization.yml`, text);
  return { folder, objects };
}

function newObject(tree: Tree): RandomObject | undefined {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const object = randomObject(tree.dice);
    const id = [object.apiVersion.split('/')[0], object.kind, object.name].join(' ');
    if (tree.ids.has(id) && !tree.dice.slip(0.05)) continue;
    tree.ids.add(id);
    return object;
  }
  return undefined;
}

function resourceFields(bases: readonly Built[], names: readonly string[], folder: string, dice: Dice): Fields {
  const folders = bases.map((base) =>
    dice.pick([`..${base.folder}`, `..${base.folder}`, `..${base.folder}/`, `../${folder.slice(1)}/..${base.folder}`]),
  );
  const wrong = dice.slip(0.02) ? [dice.pick(['none.yaml', '../none', '', '.'])] : [];
  const list = [...(dice.chance(0.85) ? [...folders, ...names] : [...names, ...folders]), ...wrong];
  if (list.length === 0) return {};
  if (folders.length > 0 && dice.chance(0.03)) return { bases: folders, resources: names };
  return { resources: list.map((path) => (dice.chance(0.05) && !path.startsWith('.') ? `./${path}` : path)) };
}

function generatorFields(
  objects: readonly RandomObject[],
  folder: string,
  files: RandomFiles,
  dice: Dice,
): { readonly fields: Fields; readonly made: RandomObject[] } {
  const fields: Record<string, Value> = {};
  const made: RandomObject[] = [];
  for (const kind of ['ConfigMap', 'Secret'] as const) {
    if (!dice.chance(kind === 'ConfigMap' ? 0.3 : 0.15)) continue;
    const more = generated(kind, [...objects, ...made], folder, dice);
    fields[kind === 'ConfigMap' ? 'configMapGenerator' : 'secretGenerator'] = more.entries;
    for (const [path, content] of more.files) files.set(path, content);
    made.push(
      ...more.made.filter(
        (object) => !objects.some((other) => other.kind === object.kind && other.name === object.name),
      ),
    );
  }
  return { fields, made };
}

function laterFields(objects: readonly RandomObject[], folder: string, files: RandomFiles, dice: Dice): Fields {
  if (objects.length === 0) return {};
  const some = <T>(make: (index: number) => T): T[] =>
    Array.from({ length: 1 + dice.int(2) }, (_, index) => make(index));
  return present({
    replacements: dice.chance(0.15)
      ? some((index) => replacementEntry(objects, `${folder}/replacement-${index}.yaml`, files, dice))
      : undefined,
    vars: dice.chance(0.06)
      ? dice.some(['NAME', 'HOST', 'PORT'], 0.6).map((name) => variable(objects, dice.slip(0.2) ? 'NAME' : name, dice))
      : undefined,
  });
}

function replacementEntry(objects: readonly RandomObject[], path: string, files: RandomFiles, dice: Dice): Fields {
  if (dice.chance(0.7)) return replacement(objects, dice);
  files.set(path, replacementFile(Array.from({ length: 1 + dice.int(2) }, () => replacement(objects, dice))));
  return { path: path.slice(path.lastIndexOf('/') + 1) };
}

function pluginFields(objects: readonly RandomObject[], folder: string, files: RandomFiles, dice: Dice): Fields {
  const file = (name: string, value: Value): string => {
    files.set(`${folder}/${name}`, documentText(value, dice));
    return name;
  };
  const inline = (name: string, value: Value): string =>
    dice.chance(0.3) ? documentText(value, dice) : file(name, value);
  const openapi = (): Fields =>
    dice.chance(0.8)
      ? { path: file('schema.json', schema(dice)) }
      : { version: dice.slip(0.3) ? 'v1.20.4' : 'v1.21.2' };
  return present({
    transformers:
      objects.length > 0 && dice.chance(0.08)
        ? Array.from({ length: 1 + dice.int(2) }, (_, index) =>
            inline(`transformer-${index}.yaml`, transformer(objects, dice)),
          )
        : undefined,
    validators:
      objects.length > 0 && dice.slip(0.05) ? [inline('validator.yaml', transformer(objects, dice))] : undefined,
    generators: dice.chance(0.03) ? [inline('generator.yaml', generator(dice))] : undefined,
    configurations: dice.chance(0.06) ? [file('configuration.yaml', configuration(dice))] : undefined,
    crds: dice.chance(0.03) ? [file('types.json', customType(dice))] : undefined,
    openapi: dice.chance(0.02) ? openapi() : undefined,
  });
}
