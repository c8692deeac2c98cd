import type { Encoded } from '../define/encode.ts';
import { isLate } from '../define/late-value.ts';
import { Leaf, type Origin, type Path } from './origin.ts';
import { find, isMap, isObject, type Node } from './override.ts';

/**
 * Data with every leaf in a {@link Leaf} that knows who said it. What `said` does not hold is a default: its origin is the nearest
 * thing above it that was said. The `type` that chooses between the members of a union stays plain.
 *
 * @param data The validated data, defaults filled in; what {@link Boxed} takes as its type.
 * @param said The tree that the data was made from.
 */
export function box(data: Encoded, said: Node, path: Path = [], named = false): unknown {
  if (isLate(data) || typeof data !== 'object' || data === null) return new Leaf(data ?? '', originOf(said, path));
  if (!isObject(data)) return data.map((item, index) => box(item, said, [...path, index]));
  const entries = Object.entries(data).map(([key, value]) => {
    const plainType = key === 'type' && !named && typeof value === 'string';
    return [key, plainType ? value : box(value, said, [...path, key], !named && isMap(key))];
  });
  return Object.fromEntries(entries);
}

function originOf(said: Node, path: Path): Origin {
  const { origin, is } = find(said, path);
  return is === 'there' ? origin : { ...origin, layer: 'default' };
}
