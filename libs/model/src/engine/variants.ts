import { type Diagnostic, error, fail, ok, type Result } from '@fleetwright/diagnostics';
import type { Release } from '../files/release.ts';
import type { AppModel, Condition, FleetModel, PlatformModel, RuleModel, Variant } from './types.ts';

/** The most variants that one environment of a definition may have. */
export const maxVariants = 64;

/** Whether every label that the condition names has one of its values. The empty condition holds everywhere. */
export function holds(condition: Condition, labels: { readonly [label: string]: string }): boolean {
  return Object.entries(condition).every(([label, values]) => {
    const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
    return value !== undefined && values.includes(value);
  });
}

/** The name of a variant: what tells it from the others, in code-unit order; `default` when nothing does. */
export function variantName(rules: readonly string[], labels: { readonly [label: string]: string }): string {
  const parts = [...rules, ...Object.entries(labels).map(([label, value]) => `${label}-${value}`)];
  return parts.length === 0 ? 'default' : parts.sort().join('.');
}

/**
 * The variant of a release that a cluster takes.
 *
 * @param labels Of the cluster, `kubernetes` included.
 */
export function variantFor(
  release: Pick<Release, 'rules' | 'reads'>,
  labels: { readonly [label: string]: string },
): string {
  const rules = Object.entries(release.rules).filter(([, when]) => holds(when, labels));
  const read = release.reads.map((label) => [label, labels[label] ?? ''] as const);
  return variantName(
    rules.map(([name]) => name),
    Object.fromEntries(read),
  );
}

/** What clusters can be, as far as rules and kinds ask: which rules match, and the values of the labels that are read. */
export interface Combination {
  readonly rules: readonly string[];
  readonly labels: { readonly [label: string]: string };
}

/**
 * Every combination that the closed sets of the labels allow, each once; `undefined` when there are more than
 * {@link maxVariants}. Goes label by label and joins what cannot be told apart, so that the labels' product is never walked.
 */
export function combinations(
  rules: readonly RuleModel[],
  reads: readonly string[],
  values: ReadonlyMap<string, readonly string[]>,
): readonly Combination[] | undefined {
  let states: Combination[] = [{ rules: rules.map((rule) => rule.name), labels: {} }];
  const asked = new Set([...rules.flatMap((rule) => Object.keys(rule.when)), ...reads]);
  for (const label of [...asked].sort()) {
    const next = new Map<string, Combination>();
    for (const state of states) {
      for (const value of values.get(label) ?? []) {
        const joined = narrowed(state, label, value, rules, reads);
        next.set(JSON.stringify([joined.rules, joined.labels]), joined);
      }
    }
    if (next.size > maxVariants * maxVariants) return undefined;
    states = [...next.values()];
  }
  return states.length > maxVariants ? undefined : states;
}

/** What remains of a combination on clusters whose `label` has `value`. */
function narrowed(
  state: Combination,
  label: string,
  value: string,
  rules: readonly RuleModel[],
  reads: readonly string[],
): Combination {
  const matching = state.rules.filter(
    (name) => rules.find((rule) => rule.name === name)?.when[label]?.includes(value) ?? true,
  );
  return { rules: matching, labels: reads.includes(label) ? { ...state.labels, [label]: value } : state.labels };
}

/**
 * The variants of one environment of a definition, in code-unit order of their names.
 *
 * @param reads The labels that kinds read, `kubernetes` perhaps among them.
 * @returns Errors: FW1021 (too many), FW1022 (two of one name).
 */
export function variantsOf(
  definition: AppModel | PlatformModel,
  environment: string,
  fleet: FleetModel,
  reads: readonly string[],
): Result<readonly Variant[]> {
  const found = combinations(definition.rulesIn(environment), reads, fleet.labels);
  if (!found) return fail([tooMany(definition.file, environment)]);
  const variants = new Map<string, Variant>();
  const errors: Diagnostic[] = [];
  for (const { rules, labels } of found) {
    const name = variantName(rules, labels);
    if (variants.has(name)) errors.push(clash(definition.file, environment, name));
    variants.set(name, { name, rules, labels });
  }
  if (errors.length > 0) return fail(errors);
  return ok([...variants.values()].sort((a, b) => (a.name < b.name ? -1 : 1)));
}

/** FW1021. */
export function tooMany(file: string, environment: string): Diagnostic {
  const message = `the rules make more than ${maxVariants} variants in the environment ${environment}`;
  const hint = 'let rules exclude each other, use fewer labels, or make what differs a fact';
  return error('FW1021', message, hint, { file, path: ['rules'] });
}

function clash(file: string, environment: string, name: string): Diagnostic {
  const message = `two variants of the environment ${environment} would be named "${name}"`;
  return error('FW1022', message, 'rename the rule that is called like a label and its value', {
    file,
    path: ['rules'],
  });
}
