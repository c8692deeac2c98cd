import type { LateValue } from '@fleetwright/model/engine';
import type { RenderedVariant } from '../app/rendered.ts';
import { kustomization } from './kustomization.ts';
import type { Emitter } from './release-content.ts';
import { fieldPath, type Replacement, selectOf, type Target } from './replacement.ts';

/** `config/<variant>/facts/`: a Component that fills in what is known per cluster only. Always there, so that overlays can name it. */
export const facts: Emitter = (release) =>
  release.variants.map((one) => [
    `config/${one.variant.name}/facts/kustomization.yaml`,
    kustomization(release, 'Component', { replacements: replacementsOf(one) }),
  ]);

function replacementsOf({ objects }: RenderedVariant): Replacement[] {
  const whole = new Map<string, Map<object, Target>>();
  const built: Replacement[] = [];
  for (const object of objects) {
    const select = selectOf(object);
    for (const { path, late } of object.lates) {
      const fact = wholeFact(late);
      if (fact === undefined) {
        built.push(...textSteps(late, { select, fieldPaths: [fieldPath(path)] }));
        continue;
      }
      const targets = whole.get(fact) ?? new Map<object, Target>();
      const fieldPaths = [...(targets.get(object)?.fieldPaths ?? []), fieldPath(path)];
      whole.set(fact, targets.set(object, { select, fieldPaths }));
    }
  }
  const names = [...whole.keys()].sort();
  return [
    ...names.map((fact) => ({ source: sourceOf(fact), targets: [...(whole.get(fact)?.values() ?? [])] })),
    ...built,
  ];
}

/** The fact that is the whole value, if one is. */
function wholeFact(late: LateValue): string | undefined {
  if ('$fact' in late) return late.$fact;
  const { literals, facts: names } = late.$text;
  return literals.every((literal) => literal === '') ? names[0] : undefined;
}

function sourceOf(fact: string) {
  return { kind: 'ConfigMap', version: 'v1', name: 'cluster-facts', fieldPath: fieldPath(['data', fact]) };
}

/**
 * Steps that build `L0 v1 L1 … vn Ln` from its end by prepending: a segment is put before everything with the text between
 * as delimiter, which gives the field exactly, whatever the values hold.
 */
function textSteps(late: LateValue, target: Target): Replacement[] {
  if ('$fact' in late) return [{ source: sourceOf(late.$fact), targets: [target] }];
  const { literals, facts: names } = late.$text;
  const prepend = (delimiter: string): readonly Target[] => [{ ...target, options: { delimiter, index: -1 } }];
  const steps: Replacement[] = [];
  const last = Array.from(literals.at(-1) ?? '');
  const [lastFirst, ...lastRest] = last;
  if (lastFirst !== undefined) steps.push({ sourceValue: lastRest.join(''), targets: [target] });
  for (const [index, fact] of [...names.entries()].reverse()) {
    const after = index === names.length - 1 ? lastFirst : literals[index + 1];
    steps.push({ source: sourceOf(fact), targets: after === undefined ? [target] : prepend(after) });
  }
  const before = Array.from(literals[0] ?? '');
  const beforeLast = before.pop();
  if (beforeLast !== undefined) steps.push({ sourceValue: before.join(''), targets: prepend(beforeLast) });
  return steps;
}
