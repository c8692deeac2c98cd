/**
 * Remembers what is made of an owner, by key, for as long as the owner lives. The owner must not change: what was made of
 * it is given again, not made anew.
 */
export function cache<T>(): (owner: object, key: string, make: () => T) => T {
  const known = new WeakMap<object, Map<string, { readonly made: T }>>();
  return (owner, key, make) => {
    const own = known.get(owner) ?? new Map<string, { readonly made: T }>();
    known.set(owner, own);
    const before = own.get(key);
    if (before) return before.made;
    const made = make();
    own.set(key, { made });
    return made;
  };
}
