import { type Diagnostic, error, fail, nearest, ok, type Result } from '@fleetwright/diagnostics';
import type { z } from 'zod';
import type { FactType, Scalar } from '../define/late.ts';
import { diagnose } from './issues.ts';
import type { Path } from './origin.ts';
import { fleetSchema } from './schema.ts';
import { sortStages } from './stages.ts';
import type { Environment, FleetModel, Hub, Source, Stage } from './types.ts';
import { didYouMean, pathText, shown } from './words.ts';

type FleetData = z.output<typeof fleetSchema>;

/**
 * The vocabulary, validated, with its defaults filled in.
 *
 * @param source What `clusters/fleet.ts` defines.
 * @returns Errors: FW1010–FW1012 (fields and values), FW1013 (undeclared names), FW1015 (names), FW1022 (repeated or clashing
 * names), FW1042 (order of the stages).
 */
export function resolveFleet(source: Source): Result<FleetModel> {
  const parsed = fleetSchema.safeParse(source.input);
  if (!parsed.success) {
    const locate = (path: Path) => ({ at: { file: source.file, path }, deleted: false });
    return fail(diagnose(parsed.error, { schema: fleetSchema, value: source.input, path: [], locate }));
  }
  const { order, errors } = sortStages(parsed.data.stages, source.file);
  const problems = [...errors, ...checkFleet(parsed.data, source.file)];
  return problems.length > 0 ? fail(problems) : ok(modelOf(parsed.data, source.file, order));
}

function modelOf(fleet: FleetData, file: string, order: readonly string[]): FleetModel {
  const { stages, repository } = fleet;
  const kubernetes = [...fleet.kubernetes].sort();
  return {
    file,
    environments: sortedMap(fleet.environments, (name, environment): Environment => ({ name, ...environment })),
    stages: new Map(
      order.flatMap((name): [string, Stage][] => {
        const stage = stages[name];
        if (!stage) return [];
        const { environment, after, soak } = stage;
        return [[name, { name, environment, after: [...after].sort(), soak: secondsOf(soak ?? '0s') }]];
      }),
    ),
    teams: sortedMap(fleet.teams, (_name, team) => team),
    platform: fleet.platform,
    hubs: sortedMap(
      fleet.hubs,
      (name, { buckets, namespace = 'argocd', repository: own = repository }): Hub => ({
        name,
        buckets,
        namespace,
        repository: own,
      }),
    ),
    kubernetes,
    facts: sortedMap(fleet.facts, (_name, { type, values }): FactType<Scalar> => ({ type, ...(values && { values }) })),
    labels: sortedMap({ ...fleet.labels, kubernetes }, (_name, values) => [...values].sort()),
    gateway: withoutUndefined(fleet.gateway),
    secretStore: fleet.secretStore,
  };
}

function withoutUndefined({ name, namespace, ...rest }: FleetData['gateway']): FleetModel['gateway'] {
  const { proxyNamespace, sectionName } = rest;
  return {
    name,
    namespace,
    ...(proxyNamespace !== undefined && { proxyNamespace }),
    ...(sectionName !== undefined && { sectionName }),
  };
}

function checkFleet(fleet: FleetData, file: string): Diagnostic[] {
  const teams = Object.keys(fleet.teams);
  const environments = Object.keys(fleet.environments);
  const problems: Diagnostic[] = [];
  if (!teams.includes(fleet.platform)) problems.push(undeclared('team', fleet.platform, teams, file, ['platform']));
  if (teams.includes('default')) {
    const hint =
      'Argo CD has an AppProject of that name in every hub, and a project is named after its team; choose another';
    problems.push(error('FW1015', 'no team may be named "default"', hint, { file, path: ['teams', 'default'] }));
  }
  for (const [stage, { environment }] of Object.entries(fleet.stages)) {
    if (environments.includes(environment)) continue;
    problems.push(undeclared('environment', environment, environments, file, ['stages', stage, 'environment']));
  }
  for (const reserved of ['kubernetes'].filter((label) => label in fleet.labels)) {
    const hint = 'give it another name; every cluster has the label kubernetes, from its version';
    problems.push(error('FW1022', `the label "${reserved}" is built in`, hint, { file, path: ['labels', reserved] }));
  }
  const sets: [Path, readonly string[]][] = [[['kubernetes'], fleet.kubernetes]];
  for (const [label, values] of Object.entries(fleet.labels)) sets.push([['labels', label], values]);
  for (const [fact, { type, values }] of Object.entries(fleet.facts)) {
    if (values) sets.push([['facts', fact, 'values'], values]);
    if ((type === 'one-of') === (values !== undefined)) continue;
    const message = `the fact "${fact}" of type ${type} ${values ? 'cannot have values' : 'needs its values'}`;
    problems.push(
      error('FW1011', message, 'declare it with t.text, t.integer, t.boolean or t.oneOf(…)', {
        file,
        path: ['facts', fact],
      }),
    );
  }
  return [...problems, ...sets.flatMap(([path, values]) => repeated(path, values, file))];
}

function repeated(path: Path, values: readonly string[], file: string): Diagnostic[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [
          error('FW1022', `${pathText(path)} says ${shown(value)} twice`, 'say it once', {
            file,
            path: [...path, index],
          }),
        ],
  );
}

/** FW1013: `name` is no `kind` of the fleet. */
export function undeclared(
  kind: string,
  name: string,
  declared: readonly string[],
  file: string,
  path: Path,
): Diagnostic {
  const near = nearest(name, declared);
  const known = declared.length > 0 ? `There are ${[...declared].sort().join(', ')}` : `None is declared`;
  const hint = `${didYouMean(near)}${known} (clusters/fleet.ts)`;
  return error('FW1013', `there is no ${kind} ${JSON.stringify(name)}`, hint, { file, path });
}

const unitSeconds = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
]);

function secondsOf(duration: string): number {
  return Number.parseInt(duration, 10) * (unitSeconds.get(duration.slice(-1)) ?? 0);
}

/** A map in code-unit order of the keys. */
export function sortedMap<T, U>(
  record: { readonly [key: string]: T },
  each: (key: string, value: T) => U,
): Map<string, U> {
  const entries = Object.entries(record).map(([key, value]) => [key, each(key, value)] as const);
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
