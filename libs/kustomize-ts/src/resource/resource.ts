import type { Location } from '@fleetwright/diagnostics';
import type { StringMap } from '../kustomization/types.ts';
import { refuse } from '../refusal.ts';
import { holdingCells, holdsCells, writeThrough } from '../yaml/cells.ts';
import { get, type Mapping } from '../yaml/node.ts';
import * as build from './build-annotations.ts';
import { builtInScoping, type Scoping } from './cluster-scope.ts';
import { type Gvk, gvkOf } from './gvk.ts';
import { annotationOf, metadataMap, metadataText } from './metadata.ts';
import type { OnMiss } from './miss.ts';
import { type Id, makeId } from './res-id.ts';

/**
 * One object on its way through a build. It never changes; `with` makes the next one. As in kustomize, what a build remembers of it (earlier ids,
 * prefixes, whether its name gets a hash) is in annotations below `internal.config.kubernetes.io/`, where patches and replacements see them.
 */
export class Resource {
  readonly node: Mapping;
  /** The file it was read from, for messages. */
  readonly file: string | undefined;
  /** Variables that stand for fields of it. */
  readonly vars: readonly string[];
  /** Which types have no namespace. */
  readonly scoping: Scoping;

  #id: Id | undefined;
  #previousIds: readonly Id[] | undefined;

  constructor(
    node: Mapping,
    file: string | undefined,
    vars: readonly string[] = [],
    scoping: Scoping = builtInScoping,
  ) {
    this.node = node;
    this.file = file;
    this.vars = vars;
    this.scoping = scoping;
  }

  /** The same with an edited object. Where kustomize has one node in several places, a write to one is a write to all of them. Itself when nothing changed. */
  with(node: Mapping): Resource {
    return this.withFresh(writeThrough(this.node, node));
  }

  /** The same with an object made anew, in which no write goes through to what was shared before. */
  withFresh(node: Mapping): Resource {
    if (node === this.node) return this;
    // Of an object that is made anew in part, as when annotations are set, the rest is still shared.
    if (holdsCells(this.node)) holdingCells(node);
    const made = new Resource(node, this.file, this.vars, this.scoping);
    if (sameIdentity(this.node, node)) {
      made.#id = this.#id;
      made.#previousIds = this.#previousIds;
    }
    return made;
  }

  /** The same with these variables standing for fields of it. */
  withVars(vars: readonly string[]): Resource {
    return new Resource(this.node, this.file, vars, this.scoping);
  }

  get gvk(): Gvk {
    return this.id;
  }

  get kind(): string {
    return this.id.kind;
  }

  get name(): string {
    return this.id.name;
  }

  /** Empty when it says none. */
  get namespace(): string {
    return this.id.namespace;
  }

  /** The id that it has now: `CurId`. */
  get id(): Id {
    if (this.#id === undefined) {
      const gvk = gvkOf(this.node);
      const scoped = this.scoping.isClusterScoped(gvk);
      this.#id = makeId(gvk, metadataText(this.node, 'name'), metadataText(this.node, 'namespace'), scoped);
    }
    return this.#id;
  }

  /** The ids that it had before, oldest first, without the one it has now: `PrevIds`. */
  get previousIds(): readonly Id[] {
    this.#previousIds ??= readPreviousIds(this);
    return this.#previousIds;
  }

  /** The id that it had first: `OrgId`. */
  get originalId(): Id {
    return this.previousIds[0] ?? this.id;
  }

  get annotations(): StringMap {
    return metadataMap(this.node, 'annotations');
  }

  get labels(): StringMap {
    return metadataMap(this.node, 'labels');
  }

  /** One annotation; `undefined` when it is not there. */
  annotation(key: string): string | undefined {
    return annotationOf(this.node, key);
  }

  /** Whether a flag of the build is set. */
  isEnabled(key: string): boolean {
    return this.annotation(key) === build.enabled;
  }

  /** Where it was read, for messages. */
  get place(): Location | undefined {
    if (this.file === undefined) return undefined;
    const { line, column } = this.node;
    return line === 0 ? { file: this.file } : { file: this.file, line, column };
  }
}

/** Whether what ids are made of is the same nodes. */
function sameIdentity(a: Mapping, b: Mapping): boolean {
  return ['metadata', 'kind', 'apiVersion'].every((key) => get(a, key) === get(b, key));
}

/**
 * A step of a build. Takes the resources in their order; gives those after it, the untouched ones the same objects. `onMiss` is told of what finds nothing to
 * change. Throws a `Refusal`.
 */
export type Transformer = (resources: readonly Resource[], onMiss?: OnMiss) => readonly Resource[];

const none: readonly Id[] = [];

/** As `PrevIds` of api/internal/utils/makeResIds.go. Refuses (FW6009) lists of different length, which only a user can have written. */
function readPreviousIds(resource: Resource): readonly Id[] {
  const names = resource.annotation(build.previousNames)?.split(',');
  if (names === undefined) return none;
  const namespaces = (resource.annotation(build.previousNamespaces) ?? '').split(',');
  const kinds = (resource.annotation(build.previousKinds) ?? '').split(',');
  if (names.length !== namespaces.length || names.length !== kinds.length) {
    refuse(
      'FW6009',
      'number of previous names, number of previous namespaces, number of previous kinds not equal',
      `Remove the annotations below internal.config.kubernetes.io/ from the object: a build writes them itself.`,
      resource.place,
    );
  }
  const { group, version } = resource.id;
  return names.map((name, index) => {
    const gvk = { group, version, kind: kinds[index] ?? '' };
    // Earlier ids are never looked up: those without namespace have one in the list that says so.
    return makeId(gvk, name, namespaces[index] ?? '', false);
  });
}

/** The id that it has now and those before, none of them looked up: `MakeResIds`, by which replacements find their source. */
export function writtenIds(resource: Resource): readonly Id[] {
  const { id } = resource;
  return [makeId(id, id.name, id.namespace, false), ...resource.previousIds];
}
