import type { Location } from '@fleetwright/diagnostics';
import { splitBracketedPath } from '../fields/field-path.ts';
import type { FieldOptions, ReplacementTarget } from '../kustomization/types.ts';
import { Refusal, refuse, withRelated } from '../refusal.ts';
import type { Resource } from '../resource/resource.ts';
import { holdingCells, holdsCells, writeThrough } from '../yaml/cells.ts';
import type { Mapping, Node } from '../yaml/node.ts';
import { valueText } from './children.ts';
import { editEmbedded } from './embedded.ts';
import { locate, type Route, type Target } from './locate.ts';
import { type Found, lookUpPart } from './look-up.ts';
import { isAround, nodeAt, type Pointer, replaceAt } from './pointer.ts';
import { inContext } from './problem.ts';
import { refuseDelimiter, type Value } from './source.ts';

/** An object that is being written to, with the value as it is after what was written. */
export interface Written {
  readonly root: Mapping;
  readonly value: Value;
}

/** What is written where. */
export interface Task {
  readonly object: number;
  readonly options: FieldOptions | undefined;
  readonly paths: readonly FieldPath[];
  /** Where the path with this number is written. */
  readonly place: (path: number) => Location;
}

/** A path as it is written, and its parts. */
export interface FieldPath {
  readonly text: string;
  readonly parts: readonly string[];
}

/** The paths of a target. */
export function pathsOf({ fieldPaths }: ReplacementTarget): readonly FieldPath[] {
  const texts = fieldPaths.length === 0 ? ['metadata.name'] : fieldPaths;
  return texts.map((text) => ({ text, parts: splitBracketedPath(text, '.') }));
}

/**
 * An object with the value in every field that the target names, as `copyValueToTarget` of api/filters/replacement does; and the value, which is another one when it stands
 * in this very object and was written to. Refuses (FW6013) fields that are not there.
 */
export function writeValue(resource: Resource, value: Value, task: Task): Written {
  let written: Written = { root: resource.node, value };
  for (const [index, path] of task.paths.entries()) {
    written = withObject(
      () => placeOf(written.root, path.parts, resource.file),
      () => writeField(written, path, task, index),
    );
  }
  return written;
}

/** What `make` makes; its refusals say where the object is. */
function withObject<T>(place: () => Location | undefined, make: () => T): T {
  try {
    return make();
  } catch (problem) {
    const found = problem instanceof Refusal ? place() : undefined;
    if (!(problem instanceof Refusal) || found === undefined) throw problem;
    throw new Refusal(problem.diagnostics.map((each) => withRelated(each, [found])));
  }
}

function writeField(written: Written, path: FieldPath, task: Task, index: number): Written {
  const create = task.options?.create === true ? written.value.node.kind : undefined;
  const route: Route = { parts: path.parts, create };
  const embedded = editEmbedded(written.root, route, written.value.node);
  if (embedded !== undefined) return edit(written, embedded.pointer, embedded.node, task);
  const at = (): Location => task.place(index);
  const doing = `unable to find ${create === undefined ? '' : 'or create '}field ${JSON.stringify(path.text)} in replacement target`;
  const located = inContext(doing, at, () => locate(written.root, route));
  if (located.targets.length === 0) {
    refuse('FW6013', doing, 'mend the path, or set options.create to have the field made', at());
  }
  return inContext('', at, () => writeTargets(grown(written, located.root, task), located.targets, task));
}

function writeTargets(written: Written, targets: readonly Target[], task: Task): Written {
  let result = written;
  for (const target of targets) {
    const node = 'lost' in target ? target.lost : nodeAt(result.root, target.pointer);
    if (node === undefined) continue;
    const made = valueFor(node, result.value.node, task.options);
    if ('pointer' in target) result = edit(result, target.pointer, made, task);
  }
  return result;
}

/** What a target becomes: a scalar keeps its type and takes the text alone, anything else is replaced. */
function valueFor(target: Node, value: Node, options: FieldOptions | undefined): Node {
  const hasDelimiter = options !== undefined && options.delimiter !== '';
  if (target.kind !== 'scalar') return hasDelimiter ? refuseDelimiter(undefined) : withoutCells(value);
  if (!hasDelimiter) return { ...target, value: valueText(value) };
  const pieces = target.value.split(options.delimiter);
  const piece = value.kind === 'scalar' && value.tag !== '!!null' ? value.value : '';
  if (options.index < 0) pieces.unshift(piece);
  else if (options.index >= pieces.length) pieces.push(piece);
  else pieces[options.index] = piece;
  return { ...target, value: pieces.join(options.delimiter) };
}

/** The object with a node written over what stands somewhere in it. */
function edit(written: Written, pointer: Pointer, node: Node, task: Task): Written {
  const { root, value } = written;
  const edited = replaceAt(root, pointer, node);
  if (edited.kind !== 'mapping') return written;
  // What is replaced whole is other nodes from now on; only a scalar is written into.
  const whole = node.kind !== 'scalar';
  const shared = !whole || !holdsCells(root) ? writeThrough(root, edited) : holdingCells(edited);
  const home = value.home;
  if (home === undefined || home.object !== task.object) return { root: shared, value };
  if (isAround(pointer, home.pointer)) return { root: shared, value: { node: value.node, home: undefined } };
  return { root: shared, value: { home, node: nodeAt(shared, home.pointer) ?? value.node } };
}

/** The object after nodes were added at the ends of its parts: the value may be one of them. */
function grown(written: Written, root: Node, task: Task): Written {
  if (root === written.root || root.kind !== 'mapping') return written;
  if (holdsCells(written.root)) holdingCells(root);
  const home = written.value.home;
  if (home === undefined || home.object !== task.object) return { root, value: written.value };
  return { root, value: { home, node: nodeAt(root, home.pointer) ?? written.value.node } };
}

/** A copy stands for itself: it is not one with the places that its original is one with. */
function withoutCells(node: Node): Node {
  if (node.kind === 'scalar') {
    if (node.cell === undefined) return node;
    const { cell: _, ...free } = node;
    return free;
  }
  if (node.kind === 'sequence') return { ...node, items: node.items.map(withoutCells) };
  return { ...node, entries: node.entries.map(({ key, value }) => ({ key, value: withoutCells(value) })) };
}

/** Where in a file the path ends, or leaves what is there. */
function placeOf(root: Mapping, parts: readonly string[], file: string | undefined): Location | undefined {
  if (file === undefined) return undefined;
  let found: Found = { node: root, pointer: [] };
  for (const part of parts) {
    const next = tryPart(found, part);
    if (next === undefined || next.node.line === 0) break;
    found = next;
  }
  const { line, column } = found.node;
  return line === 0 ? { file } : { file, line, column };
}

function tryPart(found: Found, part: string): Found | undefined {
  try {
    return lookUpPart(found, part);
  } catch (problem) {
    if (problem instanceof Refusal) return undefined;
    throw problem;
  }
}
