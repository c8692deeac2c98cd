import { isList, isMap, type Json, type JsonList, type JsonMap, opened } from './json.ts';

/** An operation that cannot be done. Messages are those of json-patch for Go. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError';
  /** Which of the operations it is, from 0, once that is known. */
  readonly operation: number | undefined;

  constructor(message: string, operation?: number) {
    super(message);
    this.operation = operation;
  }
}

export const missing = 'missing value';

/** What operations work in: a list or a map. */
export type Container = JsonList | JsonMap;

/** What is in the container under a key; nothing when a map has no such key. Throws for a list without such an index. */
export function getIn(container: Container, key: string): Json | undefined {
  if (isMap(container)) {
    const member = container.members.get(key);
    if (member === undefined) return undefined;
    const inner = opened(member);
    if (inner !== member) container.members.set(key, inner);
    return inner;
  }
  const { items } = container;
  const index = indexIn(key, items.length, parseIndex(key));
  const inner = opened(items[index] ?? null);
  items[index] = inner;
  return inner;
}

/** Puts something over what is in a map, or over an item. */
export function setIn(container: Container, key: string, value: Json): void {
  if (isMap(container)) container.members.set(key, value);
  else container.items[indexIn(key, container.items.length, parseIndex(key))] = value;
}

/** Puts something into a map, or before the item with this index; `-` is behind the last one, and so is `-1`. */
export function addTo(container: Container, key: string, value: Json): void {
  if (isMap(container)) {
    container.members.set(key, value);
    return;
  }
  const { items } = container;
  if (key === '-') {
    items.push(value);
    return;
  }
  const index = parseIndex(key, (problem) => `value was not a proper array index: '${key}': ${problem}`);
  items.splice(indexIn(key, items.length + 1, index), 0, value);
}

/** Takes a member or an item away. */
export function removeFrom(container: Container, key: string): void {
  if (isMap(container)) {
    if (!container.members.delete(key))
      throw new JsonPatchError(`Unable to remove nonexistent key: ${key}: ${missing}`);
    return;
  }
  container.items.splice(indexIn(key, container.items.length, parseIndex(key)), 1);
}

/** An index from the start; negative ones are from the end. */
function indexIn(key: string, length: number, index: number): number {
  if (index >= length || index < -length) {
    throw new JsonPatchError(`Unable to access invalid index: ${Number(key)}: invalid index referenced`);
  }
  return index < 0 ? index + length : index;
}

function parseIndex(key: string, wrap: (problem: string) => string = (problem) => problem): number {
  if (/^[-+]?\d+$/.test(key)) return Number(key);
  throw new JsonPatchError(wrap(`strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`));
}

/** The container that a pointer ends in, and the key there; nothing when there is no such container. */
export function find(
  document: Container,
  pointer: string,
): { readonly container: Container; readonly key: string } | undefined {
  const [before, ...parts] = pointer.split('/').map(decodeKey);
  const key = parts.pop();
  if (before === undefined || key === undefined) return undefined;
  let container: Container = document;
  for (const part of parts) {
    const inner = tryGet(container, part);
    if (inner === undefined || !(isList(inner) || isMap(inner))) return undefined;
    container = inner;
  }
  return { container, key };
}

function tryGet(container: Container, key: string): Json | undefined {
  try {
    return getIn(container, key);
  } catch {
    return undefined;
  }
}

function decodeKey(part: string): string {
  // In one go, as what one makes is not for the other: `~01` is `~1`
  return part.replaceAll(/~[01]/g, (escape) => (escape === '~1' ? '/' : '~'));
}
