import type { Mapping } from '../yaml/node.ts';
import type { ResId } from './gvk.ts';

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

  constructor(node: Mapping, file?: string, vars: readonly string[] = []) {
    this.node = node;
    this.file = file;
    this.vars = vars;
  }
}

/** A step of a build. Takes the resources in their order; gives those after it, the untouched ones the same objects. Throws a `Refusal`. */
export type Transformer = (resources: readonly Resource[]) => readonly Resource[];

export type { ResId };
