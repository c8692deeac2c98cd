import type { Definition, Definitions, Schema } from './schema.ts';
import { sorted } from './schema.ts';

/** What a field is in some of the versions. */
export interface Alternative {
  readonly schema: Schema;
  readonly required: boolean;
  readonly versions: readonly string[];
}

/** A definition over all versions; most fields have one alternative, for all of them. */
export type Merged = { readonly fields: ReadonlyMap<string, readonly Alternative[]> } | { readonly alias: Schema };

/** One set of definitions from one per version. Throws when a definition is an object in one and not in another. */
export function mergeVersions(byVersion: ReadonlyMap<string, Definitions>): Map<string, Merged> {
  const merged = new Map<string, Merged>();
  const names = new Set([...byVersion.values()].flatMap((definitions) => [...definitions.keys()]));
  for (const name of sorted(names)) {
    const present = new Map<string, Definition>();
    for (const [version, definitions] of byVersion) {
      const definition = definitions.get(name);
      if (definition) present.set(version, definition);
    }
    merged.set(name, mergeDefinition(name, present));
  }
  return merged;
}

function mergeDefinition(name: string, byVersion: ReadonlyMap<string, Definition>): Merged {
  const fields = new Map<string, Alternative[]>();
  const aliases = new Map<string, Schema>();
  for (const [version, definition] of byVersion) {
    if ('alias' in definition) {
      aliases.set(JSON.stringify(definition.alias), definition.alias);
      continue;
    }
    for (const [field, { schema, required }] of definition.fields) {
      fields.set(field, addAlternative(fields.get(field) ?? [], { schema, required, versions: [version] }));
    }
  }
  const [alias] = aliases.values();
  if (aliases.size > 1 || (alias && fields.size > 0)) throw new Error(`${name} differs too much between versions`);
  return alias ? { alias } : { fields };
}

function addAlternative(existing: readonly Alternative[], added: Alternative): Alternative[] {
  const key = ({ schema, required }: Alternative): string => JSON.stringify([schema, required]);
  const same = existing.find((alternative) => key(alternative) === key(added));
  if (!same) return [...existing, added];
  const versions = [...same.versions, ...added.versions];
  return existing.map((alternative) => (alternative === same ? { ...same, versions } : alternative));
}
