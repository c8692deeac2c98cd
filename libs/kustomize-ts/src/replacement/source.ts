import type { Location } from '@fleetwright/diagnostics';
import { splitBracketedPath } from '../fields/field-path.ts';
import type { FieldOptions, Replacement, ReplacementSource } from '../kustomization/types.ts';
import { placeIn } from '../place.ts';
import { refuse } from '../refusal.ts';
import { idText } from '../resource/res-id.ts';
import { isEmpty, type Node } from '../yaml/node.ts';
import { plainScalar } from './children.ts';
import { lookUp } from './look-up.ts';
import { candidates, type Objects } from './objects.ts';
import type { Pointer } from './pointer.ts';
import { inContext } from './problem.ts';
import { isMeant, sourceMatcher } from './selection.ts';

/** What is put into the targets. While it is a node of an object (its `home`), it is what stands there: a target may be that very place, or around or in it. */
export interface Value {
  readonly node: Node;
  readonly home: { readonly object: number; readonly pointer: Pointer } | undefined;
}

/**
 * The value of a replacement, as `getReplacement` of api/filters/replacement does. Refuses (FW6013) a source that is not there, not one, or has
 * nothing at its path. `file`: where the replacement is written.
 */
export function valueOfSource(objects: Objects, replacement: Replacement, file: string): Value {
  const { source, sourceValue } = replacement;
  if (sourceValue !== undefined) {
    if (source !== undefined) {
      const hint = 'keep source or sourceValue';
      const at = placeIn(file, replacement.from, 'sourceValue');
      refuse('FW6013', 'value and resource selectors are mutually exclusive', hint, at);
    }
    return { node: plainScalar(sourceValue), home: undefined };
  }
  if (source === undefined) return refuseIncomplete(placeIn(file, replacement.from));
  const at = placeIn(file, source.from);
  const object = sourceObject(objects, source, at);
  const root = objects.all[object]?.node;
  const atPath = () => placeIn(file, source.from, 'fieldPath');
  const path = source.fieldPath === '' ? 'metadata.name' : source.fieldPath;
  const found = inContext('error looking up replacement source', atPath, () =>
    root === undefined ? undefined : lookUp(root, splitBracketedPath(path, '.')),
  );
  if (found === undefined || isEmpty(found.node)) {
    const message = `fieldPath \`${path}\` is missing for replacement source ${idText(source)}`;
    return refuse('FW6013', message, 'name a field that the source has, and that is not empty', atPath());
  }
  const { options } = source;
  if (options === undefined || options.delimiter === '') {
    return { node: found.node, home: { object, pointer: found.pointer } };
  }
  return { node: piece(found.node, options, at), home: undefined };
}

/** Refuses (FW6013) a replacement without a source, or without targets. */
export function refuseIncomplete(at: Location): never {
  const message = 'replacements must specify a source and at least one target';
  return refuse('FW6013', message, 'give it a source (or sourceValue) and targets', at);
}

/** The number of the one object that a source means. */
function sourceObject(objects: Objects, source: ReplacementSource, at: Location): number {
  const matches = sourceMatcher(source);
  let found: number | undefined;
  for (const index of candidates(objects, source.name)) {
    const resource = objects.all[index];
    if (resource === undefined || !isMeant(resource, matches)) continue;
    if (found !== undefined) {
      const hint = 'add what tells the one you mean from the others: kind, name, namespace';
      refuse('FW6013', `multiple matches for selector ${sourceText(source)}`, hint, at);
    }
    found = index;
  }
  if (found !== undefined) return found;
  const hint = 'sources are found by exact kind, name and namespace, now or before prefixes and the like';
  return refuse('FW6013', `nothing selected by ${sourceText(source)}`, hint, at);
}

function sourceText(source: ReplacementSource): string {
  const parts = [idText(source), source.fieldPath];
  const { options } = source;
  if (options !== undefined && (options.delimiter !== '' || options.create)) {
    parts.push(`${options.delimiter}(${options.index}), create=${options.create}`);
  }
  return parts.filter((part) => part !== '').join(':');
}

/** The piece of a text that the options name. */
function piece(node: Node, options: FieldOptions, at: Location): Node {
  if (node.kind !== 'scalar') return refuseDelimiter(at);
  const value = node.value.split(options.delimiter)[options.index];
  if (value !== undefined) return { ...node, value };
  const message = `options.index ${options.index} is out of bounds for value ${node.value}`;
  return refuse('FW6013', message, `count the pieces between "${options.delimiter}" from 0`, at);
}

/** Refuses (FW6013) pieces of what is no text. */
export function refuseDelimiter(at: Location | undefined): never {
  const hint = 'leave the delimiter out, or name a field that is text';
  return refuse('FW6013', 'delimiter option can only be used with scalar nodes', hint, at);
}
