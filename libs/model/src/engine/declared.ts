import { type Diagnostic, error, nearest } from '@fleetwright/diagnostics';
import type { z } from 'zod';
import { undeclared } from './fleet.ts';
import { isServiceName } from './grammar.ts';
import type { Path } from './origin.ts';
import type { appSchema, platformSchema } from './schema.ts';
import type { Condition, FleetModel } from './types.ts';
import { didYouMean } from './words.ts';

/** The outer shape of either kind of definition, parsed. */
export type Outer = z.output<typeof appSchema> | z.output<typeof platformSchema>;
type When = { readonly [label: string]: string | readonly string[] };

/** Every name that a definition uses without being able to declare it, and its own names. */
export function checkDeclared(outer: Outer, file: string, folder: string, fleet: FleetModel): Diagnostic[] {
  const environments = [...fleet.environments.keys()];
  const problems = checkName(outer.name, folder, file);
  const environment = (name: string, path: Path): void => {
    if (!environments.includes(name)) problems.push(undeclared('environment', name, environments, file, path));
  };
  const teams = [...fleet.teams.keys()];
  if ('team' in outer && !teams.includes(outer.team))
    problems.push(undeclared('team', outer.team, teams, file, ['team']));
  for (const [index, name] of (outer.only ?? []).entries()) environment(name, ['only', index]);
  for (const name of Object.keys(outer.environments ?? {})) environment(name, ['environments', name]);
  for (const [index, rule] of (outer.rules ?? []).entries()) {
    if (rule.environment !== undefined) environment(rule.environment, ['rules', index, 'environment']);
    problems.push(...checkCondition(rule.when, ['rules', index, 'when'], file, fleet));
    if (outer.rules?.findIndex((other) => other.name === rule.name) === index) continue;
    const at = { file, path: ['rules', index, 'name'] };
    problems.push(
      error(
        'FW1022',
        `two rules are named "${rule.name}"`,
        'give each a name of its own; it becomes part of a folder',
        at,
      ),
    );
  }
  for (const [index, when] of (outer.placement ?? []).entries()) {
    problems.push(...checkCondition(when, ['placement', index], file, fleet));
  }
  return problems;
}

/** The labels and values of a condition that the fleet does not have (FW1013). */
function checkCondition(when: When, path: Path, file: string, fleet: FleetModel): Diagnostic[] {
  return Object.entries(when).flatMap(([label, said]) => {
    const values = fleet.labels.get(label);
    if (!values) return [undeclared('label', label, [...fleet.labels.keys()], file, [...path, label])];
    const wrong = listed(said).filter((value) => !values.includes(value));
    return wrong.map((value) => {
      const index = typeof said === 'string' ? [] : [said.indexOf(value)];
      const near = nearest(value, values);
      const hint = `${didYouMean(near)}Its values are ${values.join(', ')} (${fleet.file})`;
      const at = { file, path: [...path, label, ...index] };
      return error('FW1013', `the label "${label}" has no value "${value}"`, hint, at);
    });
  });
}

/** Labels and values in code-unit order, values once. */
export function conditionOf(when: When): Condition {
  const entries = Object.entries(when).map(([label, said]) => [label, [...new Set(listed(said))].sort()] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether the fleet has the labels and values of a condition. */
export function isKnown(when: Condition, fleet: FleetModel): boolean {
  return Object.entries(when).every(([label, values]) =>
    values.every((value) => fleet.labels.get(label)?.includes(value)),
  );
}

function listed(said: string | readonly string[]): readonly string[] {
  return typeof said === 'string' ? [said] : said;
}

/** Objects that every cluster has, or that a build works with, have these names. */
export const reservedNames: readonly string[] = ['cluster-facts', 'image-versions'];

function checkName(name: string, folder: string, file: string): Diagnostic[] {
  const wrong = (message: string, hint: string): Diagnostic[] => [
    error('FW1015', message, hint, { file, path: ['name'] }),
  ];
  if (name === 'fleet')
    return wrong('no app may be named "fleet"', 'the name is that of the fleet itself; choose another');
  if (name !== folder) {
    const hint =
      isServiceName(folder) && folder !== 'fleet'
        ? `name it "${folder}", as its folder; a folder's name is for ever`
        : 'rename the folder, and name the app as it: no app may have the name of this folder (lower-case letters, digits and hyphens; not "fleet")';
    return wrong(`the app in the folder apps/${folder} is named "${name}"`, hint);
  }
  if (name.length > 63) {
    const hint = 'a Service and the Applications <app>.<cluster> are named after it; take at most 63';
    return wrong(`the app's name "${name}" has ${name.length} characters`, hint);
  }
  if (isServiceName(name)) return [];
  const hint = 'use lower-case letters, digits and hyphens; begin with a letter, end with a letter or digit; no dots';
  return wrong(`"${name}" is not a name that an app may have`, hint);
}
