import { type Diagnostic, error } from '@fleetwright/diagnostics';
import type { Scalar } from '@fleetwright/model';
import type { AppModel, FleetModel, PlatformModel, RuleModel, Variant } from '@fleetwright/model/engine';
import { type KubernetesVersion, type SchemaIssue, validateObject } from '@fleetwright/schemas';
import { filledIn, type Values } from './fill-in.ts';
import { describe, type RenderedObject, type RenderedVariant } from './rendered.ts';

/** What an environment's variants are, for validation. */
export interface ToValidate {
  readonly environment: string;
  readonly rules: readonly RuleModel[];
  readonly variants: readonly RenderedVariant[];
}

/** One mistake, and where it shows. */
interface Found {
  readonly object: RenderedObject;
  readonly issue: SchemaIssue;
  readonly message: string;
  readonly versions: Set<string>;
  readonly environments: Set<string>;
}

/**
 * What is wrong with the final objects of a definition, for every Kubernetes version of the fleet that can run them; each
 * mistake once, at the line that caused it, with the versions and environments that it shows in when not in all.
 */
export function validate(
  definition: AppModel | PlatformModel,
  fleet: FleetModel,
  all: readonly ToValidate[],
): Diagnostic[] {
  const values = samples(definition, fleet);
  const found = new Map<string, Found>();
  // Environments share most objects.
  const right = new Set<string>();
  for (const { environment, rules, variants } of all) {
    for (const version of fleet.kubernetes) {
      const running = variants.filter(({ variant }) => versionsOf(variant, rules, fleet).includes(version));
      const objects = new Map(running.flatMap((one) => one.objects.map((object) => [object.content, object])));
      for (const object of objects.values()) {
        const key = `${version} ${object.content}`;
        if (right.has(key)) continue;
        const issues = validateObject(filledIn(object, values), version);
        if (issues.length === 0) right.add(key);
        else collect(found, object, issues, version, environment);
      }
    }
  }
  return [...found.values()].map((one) => diagnostic(one, fleet, all.length));
}

function collect(
  found: Map<string, Found>,
  object: RenderedObject,
  issues: readonly SchemaIssue[],
  version: KubernetesVersion,
  environment: string,
): void {
  for (const issue of issues) {
    const message = issue.message.replace(` in Kubernetes ${version}`, '');
    const origin = object.origins(issue.pointer);
    const key = JSON.stringify([describe(object), issue.pointer, message, origin.file, origin.path]);
    const one = found.get(key) ?? { object, issue, message, versions: new Set(), environments: new Set() };
    one.versions.add(version);
    one.environments.add(environment);
    found.set(key, one);
  }
}

function diagnostic(
  { object, issue, message, versions, environments }: Found,
  fleet: FleetModel,
  total: number,
): Diagnostic {
  const origin = object.origins(issue.pointer);
  const where = [
    ...(versions.size < fleet.kubernetes.length ? [`Kubernetes ${[...versions].join(', ')}`] : []),
    ...(environments.size < total ? [`environment ${[...environments].join(', ')}`] : []),
  ];
  const text = `${describe(object)}: ${message}${where.length > 0 ? ` (${where.join('; ')})` : ''}`;
  const code = issue.problem === 'unknown-field' ? 'FW2001' : 'FW2002';
  return error(code, text, issue.hint, { file: origin.file, path: origin.path });
}

/** The versions that clusters of a variant may run: those its labels and rules leave. */
function versionsOf(
  { rules: matching, labels }: Variant,
  rules: readonly RuleModel[],
  fleet: FleetModel,
): readonly KubernetesVersion[] {
  return fleet.kubernetes.filter((version) => {
    if (labels['kubernetes'] !== undefined && labels['kubernetes'] !== version) return false;
    return rules.every(({ name, when }) => {
      const fits = when['kubernetes']?.includes(version) ?? true;
      if (matching.includes(name)) return fits;
      const asksNothingElse = Object.keys(when).every((label) => label === 'kubernetes');
      return !(fits && asksNothingElse);
    });
  });
}

/** Values of the right types: facts are opaque, so one value of a type stands for all. */
export function samples(definition: AppModel | PlatformModel, fleet: FleetModel): Values {
  return {
    fact: (name): Scalar => {
      const type = fleet.facts.get(name);
      if (type?.type === 'integer') return 1000; // a port can be that, and so can the maximum of what has a minimum
      if (type?.type === 'boolean') return true;
      return type?.values?.[0] ?? 'sample';
    },
    image: (slot) => (definition.define === 'app' ? definition.images.get(slot) : undefined),
  };
}
