import { parseYaml } from 'kustomize-ts/yaml';

/** The documents of a YAML text. Throws when one does not parse. */
export function manifests(text: string): readonly unknown[] {
  return text.split(/^---\n/m).map((document) => {
    const result = parseYaml(document, 'a test');
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    return result.value;
  });
}

/** What stands at a path inside data; undefined when nothing does. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found: unknown = value;
  for (const key of path) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  }
  return found;
}

/** {@link at}, for a list; empty when there is none. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** {@link at}, for text; empty when there is none. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}
