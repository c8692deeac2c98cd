import { type Diagnostic, error, nearest } from '@fleetwright/diagnostics';
import { kinds } from '@fleetwright/schemas';
import type { Encoded } from '../define/encode.ts';
import { reservedNames } from './declared.ts';
import { undeclared } from './fleet.ts';
import { isSubdomain } from './grammar.ts';
import { diagnose } from './issues.ts';
import type { Path } from './origin.ts';
import { isList } from './override.ts';
import { patchSchema, rawSchema } from './schema.ts';
import type { EscapeModel, FleetModel } from './types.ts';
import { valueAt } from './words.ts';

/** An escape, and the environments that it applies to (`undefined`: all). */
export interface ScopedEscape {
  readonly only: readonly string[] | undefined;
  readonly escape: EscapeModel;
}

/** The patches and raw objects of a definition, validated but for the objects they change or make. */
export function readEscapes(
  input: Encoded,
  file: string,
  fleet: FleetModel,
): { readonly escapes: readonly ScopedEscape[]; readonly errors: readonly Diagnostic[] } {
  const escapes: ScopedEscape[] = [];
  const errors: Diagnostic[] = [];
  for (const field of ['patches', 'raw'] as const) {
    const list = valueAt(input, [field]);
    for (const [index, item] of (isList(list) ? list : []).entries()) {
      const path: Path = [field, index];
      const read = field === 'patches' ? readPatch(item, path, file) : readRaw(item, path, file);
      errors.push(...read.errors);
      if (!read.escape) continue;
      errors.push(...checkEscape(read.escape, path, file, fleet));
      escapes.push(read.escape);
    }
  }
  return { escapes, errors };
}

interface Read {
  readonly escape?: ScopedEscape;
  readonly errors: readonly Diagnostic[];
}

function readPatch(item: Encoded, path: Path, file: string): Read {
  const parsed = patchSchema.safeParse(item);
  if (!parsed.success)
    return { errors: diagnose(parsed.error, { schema: patchSchema, value: item, path, locate: inFile(file) }) };
  const { kind, name, input } = parsed.data;
  const origin = { file, path: [...path, 'input', 'merge'], layer: `patch ${kind}/${name}` } as const;
  const body = valueAt(item, ['input', 'merge']) ?? null;
  return {
    escape: { only: input.only, escape: { escape: 'patch', kind, name, why: input.why, body, origin } },
    errors: [],
  };
}

function readRaw(item: Encoded, path: Path, file: string): Read {
  const parsed = rawSchema.safeParse(item);
  if (!parsed.success)
    return { errors: diagnose(parsed.error, { schema: rawSchema, value: item, path, locate: inFile(file) }) };
  const { kind, name, input } = parsed.data;
  const origin = { file, path: [...path, 'input', 'object'], layer: 'raw' } as const;
  const body = valueAt(item, ['input', 'object']) ?? null;
  const namespace = input.namespace === undefined ? {} : { namespace: input.namespace };
  return {
    escape: { only: input.only, escape: { escape: 'raw', kind, name, ...namespace, why: input.why, body, origin } },
    errors: [],
  };
}

function inFile(file: string) {
  return (path: Path) => ({ at: { file, path }, deleted: false });
}

function checkEscape({ only, escape }: ScopedEscape, path: Path, file: string, fleet: FleetModel): Diagnostic[] {
  const errors: Diagnostic[] = [];
  const known = Object.keys(kinds);
  if (!known.includes(escape.kind)) {
    const near = nearest(escape.kind, known);
    const hint = near !== undefined ? `did you mean "${near}"?` : `the kinds are ${known.join(', ')}`;
    errors.push(error('FW2014', `there is no kind "${escape.kind}"`, hint, { file, path: [...path, 'kind'] }));
  }
  if (!isObjectName(escape.kind, escape.name) || reservedNames.includes(escape.name)) {
    const hint = 'lower-case letters, digits, hyphens and dots; not a name that every overlay uses';
    errors.push(
      error('FW1015', `"${escape.name}" is not a name that an object may have`, hint, {
        file,
        path: [...path, 'name'],
      }),
    );
  }
  const environments = [...fleet.environments.keys()];
  for (const [index, name] of (only ?? []).entries()) {
    if (environments.includes(name)) continue;
    errors.push(undeclared('environment', name, environments, file, [...path, 'input', 'only', index]));
  }
  return errors;
}

/** RBAC allows more than others: its names are path segments, such as `system:shop`. */
function isObjectName(kind: string, name: string): boolean {
  if (/^(Cluster)?Role(Binding)?$/.test(kind)) return /^[A-Za-z0-9][A-Za-z0-9:._-]{0,252}$/.test(name);
  return isSubdomain(name);
}
