import { type Diagnostic, error, type Location, nearest, warning } from '@fleetwright/diagnostics';
import { parseImages } from '../files/images.ts';
import { containersOf } from './check-process.ts';
import { placeIn } from './layers.ts';
import type { Reached } from './settings.ts';
import type { FleetModel, Image } from './types.ts';
import { didYouMean } from './words.ts';

/** The slots of an app, as far as its images.yaml could be read. */
export interface Slots {
  readonly file: string;
  readonly images: ReadonlyMap<string, Image>;
  readonly errors: readonly Diagnostic[];
  /** False when the file could not be read, and nothing can be said of its slots. */
  readonly known: boolean;
  at(slot: string): Location;
}

/** The slots that an images.yaml has; none when there is no file. */
export function readImages(
  images: { readonly file: string; readonly text: string } | undefined,
  folder: string,
): Slots {
  const file = images?.file ?? `apps/${folder}/images.yaml`;
  const none = { file, images: new Map(), at: () => ({ file }) };
  if (!images) return { ...none, errors: [], known: true };
  const parsed = parseImages(images.text, file);
  if (!parsed.ok) return { ...none, errors: parsed.errors, known: false };
  return { file, images: parsed.value.images, errors: [], known: true, at: (slot) => parsed.value.at(slot) };
}

/** Slots that are not there (FW1030), and images that are not pinned by digest: one diagnostic a slot (FW1032). */
export function checkImages(reached: readonly Reached[], slots: Slots, fleet: FleetModel): Diagnostic[] {
  if (!slots.known) return [];
  const missing: Diagnostic[] = [];
  const used = new Map<string, Set<string>>();
  for (const { environment, settings, processes } of reached) {
    for (const [name, process] of processes) {
      for (const { path, container } of containersOf(process, ['processes', name])) {
        const environments = used.get(container.image) ?? new Set();
        used.set(container.image, environments.add(environment));
        if (slots.images.has(container.image)) continue;
        missing.push(noSlot(container.image, slots, placeIn(settings, [...path, 'image']).at));
      }
    }
  }
  const loose = [...used].filter(([slot]) => slots.images.has(slot) && slots.images.get(slot)?.digest === undefined);
  return [...missing, ...loose.map(([slot, environments]) => noDigest(slot, environments, slots, fleet))];
}

function noSlot(slot: string, { images, file }: Slots, at: Location): Diagnostic {
  const names = [...images.keys()].sort();
  const near = nearest(slot, names);
  const all = names.length > 0 ? `${file} has ${names.join(', ')}` : `${file} has no slots; add ${slot}`;
  return error('FW1030', `there is no image slot "${slot}"`, `${didYouMean(near)}${all}`, at);
}

function noDigest(slot: string, environments: ReadonlySet<string>, slots: Slots, fleet: FleetModel): Diagnostic {
  const demanding = [...environments].filter((name) => fleet.environments.get(name)?.digests === 'demanded');
  const message = `the image of slot "${slot}" has no digest`;
  const hint = 'a tag can be moved to another image; add digest: sha256:…';
  if (demanding.length === 0) return warning('FW1032', message, hint, slots.at(slot));
  return error('FW1032', `${message}, which ${demanding.join(', ')} demands`, hint, slots.at(slot));
}
