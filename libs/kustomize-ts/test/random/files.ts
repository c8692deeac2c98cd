import type { Dice } from './dice.ts';
import type { RandomObject } from './objects.ts';
import { jsonPatch, jsonText, mergePatch, selector } from './patches.ts';
import { type Fields, present, type Value } from './scalars.ts';
import { randomHand, yamlText } from './yaml-text.ts';

/** Files of a random tree, by absolute path. */
export type RandomFiles = Map<string, string | Uint8Array>;

/** A document in one of many hands, now and then as JSON. */
export function documentText(value: Value, dice: Dice): string {
  if (dice.chance(0.04)) return `${jsonText(value, dice.chance(0.5) ? 2 : undefined)}\n`;
  return yamlText(value, dice, randomHand(dice));
}

/** Writes objects to files of a folder, several to a file; the names of the files. */
export function writeObjects(
  objects: readonly RandomObject[],
  folder: string,
  files: RandomFiles,
  dice: Dice,
): string[] {
  const names: string[] = [];
  let left = objects.map(({ body }) => body);
  while (left.length > 0) {
    const count = 1 + dice.int(3);
    const name = `${dice.pick(['resources', 'deploy', 'all'])}-${names.length}.${dice.pick(['yaml', 'yaml', 'yml', 'json'])}`;
    files.set(`${folder}/${name}`, documentsText(left.slice(0, count), dice));
    names.push(name);
    left = left.slice(count);
  }
  return names;
}

function documentsText(bodies: readonly Fields[], dice: Dice): string {
  if (dice.chance(0.05)) return documentText({ apiVersion: 'v1', kind: 'List', items: bodies }, dice);
  if (dice.slip(0.02))
    return dice.pick([
      'a: [',
      'just text\n',
      '- a\n- b\n',
      'apiVersion: v1\n',
      'kind: X\nmetadata: {}\n',
      'a: b\na: c\n',
      '\ta: b\n',
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dup\ndata: {a: b, a: c}\n',
    ]);
  const [first = '', ...others] = bodies.map((body) => documentText(body, dice));
  const separators = [
    '---\n',
    '---\n',
    '---\n',
    '--- # next\n',
    '\n---\n',
    '---\n---\n',
    '---\n# only a comment\n---\n',
    '...\n---\n',
    '---   \n',
  ];
  const start = dice.slip(0.02) ? '%YAML 1.1\n---\n' : dice.pick(['', '', '', '---\n', '# top\n', '\n']);
  const end = dice.pick(['', '', '', '---\n', '\n', '# end\n', '...\n']);
  const byteOrder = dice.slip(0.02) ? '\ufeff' : '';
  return `${byteOrder}${start}${first}${others.map((text) => `${dice.pick(separators)}${text}`).join('')}${end}`;
}

/** Fields with patches of these objects; their files are written to the folder. */
export function patchFields(objects: readonly RandomObject[], folder: string, files: RandomFiles, dice: Dice): Fields {
  if (objects.length === 0) return {};
  let number = 0;
  const file = (text: string): string => {
    const name = `patch-${number}.${dice.pick(['yaml', 'json'])}`;
    number += 1;
    files.set(`${folder}/${name}`, text);
    return name;
  };
  const list = <T>(make: () => T): T[] => Array.from({ length: 1 + dice.int(3) }, make);
  return present({
    patches: dice.chance(0.4) ? list(() => patch(objects, file, dice)) : undefined,
    patchesStrategicMerge: dice.chance(0.06)
      ? list(() => textOrFile(mergeText(dice.pick(objects), dice), file, dice))
      : undefined,
    patchesJson6902: dice.chance(0.06) ? list(() => legacyJsonPatch(dice.pick(objects), file, dice)) : undefined,
  });
}

function patch(objects: readonly RandomObject[], file: (text: string) => string, dice: Dice): Fields {
  const object = dice.pick(objects);
  const json = dice.chance(0.35);
  const text = json ? operationsText(object, dice) : mergeText(object, dice);
  const target = json ? !dice.slip(0.02) : (!text.includes('---\n') || dice.slip(0.3)) && dice.chance(0.4);
  const by = target ? selector(object, dice, true) : undefined;
  const options = dice.chance(0.08)
    ? present({
        allowNameChange: dice.chance(0.6) ? true : undefined,
        allowKindChange: dice.chance(0.6) ? true : undefined,
      })
    : undefined;
  return present({ ...(dice.chance(0.5) ? { path: file(text) } : { patch: text }), target: by, options });
}

function mergeText(object: RandomObject, dice: Dice): string {
  const first = documentText(mergePatch(object, dice), dice);
  return dice.chance(0.05) ? `${first}---\n${documentText(mergePatch(object, dice), dice)}` : first;
}

function operationsText(object: RandomObject, dice: Dice): string {
  const operations = jsonPatch(object, dice);
  return dice.chance(0.4)
    ? jsonText(operations, dice.chance(0.5) ? 1 : undefined)
    : yamlText(operations, dice, { ...randomHand(dice), anchors: 0 });
}

function textOrFile(text: string, file: (text: string) => string, dice: Dice): Value {
  return dice.chance(0.5) ? file(text) : text;
}

function legacyJsonPatch(object: RandomObject, file: (text: string) => string, dice: Dice): Fields {
  const [version = '', group] = object.apiVersion.split('/').reverse();
  const target = present({
    group,
    version,
    kind: object.kind,
    name: object.name,
    namespace: dice.slip(0.1) ? undefined : object.namespace,
  });
  const text = operationsText(object, dice);
  return { target, ...(dice.chance(0.5) ? { path: file(text) } : { patch: text }) };
}

/** Something that is not a kustomization, or not one that builds. */
export function brokenKustomization(dice: Dice): string {
  return dice.pick([
    '',
    '# nothing\n',
    'resources: x\n',
    'resources:\n- nowhere.yaml\n',
    'resources:\n- /absolute\n',
    'resources:\n- .\n',
    'kind: Other\n',
    'apiVersion: v9\nkind: Kustomization\n',
    '- a\n',
    'namePrefix: [a]\n',
    'resources:\n- ""\n',
    'a: [\n',
    'resources:\n- ../..\n',
    'namePrefix: 1\n',
  ]);
}
