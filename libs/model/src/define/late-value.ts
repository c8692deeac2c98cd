/** A fact, as data: what {@link encode} makes of it, and what the engine works with. */
export interface FactValue {
  readonly $fact: string;
}
/** Text with facts in it, as data: `literals` has one element more than `facts`, which are names. */
export interface TextValue {
  readonly $text: { readonly literals: readonly string[]; readonly facts: readonly string[] };
}
/** What is known per cluster only. */
export type LateValue = FactValue | TextValue;

/** Whether a value is late, not plain data. */
export function isLate(value: unknown): value is LateValue {
  return typeof value === 'object' && value !== null && ('$fact' in value || '$text' in value);
}

/** The names of the facts that a late value needs, in the order of their use. */
export function factsOf(late: LateValue): readonly string[] {
  return '$fact' in late ? [late.$fact] : late.$text.facts;
}
