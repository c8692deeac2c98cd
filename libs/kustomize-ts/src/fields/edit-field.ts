import type { FieldSpec } from '../kustomization/types.ts';
import { type Gvk, gvkOf, isSelected, sameGvk } from '../resource/gvk.ts';
import { get, isNull, type Mapping, mapping, type Node, rawText, type Sequence, scalar } from '../yaml/node.ts';
import { inFile, objectName, refuseField, withPrefix, wrongKind } from './errors.ts';
import { type FieldPart, fieldParts } from './field-path.ts';

/** What to make of the value of a field; null values are handed over too. Refuses what it cannot work on, by `refuseField` and the like. */
export type FieldEdit = (value: Node) => Node;

export interface EditOptions {
  /** What a field specification with `create` makes where the field is missing or null; nothing when absent. */
  readonly create?: Created;
  /** The file of the object, for messages. */
  readonly file?: string | undefined;
}

/** A kind of node, and the tag that null gets when it becomes one. */
export interface Created {
  readonly kind: 'scalar' | 'mapping';
  readonly tag: string;
}

/**
 * The object with its fields that the specification is about edited; itself when it is not about this object or when nothing changed. Lists on the path are
 * gone through item by item, whether the path says so or not. Refuses (FW6017) a path that leads through a scalar, or whose parts cannot be keys.
 * As api/filters/fieldspec of kustomize does.
 */
export function editField(object: Mapping, spec: FieldSpec, edit: FieldEdit, options: EditOptions = {}): Mapping {
  return isSelected(gvkOf(object), spec) ? editMatching(object, spec, edit, options) : object;
}

/** The same for several specifications, one after the other, as api/filters/fsslice does. */
export function editFields(
  object: Mapping,
  specs: readonly FieldSpec[],
  edit: FieldEdit,
  options: EditOptions = {},
): Mapping {
  const kind = rawText(get(object, 'kind'));
  let edited = object;
  let gvk: Gvk | undefined;
  for (const spec of specsFor(specs, kind)) {
    const before = edited;
    gvk ??= gvkOf(before);
    if (isSelected(gvk, spec)) edited = editMatching(before, spec, edit, options);
    if (edited === before || sameGvk(gvkOf(edited), gvk)) continue;
    // Nobody edits the type by field specifications, but one could.
    return editFields(edited, specs.slice(specs.indexOf(spec) + 1), edit, options);
  }
  return edited;
}

/** Whether any of the specifications may be about objects of this kind: says quickly where there is nothing to do. */
export function concerns(specs: readonly FieldSpec[], kind: string): boolean {
  return specsFor(specs, kind).length > 0;
}

const byKind = new WeakMap<readonly FieldSpec[], Map<string, readonly FieldSpec[]>>();

function specsFor(specs: readonly FieldSpec[], kind: string): readonly FieldSpec[] {
  let kinds = byKind.get(specs);
  if (kinds === undefined) {
    kinds = new Map();
    byKind.set(specs, kinds);
  }
  let found = kinds.get(kind);
  if (found === undefined) {
    found = specs.filter((spec) => spec.kind === '' || spec.kind === kind);
    kinds.set(kind, found);
  }
  return found;
}

/** A bound for what is walked by recursion. */
const deepest = 1000;

const partsOf = new WeakMap<FieldSpec, readonly FieldPart[]>();

function editMatching(object: Mapping, spec: FieldSpec, edit: FieldEdit, options: EditOptions): Mapping {
  let parts = partsOf.get(spec);
  if (parts === undefined) {
    parts = fieldParts(spec.path);
    partsOf.set(spec, parts);
  }
  if (parts.length > deepest) return refuseField(`path with more than ${deepest} parts`, object);
  const walk: Walk = { parts, edit, create: spec.create ? options.create : undefined };
  const about = () => `considering field '${spec.path}' of object ${objectName(object)}: `;
  const edited = inFile(options.file, object, about, () => editAt(object, 0, walk));
  return edited.kind === 'mapping' ? edited : object;
}

interface Walk {
  readonly parts: readonly FieldPart[];
  readonly edit: FieldEdit;
  readonly create: Created | undefined;
}

function editAt(node: Node, index: number, walk: Walk): Node {
  const part = walk.parts[index];
  if (part === undefined) return walk.edit(node);
  if (node.kind === 'mapping') return editMapping(node, part, index, walk);
  if (node.kind === 'sequence') return editSequence(node, index, walk);
  if (isNull(node)) return node;
  return refuseField('expected sequence or mapping node', node);
}

function editSequence(node: Sequence, index: number, walk: Walk): Sequence {
  const about = () =>
    `visit traversal on path: [${walk.parts
      .slice(index)
      .map((part) => part.name + (part.isSequence ? '[]' : ''))
      .join(' ')}]: `;
  let items: Node[] | undefined;
  for (const [position, item] of node.items.entries()) {
    const edited = withPrefix(about, () => editAt(item, index, walk));
    if (edited === item) continue;
    items ??= [...node.items];
    items[position] = edited;
  }
  return items === undefined ? node : { ...node, items };
}

function editMapping(node: Mapping, part: FieldPart, index: number, walk: Walk): Node {
  const key = keyOf(node, part);
  if (key === undefined) return editAt(node, index + 1, walk);
  const made = createdAt(part, index, walk);
  const found = node.entries.findIndex((entry) => entry.key.value === key);
  const entry = node.entries[found];
  if (entry === undefined) {
    // A list (`name[]`) is never made, only taken as one where it is null.
    if (made === undefined || made.kind === 'sequence') return node;
    const value = editAt(emptyNode(made.kind), index + 1, walk);
    // kustomize does not say what the key is: `true` becomes a boolean when the object is written.
    return { ...node, entries: [...node.entries, { key: scalar(key, ''), value }] };
  }
  const old = made === undefined ? entry.value : nullAs(entry.value, made);
  const value = editAt(old, index + 1, walk);
  return value === entry.value ? node : { ...node, entries: node.entries.with(found, { key: entry.key, value }) };
}

/** The key that a part names; `undefined` when it names the mapping itself, which is so for white space. */
function keyOf(node: Mapping, part: FieldPart): string | undefined {
  if (part.name === '') return refuseField('cannot set or create an empty field name', node);
  const { step } = part;
  if (step.kind === 'key') return step.key;
  if (step.kind === 'self') return undefined;
  const about = `fieldName: ${part.name}: `;
  return step.kind === 'problem' ? refuseField(about + step.message, node) : wrongKind('sequence', node, about);
}

interface Made {
  readonly kind: 'scalar' | 'mapping' | 'sequence';
  readonly tag: string;
}

/** What the field under a part becomes where it is missing or null. */
function createdAt(part: FieldPart, index: number, walk: Walk): Made | undefined {
  if (part.isSequence) return { kind: 'sequence', tag: '' };
  if (walk.create === undefined) return undefined;
  return index === walk.parts.length - 1 ? walk.create : { kind: 'mapping', tag: '!!map' };
}

function emptyNode(kind: Created['kind']): Node {
  return kind === 'mapping' ? mapping([]) : scalar('', '');
}

function nullAs(value: Node, made: Made): Node {
  if (!isNull(value)) return value;
  const { line, column } = value;
  if (made.kind === 'mapping') return { kind: 'mapping', entries: [], flow: false, line, column };
  if (made.kind === 'sequence') return { kind: 'sequence', items: [], flow: false, line, column };
  // The text stays: `null`, `~` or nothing.
  return { ...value, tag: made.tag };
}
