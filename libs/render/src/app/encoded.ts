import type { Encoded } from '@fleetwright/model';
import { isLate, Leaf, type Origin, type Path } from '@fleetwright/model/engine';
import { type DraftNode, Empty } from './draft.ts';

/** What an escape hatch says, as a draft: each leaf's origin is its place in the body, whose own is `origin`. */
export function draftOf(body: Encoded, origin: Origin): DraftNode {
  return nodeOf(body, origin, []);
}

function nodeOf(value: Encoded, origin: Origin, path: Path): DraftNode {
  if (value === null) return null;
  if (typeof value !== 'object' || isLate(value)) {
    return new Leaf(value, { ...origin, path: [...origin.path, ...path] });
  }
  const size = Object.keys(value).length;
  if (size === 0) return new Empty(isList(value) ? 'list' : 'map', { ...origin, path: [...origin.path, ...path] });
  if (isList(value)) return value.map((item, index) => nodeOf(item, origin, [...path, index]));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, nodeOf(item, origin, [...path, key])]));
}

function isList(value: Encoded): value is readonly Encoded[] {
  return Array.isArray(value);
}
