import type { Path } from '@fleetwright/model/engine';
import type { RenderedObject } from '../app/rendered.ts';

/** An entry of `replacements`, as far as we write it. */
export interface Replacement {
  readonly source?: {
    readonly kind: string;
    readonly version: string;
    readonly name: string;
    readonly fieldPath: string;
  };
  readonly sourceValue?: string;
  readonly targets: readonly Target[];
}

/** Fields of one object. */
export interface Target {
  readonly select: Select;
  readonly fieldPaths: readonly string[];
  readonly options?: { readonly delimiter: string; readonly index: number };
}

/** One object. Names are regular expressions to kustomize, so they are anchored and their dots stand for themselves. */
export interface Select {
  readonly group?: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Selects one object and no other. */
export function selectOf({ info, name, namespace }: RenderedObject): Select {
  const version = info.apiVersion.slice(info.apiVersion.lastIndexOf('/') + 1);
  return {
    ...(info.group !== '' && { group: info.group }),
    version,
    kind: info.kind,
    name: exactly(name),
    ...(namespace !== undefined && { namespace: exactly(namespace) }),
  };
}

function exactly(name: string): string {
  return `^${name.replaceAll('.', '[.]')}$`;
}

/** A path as replacements write it: keys joined by dots, those with a dot in brackets, list items by index. */
export function fieldPath(path: Path): string {
  return path.map((key) => (String(key).includes('.') ? `[${key}]` : String(key))).join('.');
}
