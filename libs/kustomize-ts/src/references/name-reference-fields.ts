import type { NameBackReferences } from '../build/scope.ts';
import { fieldParts } from '../fields/field-path.ts';
import type { FieldSpec } from '../kustomization/types.ts';
import { type Gvk, gvkText, isSelected } from '../resource/gvk.ts';
import { get, type Mapping, type Node } from '../yaml/node.ts';

/** A field that may name a resource of the target type. */
export interface ReferenceField {
  readonly target: Gvk;
  /** For the type of the object that it is in, so that it says none. */
  readonly spec: FieldSpec;
}

/** What stands where fields may name something. */
interface Finding {
  /** The name; `undefined` for what may not stand there. */
  readonly text: string | undefined;
  /** Positions of the fields in the list of all. */
  readonly fields: readonly number[];
}

/** The fields of objects of one type, by their paths. */
interface Branch {
  readonly children: ReadonlyMap<string, Branch>;
  /** Positions of the fields that end here. */
  readonly ends: readonly number[];
  /** Positions of those that end here or below. */
  readonly all: readonly number[];
  /** What was found in nodes seen before: parts of objects stay the same nodes over many builds. */
  readonly seen: WeakMap<Node, readonly Finding[]>;
}

/** The fields of objects of one type that may name something, in the order in which kustomize goes through them. */
export class ReferenceFields {
  readonly fields: readonly ReferenceField[];
  readonly #root: Branch;
  /** Fields that change more than names, or whose paths are odd. */
  readonly #always: readonly number[];

  constructor(fields: readonly ReferenceField[]) {
    this.fields = fields;
    const paths = fields.map(({ spec }) => plainPath(spec.path));
    this.#root = branchOf(
      paths.map((path, field) => ({ path: path ?? [], field })).filter(({ path }) => path.length > 0),
    );
    this.#always = paths.flatMap((path, field) => (path === undefined ? [field] : []));
  }

  /** Positions of the fields in this object that hold one of these names, or what no name can be; sorted. The others need not be looked at. */
  hits(object: Mapping, names: { has(name: string): boolean }): readonly number[] {
    const hits = new Set(this.#always);
    for (const [key, branch] of this.#root.children) {
      const value = get(object, key);
      if (value === undefined) continue;
      for (const { text, fields } of findings(value, branch)) {
        if (text === undefined || names.has(text)) for (const field of fields) hits.add(field);
      }
    }
    return [...hits].sort((a, b) => a - b);
  }
}

/** The keys of a path; `undefined` when it has parts that are more than keys. */
function plainPath(path: string): readonly string[] | undefined {
  const keys: string[] = [];
  for (const { name, isSequence, step } of fieldParts(path)) {
    if (isSequence || step.kind !== 'key' || name === '') return undefined;
    keys.push(step.key);
  }
  return keys;
}

interface Path {
  readonly path: readonly string[];
  readonly field: number;
}

function branchOf(paths: readonly Path[]): Branch {
  const below = new Map<string, Path[]>();
  const ends: number[] = [];
  for (const { path, field } of paths) {
    const [key, ...rest] = path;
    if (key === undefined) ends.push(field);
    else {
      const siblings = below.get(key) ?? [];
      siblings.push({ path: rest, field });
      below.set(key, siblings);
    }
  }
  const children = new Map([...below].map(([key, rest]) => [key, branchOf(rest)]));
  return { children, ends, all: paths.map(({ field }) => field), seen: new WeakMap() };
}

function findings(node: Node, branch: Branch): readonly Finding[] {
  let found = branch.seen.get(node);
  if (found === undefined) {
    const made: Finding[] = [];
    visit(node, branch, made);
    found = made;
    branch.seen.set(node, found);
  }
  return found;
}

function visit(node: Node, branch: Branch, found: Finding[]): void {
  if (branch.ends.length > 0) visitEnd(node, branch.ends, found, true);
  if (branch.children.size > 0) descend(node, branch, found);
}

function descend(node: Node, branch: Branch, found: Finding[]): void {
  if (node.kind === 'sequence') for (const item of node.items) descend(item, branch, found);
  else if (node.kind === 'mapping') {
    for (const [key, child] of branch.children) {
      const value = get(node, key);
      if (value !== undefined) visit(value, child, found);
    }
  } else if (node.tag !== '!!null') found.push({ text: undefined, fields: branch.all });
}

function visitEnd(node: Node, fields: readonly number[], found: Finding[], isTop: boolean): void {
  if (node.kind === 'scalar') {
    if (node.tag !== '!!null') found.push({ text: node.value, fields });
  } else if (node.kind === 'mapping') {
    const name = get(node, 'name');
    found.push({ text: name?.kind === 'scalar' ? name.value : undefined, fields });
  } else if (isTop) for (const item of node.items) visitEnd(item, fields, found, false);
  else found.push({ text: undefined, fields });
}

const known = new WeakMap<readonly NameBackReferences[], Map<string, ReferenceFields>>();

/** The fields in which objects of a type may name something. */
export function referenceFields(references: readonly NameBackReferences[], type: Gvk): ReferenceFields {
  let types = known.get(references);
  if (types === undefined) {
    types = new Map();
    known.set(references, types);
  }
  const key = gvkText(type);
  let found = types.get(key);
  if (found === undefined) {
    found = new ReferenceFields(fieldsOf(references, type));
    types.set(key, found);
  }
  return found;
}

function fieldsOf(references: readonly NameBackReferences[], type: Gvk): readonly ReferenceField[] {
  return references.flatMap((target) =>
    target.fieldSpecs
      .filter((spec) => isSelected(type, spec))
      .map((spec) => ({ target, spec: { ...spec, group: '', version: '', kind: '' } })),
  );
}
