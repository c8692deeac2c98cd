import type { Scalar } from '@fleetwright/model';
import type { Image, Path } from '@fleetwright/model/engine';
import { fill, type PlainMap, type PlainNode, type SlotText, type Target } from './draft.ts';
import { reference, versionLabel } from './images.ts';
import type { RenderedObject } from './rendered.ts';

/** What a cluster fills in: facts by name, and the images that came with the release. */
export interface Values {
  fact(name: string): Scalar;
  image(slot: string): Image | undefined;
}

/** The object as a cluster gets it. What the build of an overlay gives is the same: that is the proof obligation. */
export function filledIn(rendered: RenderedObject, values: Values): PlainMap {
  return withFacts(rendered, withImages(rendered, values), values);
}

/** An object with its images filled in. */
export function withImages(rendered: RenderedObject, values: Pick<Values, 'image'>): PlainMap {
  let object: PlainNode = rendered.object;
  for (const { path, text } of rendered.slots) object = withValue(object, path, slotText(text, values));
  return isMap(object) ? object : rendered.object;
}

/** `object`, which is what {@link withImages} gave for `rendered`, with the facts filled in. What holds no fact is shared with it. */
export function withFacts({ lates }: RenderedObject, object: PlainMap, values: Pick<Values, 'fact'>): PlainMap {
  let filled: PlainNode = object;
  for (const { path, late, target } of lates) {
    const text = fill(late, (fact) => String(values.fact(fact)));
    filled = withValue(filled, path, ofType(text, target));
  }
  return isMap(filled) ? filled : object;
}

function ofType(text: string, target: Target): Scalar {
  if (target === 'integer') return Number(text);
  return target === 'boolean' ? text === 'true' : text;
}

function slotText({ slot, what }: SlotText, values: Pick<Values, 'image'>): string {
  const found = values.image(slot);
  if (!found) return `IMAGE_${slot}`;
  return what === 'version' ? versionLabel(found) : reference(found);
}

function withValue(node: PlainNode, [key, ...rest]: Path, value: Scalar): PlainNode {
  if (key === undefined) return value;
  if (isList(node)) return node.map((item, index) => (index === key ? withValue(item, rest, value) : item));
  if (!isMap(node)) return node;
  return { ...node, [key]: withValue(node[key] ?? null, rest, value) };
}

function isList(node: PlainNode): node is readonly PlainNode[] {
  return Array.isArray(node);
}

function isMap(node: PlainNode): node is PlainMap {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
