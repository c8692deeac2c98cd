import { type Diagnostic, type Location, warning } from '@fleetwright/diagnostics';
import type { TransformerConfig } from '../build/scope.ts';
import type { Var } from '../kustomization/types.ts';
import { placeIn } from '../place.ts';
import { attempts, collect, refuse } from '../refusal.ts';
import { gvkText } from '../resource/gvk.ts';
import { type Id, sameId, sameTypeAndName, writtenId } from '../resource/res-id.ts';
import type { Resource } from '../resource/resource.ts';
import { whereAnyId } from '../resource/resources.ts';
import { compareText } from '../text/order.ts';
import { replaceVars } from './replace-vars.ts';
import { varValue } from './var-value.ts';

/** The variables of a build by name. */
export type VarSet = ReadonlyMap<string, Var>;

/** Resources, and the variables that stand for fields of them. */
export interface WithVars {
  readonly resources: readonly Resource[];
  readonly vars: VarSet;
}

/**
 * Adds the variables of a kustomization, and marks the resources that they are about: a resource keeps its variables whatever becomes of its name. Refuses
 * (FW6014) a variable that could be about several resources, or whose name is taken. As `MergeVars` of api/internal/accumulator/resaccumulator.go does.
 */
export function mergeVars({ resources, vars }: WithVars, incoming: readonly Var[], file: string): WithVars {
  const marks = new Map<Resource, string[]>();
  const all = new Map(vars);
  const { attempt, settle } = attempts();
  const placed = incoming.map((each) => ({ ...each, at: placeIn(file, each.from) }));
  for (const each of placed) {
    const found = whereAnyId(resources, matcherOf(each));
    if (found.length > 1) attempt(() => refuseSeveral(each, found));
    for (const resource of found) marks.set(resource, [...(marks.get(resource) ?? resource.vars), each.name]);
  }
  for (const each of placed) attempt(() => add(all, each));
  settle();
  if (marks.size === 0) return { resources, vars: all };
  const marked = resources.map((resource) => {
    const names = marks.get(resource);
    return names === undefined ? resource : resource.withVars(names);
  });
  return { resources: marked, vars: all };
}

/** Without a namespace a variable is about any. */
function matcherOf(variable: Var): (id: Id) => boolean {
  const target = writtenId(variable.objref);
  return target.namespace === '' ? (id) => sameTypeAndName(id, target) : (id) => sameId(id, target);
}

function refuseSeveral(variable: Var, found: readonly Resource[]): never {
  const message = `found ${found.length} resId matches for var ${varText(variable)} (unable to disambiguate)`;
  refuse('FW6014', message, 'Give the `objref` of the variable a `namespace`.', variable.at);
}

/** Both sets. Refuses (FW6014) a name that is in both, be it for the same thing. As `MergeSet` of api/types/var.go does. */
export function mergeVarSets(vars: VarSet, incoming: VarSet): VarSet {
  if (incoming.size === 0) return vars;
  if (vars.size === 0) return incoming;
  const all = new Map(vars);
  for (const each of [...incoming.values()].sort((a, b) => compareText(a.name, b.name))) add(all, each);
  return all;
}

function add(vars: Map<string, Var>, added: Var): void {
  const other = vars.get(added.name);
  if (other !== undefined) {
    refuse(
      'FW6014',
      `var '${added.name}' already encountered`,
      `Names of variables are one namespace for a whole build: rename one, or declare it once.`,
      added.at,
      [other.at],
    );
  }
  vars.set(added.name, added);
}

/** A variable in messages, as Go prints it. */
function varText(variable: Var): string {
  return `{${variable.name} ${gvkText(variable.objref)} {${variable.fieldPath}}}`;
}

/** Resources without variables, and what is to be said of those that were not used. */
export interface Resolved {
  readonly resources: readonly Resource[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Replaces variables in the fields that `varReference` names by what they stand for now. Refuses (FW6014) a variable whose resource or field is not
 * there. As `ResolveVars` of api/internal/accumulator/resaccumulator.go does.
 */
export function resolveVars(resources: readonly Resource[], vars: VarSet, config: TransformerConfig): Resolved {
  if (vars.size === 0) return { resources, warnings: [] };
  const sources = new Map<string, Resource>();
  for (const resource of resources) {
    for (const name of resource.vars) if (!sources.has(name)) sources.set(name, resource);
  }
  const sorted = [...vars.values()].sort((a, b) => compareText(a.name, b.name));
  const values = new Map(collect(sorted, (each) => [each.name, valueFrom(each, sources.get(each.name))]));
  const used = new Set<string>();
  const replaced = replaceVars(resources, config.varReference, (name) => {
    const value = values.get(name);
    if (value === undefined || value.type === 'other') return undefined;
    used.add(name);
    return value;
  });
  const unused = sorted.map(({ name }) => name).filter((name) => !used.has(name));
  return {
    resources: replaced,
    warnings: unused.length === 0 ? [] : [unusedVars(unused, sorted.find(({ name }) => name === unused[0])?.at)],
  };
}

function valueFrom(variable: Var, source: Resource | undefined): ReturnType<typeof varValue> {
  if (source === undefined) {
    return refuse(
      'FW6014',
      `var '${varText(variable)}' cannot be mapped to a field in the set of known resources`,
      'Check the `objref`: apiVersion, kind and name as they are in the file of the resource.',
      variable.at,
    );
  }
  const value = varValue(source.node, variable.fieldPath);
  if (value !== undefined) return value;
  return refuse(
    'FW6014',
    `field specified in var '${varText(variable)}' not found in corresponding resource`,
    `Check the \`fieldref\`: keys between dots, \`[0]\` for an item of a list.`,
    variable.at ?? source.place,
    [source.place],
  );
}

function unusedVars(names: readonly string[], at: Location | undefined): Diagnostic {
  const message = `well-defined vars that were never replaced: ${names.join(',')}`;
  const hint = 'Use them as `$(NAME)` in a field that `varReference` names, or take them away.';
  return warning('FW6014', message, hint, at);
}
