import { format } from '@fleetwright/diagnostics';
import { describe, expect, test } from 'vitest';
import { resolveDefinition, resolveFleet } from '../src/engine.ts';
import { encode, FactUsedError } from '../src/index.ts';
import { defineApp, fact, fleet, patch, raw, text } from './fleet.ts';

/*
 * The mistakes of mistakes/bad.ts as JavaScript would make them, or a cast would hide them. Each is found when the definition is
 * evaluated or resolved; b11 and b13 change or make objects and are found by the closed schemas of the objects (libs/render).
 */
const web = { web: { type: 'web', image: 'x' } };
const inProd = (change: unknown, processes: unknown = web) =>
  app({ processes, environments: { prod: { processes: { web: change } } } });
const common = { imgae: 'x' };
const facts = new Map<string, unknown>(Object.entries(fact));
const undeclaredFact: unknown = Reflect.get(fact, 'domian');

const mistakes: Record<string, () => unknown> = {
  b1: () => app({ team: 'shpo', processes: {} }),
  b2: () => app({ processes: { web: { type: 'web', imgae: 'x' } } }),
  b3: () =>
    app({ processes: { web: { type: 'web', image: 'x', scale: { type: 'hpa', min: 1, replicas: 3, max: 2 } } } }),
  b4: () => app({ processes: {}, environments: { prd: {} } }),
  b5: () => inProd({ scale: { mx: 3 } }),
  b6: () => inProd({ scael: { max: 3 } }),
  b7: () => app({ processes: {}, rules: [{ name: 'l', when: { size: 'lrge' }, set: {} }] }),
  b8: () => app({ processes: {}, config: { D: undeclaredFact } }),
  b9: () => app({ processes: {}, config: { D: `web.${String(facts.get('domain'))}` } }),
  b10: () => app({ processes: { web: { type: 'web', image: 'x', scale: { type: 'fixed', replicas: fact.domain } } } }),
  b12: () =>
    app({ processes: web, patches: [loosely(patch)('Deploymnt', 'x', { why: 'w', merge: { spec: { replica: 3 } } })] }),
  b14: () => inProd({ image: null }),
  b15: () => inProd({ scale: { type: 'hpa', max: 3 } }),
  b16: () => inProd({ strategy: { type: 'rolling', surge: '25' } }),
  b17: () => app({ processes: {}, config: { A: loosely(text)(['a', ''], 'b') } }),
  b18: () => inProd({ type: 'cron', host: 'a' }),
  b19: () => app({ processes: web, environments: { prod: { processes: { wbe: { image: 'y' } } } } }),
  b20: () => inProd({ scale: { mx: 1 } }, scaled()),
  b21: () => inProd({ scael: { max: 1 } }, scaled()),
  b22: () => inProd({ scale: { max: '3' } }, scaled()),
  b23: () => app({ proceses: web }),
  b24: () => app({ processes: { web: { image: 'x' } } }),
  b30: () => app({ processes: web, rules: [{ name: 'r', when: { sise: 'large' }, set: {} }] }),
  b31: () => inProd({ readiness: { type: 'http', pth: '/ready' } }),
  b32: () => inProd({ scale: { min: 3, replicas: 3, cpu: 3 } }, scaled()),
  b33: () => app({ processes: { web: { type: 'web', image: 'x', ...common } } }),
  'retired, and still something': () => app({ retired: 'web-shop replaces it', processes: web }),
  'no why': () => app({ processes: web, raw: [loosely(raw)('PersistentVolumeClaim', 's', { why: ' ', object: {} })] }),
};

/** A function as JavaScript sees it. */
function loosely(typed: unknown): (...args: unknown[]) => unknown {
  if (typeof typed !== 'function') throw new TypeError('not a function');
  return (...args) => {
    const result: unknown = Reflect.apply(typed, undefined, args);
    return result;
  };
}

function app(fields: object): unknown {
  return loosely(defineApp)({ name: 'x', team: 'shop', ...fields });
}

function scaled(): unknown {
  return { web: { type: 'web', image: 'x', scale: { type: 'hpa', min: 1, max: 2 } } };
}

const model = resolveFleet({ file: 'clusters/fleet.ts', input: encode(fleet.input).value });
if (!model.ok) throw new Error(format(model.errors));
const vocabulary = model.value;

/** What a user would see of a definition: the diagnostics with paths for lines, or what evaluating it throws. */
function report(make: () => unknown): string {
  try {
    const made = make();
    const input = typeof made === 'object' && made !== null && 'input' in made ? encode(made.input) : undefined;
    if (!input || input.problems.length > 0) return 'not data';
    const images = { file: 'apps/x/images.yaml', text: 'x: { name: shop/x, tag: v1 }\n' };
    const source = { file: 'apps/x/app.ts', input: input.value, define: 'app' as const };
    const result = resolveDefinition(source, 'x', vocabulary, images);
    return result.ok ? 'accepted\n' : format(result.errors.filter(({ severity }) => severity === 'error'));
  } catch (thrown) {
    if (thrown instanceof FactUsedError || thrown instanceof TypeError) return `${thrown.name}: ${thrown.message}\n`;
    throw thrown;
  }
}

describe('what the compiler did not see', () => {
  test.each(Object.keys(mistakes))('%s is found', (name) => {
    expect(report(mistakes[name] ?? (() => undefined))).toMatch(/^apps\/x\/app\.ts \(|Error: /);
  });

  test('is said as it always was', async () => {
    const text = Object.entries(mistakes).map(([name, make]) => `${name}:\n${report(make)}`);
    await expect(text.join('\n')).toMatchFileSnapshot('mistakes/runtime.golden.txt');
  });
});
