import type { SchemaIssue } from '../issue.ts';
import type { KindInfo } from '../kind.ts';

/** A rule that Kubernetes checks in code, and that its OpenAPI therefore does not have. */
export interface Rule {
  /** The objects that it is about, by the names of their interfaces. */
  readonly objects: readonly string[];
  /**
   * Reports what is wrong with one of them. The value may be wrong in any way, which is reported elsewhere: a rule reads
   * it with the helpers below, and says nothing about what it does not understand.
   */
  readonly check: (value: Fields, report: Report, kind: KindInfo) => void;
}

export type Fields = Readonly<Record<string, unknown>>;

/** `at` counts from the rule's object; the message becomes `<path of at> <text>`. */
export type Report = (
  at: readonly (string | number)[],
  problem: SchemaIssue['problem'],
  text: string,
  hint: string,
) => void;

const none: Fields = {};

/** The value when it is a map, an empty map otherwise. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : none;
}

/** The value when it is a list, an empty list otherwise. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
