import { type Diagnostic, error } from '@fleetwright/diagnostics';
import type { Path } from '@fleetwright/model/engine';
import type { PlainNode } from './draft.ts';
import { describe, type RenderedObject } from './rendered.ts';

/**
 * Plain text that reads like a placeholder of a fact or slot that exists: nobody could tell it from one that was forgotten.
 * Keys may be called so; environment variables often are.
 */
export function checkPlaceholders(
  object: RenderedObject,
  facts: Iterable<string>,
  slots: Iterable<string>,
): Diagnostic[] {
  const words = [...[...facts].map((fact) => `FACT_${fact}`), ...[...slots].map((slot) => `IMAGE_${slot}`)];
  const ours = new Set([...object.lates, ...object.slots].map(({ path }) => JSON.stringify(path)));
  const problems = object.lates.flatMap(({ path }) => unreachable(object, path));
  const visit = (node: PlainNode, path: Path): void => {
    if (typeof node === 'string') {
      const word = words.find((one) => node.includes(one));
      if (word === undefined || ours.has(JSON.stringify(path))) return;
      const { file, path: said } = object.origins(path);
      const problem = `${describe(object)}: ${path.join('.')} holds "${word}", which is how Fleetwright marks a place to fill in`;
      problems.push(
        error('FW2015', problem, 'use the fact itself (fact.… or text`…`), or write it differently', {
          file,
          path: said,
        }),
      );
    } else if (typeof node === 'object' && node !== null) {
      for (const [key, item] of Object.entries(node)) visit(item, [...path, Array.isArray(node) ? Number(key) : key]);
    }
  };
  visit(object.object, []);
  return problems;
}

/** kustomize takes a key that is a number for the index of a list. */
function unreachable(object: RenderedObject, path: Path): Diagnostic[] {
  const key = path.find((one) => typeof one === 'string' && /^[-+]?\d+$/.test(one));
  if (key === undefined) return [];
  const { file, path: said } = object.origins(path);
  const problem = `${describe(object)}: a fact cannot be filled in below the key "${key}", which is a number`;
  return [error('FW2015', problem, 'choose a key that begins with a letter', { file, path: said })];
}
