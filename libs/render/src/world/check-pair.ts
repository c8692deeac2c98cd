import { type Diagnostic, error } from '@fleetwright/diagnostics';
import type { FileTree } from 'kustomize-ts';
import { parseYaml } from 'kustomize-ts/yaml';
import { listOf, mapOf } from '../data.ts';
import { sortedEntries } from '../deploy/names.ts';

/** What the config half of a release uses of the images half: each with the first file that does, by name. */
interface Uses {
  /** Slots of images. */
  readonly slots: ReadonlyMap<string, string>;
  /** Keys of the ConfigMap image-versions: version labels and references. */
  readonly versions: ReadonlyMap<string, string>;
}

/**
 * Whether the halves of two releases can be one: what `config` uses of `images` is there. `files` is the joined tree, with paths from its
 * root (`config/…`, `images/…`); `folder` is where it would be. Errors: FW4011 for an image slot, or the version of one,
 * that config uses and images do not have; what does not parse, as it is said of YAML.
 */
export function checkPair(files: FileTree, folder: string): readonly Diagnostic[] {
  const errors: Diagnostic[] = [];
  const read = (path: string): unknown => {
    const content = files.get(path);
    const parsed = content === undefined ? undefined : parseYaml(content, `${folder}/${path}`);
    if (parsed?.ok === false) errors.push(...parsed.errors);
    return parsed?.ok ? parsed.value : undefined;
  };
  const uses = usesOf([...files.keys()].filter(isConfig).sort(), read);
  const slots = namesOf(listOf(mapOf(read('images/kustomization.yaml'))['images']));
  const versions = mapOf(mapOf(read('images/image-versions.yaml'))['data']);
  for (const [slot, file] of sortedEntries(uses.slots))
    if (!slots.has(`IMAGE_${slot}`)) errors.push(lacking(folder, `the image slot "${slot}"`, file));
  for (const [key, file] of sortedEntries(uses.versions)) {
    // A slot that is missing altogether was named above.
    const slot = key.replace(/\.image$/, '');
    if (!Object.hasOwn(versions, key) && (slots.has(`IMAGE_${slot}`) || !uses.slots.has(slot)))
      errors.push(lacking(folder, `the version of the image slot "${slot}"`, file));
  }
  return errors;
}

function isConfig(path: string): boolean {
  return path.startsWith('config/') && path.endsWith('.yaml');
}

function usesOf(paths: readonly string[], read: (path: string) => unknown): Uses {
  const slots = new Map<string, string>();
  const versions = new Map<string, string>();
  for (const path of paths) {
    const content = read(path);
    if (path.endsWith('/kustomization.yaml')) {
      for (const key of versionsIn(content)) if (!versions.has(key)) versions.set(key, path);
    } else {
      for (const slot of slotsIn(content)) if (!slots.has(slot)) slots.set(slot, path);
    }
  }
  return { slots, versions };
}

/** The slots whose image a resource runs: `image: IMAGE_<slot>`, wherever it stands. */
function slotsIn(node: unknown): readonly string[] {
  const children: Iterable<readonly [unknown, unknown]> = Array.isArray(node)
    ? node.entries()
    : Object.entries(mapOf(node));
  return [...children].flatMap(([key, value]) => {
    const slot = key === 'image' && typeof value === 'string' ? /^IMAGE_(.+)$/.exec(value)?.[1] : undefined;
    return slot === undefined ? slotsIn(value) : [slot];
  });
}

/** The keys of image-versions that a kustomization copies from: `data.web`, `data.[web.image]`. */
function versionsIn(kustomization: unknown): readonly string[] {
  return listOf(mapOf(kustomization)['replacements']).flatMap((replacement) => {
    const { kind, name, fieldPath } = mapOf(mapOf(replacement)['source']);
    if (kind !== 'ConfigMap' || name !== 'image-versions' || typeof fieldPath !== 'string') return [];
    const [, dotted, plain] = /^data\.(?:\[(.+)\]|([^.[\]]+))$/.exec(fieldPath) ?? [];
    return dotted ?? plain ?? [];
  });
}

function lacking(folder: string, what: string, file: string): Diagnostic {
  const message = `two halves that do not fit: the config uses ${what} (in ${file}), which the images do not have`;
  return error('FW4011', message, 'promote both halves together: without --only', { file: folder });
}

function namesOf(images: readonly unknown[]): ReadonlySet<unknown> {
  return new Set(images.map((image) => mapOf(image)['name']));
}
