import { type Diagnostic, fail, hasErrors, ok, type Result, sortDiagnostics } from '@fleetwright/diagnostics';
import {
  type AppModel,
  type FleetModel,
  type PlatformModel,
  type RetiredModel,
  type Variant,
  variantsOf,
} from '@fleetwright/model/engine';
import { type FileTree, nest } from 'kustomize-ts';
import { sortedEntries } from '../deploy/names.ts';
import { emitters } from '../emitters/index.ts';
import { type ReleaseContent, releaseContent } from '../emitters/release-content.ts';
import { releaseFormat } from '../format.ts';
import { markerTree } from './marker.ts';
import { readsOfKinds, renderVariant } from './objects.ts';
import type { RenderedVariant } from './rendered.ts';
import { validate } from './validate.ts';

/**
 * The function f for one definition: everything below `apps/<app>/rendered/`, for each of its environments
 * (`dev/config/release.yaml`, …). The same definition always gives the same bytes.
 *
 * All errors at once: FW2xxx of the objects, and what only shows when they are made. Nothing of an app with an error is given.
 */
export function renderApp(
  definition: AppModel | PlatformModel,
  fleet: FleetModel,
  environments: Environments = renderEnvironments(definition, fleet),
): Result<FileTree> {
  if (definition.retired) return ok(markersOf(definition, definition.retired, fleet));
  const problems = new Map<string, Diagnostic[]>();
  const releases: ReleaseContent[] = [];
  for (const [environment, rendered] of environments) {
    if (!rendered.ok) {
      problems.set(environment, [...rendered.errors]);
      continue;
    }
    const content = releaseContent(definition, fleet, environment, rendered.value);
    const found = [...rendered.warnings, ...rendered.value.flatMap((one) => one.problems), ...content.problems];
    problems.set(environment, found);
    releases.push(content);
  }
  const all = releases.map(({ environment, variants }) => {
    return { environment, rules: definition.rulesIn(environment), variants };
  });
  const unique = sortDiagnostics([...distinct(problems), ...validate(definition, fleet, all)]);
  return hasErrors(unique) ? fail(unique) : ok(treeOf(releases), unique);
}

/** What a definition is in each of its environments, under every variant; an environment with too many has errors instead. */
export type Environments = ReadonlyMap<string, Result<readonly RenderedVariant[]>>;

/** Makes the objects that {@link renderApp} writes and `checkFacts` looks at: made once, they can be given to both. */
export function renderEnvironments(definition: AppModel | PlatformModel, fleet: FleetModel): Environments {
  const environments = new Map<string, Result<readonly RenderedVariant[]>>();
  // What is retired has no settings to make objects of.
  for (const environment of definition.retired ? [] : definition.environments) {
    const variants = variantsIn(definition, fleet, environment);
    if (!variants.ok) environments.set(environment, variants);
    else {
      const rendered = variants.value.map((variant) => renderVariant(definition, fleet, environment, variant));
      environments.set(environment, ok(rendered, variants.warnings));
    }
  }
  return environments;
}

/** The marker, for each environment. */
function markersOf(definition: AppModel | PlatformModel, retired: RetiredModel, fleet: FleetModel): FileTree {
  const labels = Object.fromEntries(fleet.labels);
  return new Map(
    definition.environments.flatMap((environment) => {
      const namespace = retired.namespace ?? fleet.environments.get(environment)?.namespace ?? 'default';
      const { name: app, team, addOn, placement, define } = definition;
      const platform = define === 'platform';
      const marked = {
        format: releaseFormat.current,
        app,
        team,
        environment,
        namespace,
        addOn,
        platform,
        placement,
        labels,
      };
      const namespaces = retired.leaving.filter((name) => name !== namespace);
      return [...nest(markerTree({ ...marked, namespaces }), environment)];
    }),
  );
}

/** The variants of an environment. Kinds say what they read once the settings are known, which depend on the rules: rules first, then both. */
export function variantsIn(
  definition: AppModel | PlatformModel,
  fleet: FleetModel,
  environment: string,
): Result<readonly Variant[]> {
  const byRules = variantsOf(definition, environment, fleet, []);
  if (!byRules.ok) return byRules;
  const reads = byRules.value.flatMap(({ rules }) => readsOfKinds(definition, fleet, environment, rules));
  return variantsOf(definition, environment, fleet, [...new Set(reads)].sort());
}

/** Each problem once, as variants and environments share most of them; with its environments, where it is not in all. */
function distinct(byEnvironment: ReadonlyMap<string, readonly Diagnostic[]>): Diagnostic[] {
  const found = new Map<string, { readonly problem: Diagnostic; readonly environments: Set<string> }>();
  for (const [environment, problems] of byEnvironment) {
    for (const problem of problems) {
      const { code, message, at } = problem;
      const key = JSON.stringify([code, message, at]);
      const one = found.get(key) ?? { problem, environments: new Set() };
      one.environments.add(environment);
      found.set(key, one);
    }
  }
  return [...found.values()].map(({ problem, environments }) => {
    if (environments.size === byEnvironment.size) return problem;
    return { ...problem, message: `${problem.message} (environment ${[...environments].join(', ')})` };
  });
}

function treeOf(releases: readonly ReleaseContent[]): FileTree {
  const files = new Map<string, string>();
  for (const release of releases) {
    for (const emit of emitters) {
      for (const [path, text] of emit(release)) files.set(`${release.environment}/${path}`, text);
    }
  }
  return new Map(sortedEntries(files));
}
