import { nearest } from '@fleetwright/diagnostics';
import { z } from 'zod';
import type { FactType, Scalar } from '../define/late.ts';
import { factsOf, isLate, type LateValue } from '../define/late-value.ts';
import type { Broken } from './grammar.ts';
import { didYouMean } from './words.ts';

/** The schemas of values that may be late. Which facts fit a place depends on the fleet that declares them. */
export interface LateSchemas {
  /** Text, or a fact or template that gives text. `plain` says more of text that is known. */
  text(plain?: z.ZodType<string, string>): z.ZodType<string | LateValue, string | LateValue>;
  /** A whole number from `least` on, or an integer fact. */
  integer(least: number): z.ZodType<number | LateValue, number | LateValue>;
  /** Any scalar, or any fact. */
  scalar: z.ZodType<Scalar | LateValue, Scalar | LateValue>;
}

/** {@link LateSchemas} for the facts that a fleet declares, by name. */
export function lateSchemas(facts: ReadonlyMap<string, FactType<Scalar>>): LateSchemas {
  return {
    text: (plain = z.string()) => late(facts, plain, ['text', 'one-of'], 'text'),
    integer: (least) => late(facts, z.int().min(least), ['integer'], 'a whole number'),
    scalar: late(
      facts,
      z.union([z.string(), z.number(), z.boolean()], { error: 'must be text, a number, true or false' }),
      undefined,
      'a value',
    ),
  };
}

type Kind = FactType<Scalar>['type'];

/** A plain value, or a late one of a fitting type (`undefined`: any). */
function late<T extends Scalar>(
  facts: ReadonlyMap<string, FactType<Scalar>>,
  plain: z.ZodType<T, T>,
  fitting: readonly Kind[] | undefined,
  wants: string,
): z.ZodType<T | LateValue, T | LateValue> {
  return z.custom<T | LateValue>().superRefine((value, context) => {
    if (!isLate(value)) {
      const parsed = plain.safeParse(value);
      for (const issue of parsed.error?.issues ?? []) context.addIssue({ ...issue });
      return;
    }
    for (const problem of lateProblems(value, facts, fitting, wants)) {
      const { says, ...params } = problem;
      context.addIssue({ code: 'custom', message: says, params, input: value });
    }
  });
}

function lateProblems(
  value: LateValue,
  facts: ReadonlyMap<string, FactType<Scalar>>,
  fitting: readonly Kind[] | undefined,
  wants: string,
): (Broken & { says: string })[] {
  const unknown = factsOf(value).filter((name) => !facts.has(name));
  if (unknown.length > 0) return unknown.map((name) => undeclared(name, [...facts.keys()]));
  if ('$text' in value) {
    if (fitting && !fitting.includes('text')) return [misfit('a text with facts in it', wants)];
    return value.$text.literals.slice(1, -1).includes('')
      ? [{ code: 'FW2015', says: 'has two facts with nothing between them', hint: 'put text between the two facts' }]
      : [];
  }
  const type = facts.get(value.$fact)?.type ?? 'text';
  return fitting && !fitting.includes(type)
    ? [misfit(`the fact "${value.$fact}", which is ${kindWords[type]}`, wants)]
    : [];
}

const kindWords: Record<Kind, string> = {
  text: 'text',
  integer: 'an integer',
  boolean: 'a boolean',
  'one-of': 'one of some texts',
};

function misfit(what: string, wants: string): Broken & { says: string } {
  return { code: 'FW1014', says: `must be ${wants}, not ${what}`, hint: `use ${wants}, or a fact of that type` };
}

function undeclared(name: string, declared: readonly string[]): Broken & { says: string } {
  const near = nearest(name, declared);
  const all = declared.length > 0 ? `The fleet's facts are ${declared.join(', ')}` : 'The fleet declares no facts';
  return {
    code: 'FW1014',
    says: `uses the fact "${name}", which the fleet does not declare`,
    hint: `${didYouMean(near, 'fact.')}${all}`,
  };
}
