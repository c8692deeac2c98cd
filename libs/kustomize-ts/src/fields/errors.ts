import type { Location } from '@fleetwright/diagnostics';
import { Refusal, refuse } from '../refusal.ts';
import { gvkOf } from '../resource/gvk.ts';
import { idText } from '../resource/res-id.ts';
import { formatNode } from '../yaml/format-node.ts';
import { get, type Mapping, type Node, textOf } from '../yaml/node.ts';

const hint = 'Mend the path of the field specification, or the object that it is used on.';

const kinds = { scalar: 'ScalarNode', mapping: 'MappingNode', sequence: 'SequenceNode' } as const;

/** Refuses (FW6017) a node that a field specification leads to. The place has no file: see {@link inFile}. */
export function refuseField(message: string, node: Node): never {
  return refuse('FW6017', message, hint, { file: '', line: node.line, column: node.column });
}

/** Refuses (FW6017) a node that is of another kind than wanted, in the words of `ErrorIfInvalid` of kyaml. */
export function wrongKind(wanted: Node['kind'], node: Node, prefix = ''): never {
  const message = `wrong node kind: expected ${kinds[wanted]} but got ${kinds[node.kind]}: node contents:\n`;
  return refuseField(prefix + message + formatNode(node), node);
}

/** What `make` makes; its refusals with `prefix` before their words and in this file, where they name none. Without a file they name no place. */
export function inFile<T>(file: string | undefined, object: Node, prefix: () => string, make: () => T): T {
  try {
    return make();
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    const before = prefix();
    throw new Refusal(
      problem.diagnostics.map(({ at, ...rest }) => {
        const place = at?.file === '' ? placeIn(file, at, object) : at;
        return { ...rest, message: before + rest.message, ...(place && { at: place }) };
      }),
    );
  }
}

/** What `make` makes; its refusals with `prefix` before their words. */
export function withPrefix<T>(prefix: () => string, make: () => T): T {
  try {
    return make();
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    const before = prefix();
    throw new Refusal(problem.diagnostics.map((each) => ({ ...each, message: before + each.message })));
  }
}

/** A node that was made, not read, has no line: then the one of its object is next best. */
function placeIn(file: string | undefined, at: Location, object: Node): Location | undefined {
  if (file === undefined) return undefined;
  if (at.line !== undefined && at.line > 0) return { ...at, file };
  return object.line > 0 ? { file, line: object.line, column: object.column } : { file };
}

/** The object in messages, by its type and name as they are now: `resid.FromRNode(…).String()` of kyaml. */
export function objectName(object: Mapping): string {
  const metadata = get(object, 'metadata');
  return idText({
    ...gvkOf(object),
    name: textOf(get(metadata, 'name')) ?? '',
    namespace: textOf(get(metadata, 'namespace')) ?? '',
  });
}
