import type { Facts, Fleet, FleetInput } from './fleet.ts';
import type { Fact, FactType, Scalar } from './late.ts';
import { late, opaque } from './opaque.ts';

/**
 * The vocabulary of a fleet, and the functions that apps and the inventory are written with. Nothing is checked here
 * but by the compiler: the engine checks the data, so that it can say the line.
 */
export function defineFleet<
  const E extends string,
  const S extends string,
  const Team extends string,
  const Hub extends string,
  F extends { [name: string]: FactType<Scalar> },
  L extends { [name: string]: string },
>(input: FleetInput<E, S, Team, Hub, F, L>): Fleet<E, S, Team, Hub, F, L> {
  return {
    define: 'fleet',
    input,
    fact: factsFor(input.facts),
    text,
    defineApp: (app) => ({ define: 'app', input: app }),
    definePlatform: (platform) => ({ define: 'platform', input: platform }),
    defineInventory: (clusters) => ({ define: 'inventory', input: clusters }),
    patch: (kind, name, how) => ({ escape: 'patch', kind, name, input: how }),
    raw: (kind, name, what) => ({ escape: 'raw', kind, name, input: what }),
  };
}

/** Facts by name; a name that the fleet does not declare is passed on, for the engine to report with its line. */
function factsFor<F extends { [name: string]: FactType<Scalar> }>(declared: F): Facts<F>;
function factsFor(declared: { [name: string]: FactType<Scalar> }): object {
  const known = new Map(Object.keys(declared).map((name) => [name, opaque({ $fact: name }, `fact.${name}`)]));
  return new Proxy(Object.fromEntries(known), {
    get: (_facts, name) =>
      typeof name === 'string' ? (known.get(name) ?? opaque({ $fact: name }, `fact.${name}`)) : undefined,
  });
}

function text(literals: TemplateStringsArray, ...facts: Fact<Scalar>[]): Fact<string> {
  const names = facts.map((fact) => {
    const value = typeof fact === 'object' ? late(fact) : undefined;
    if (value && '$fact' in value) return value.$fact;
    throw new TypeError('only facts may stand in text`…`; join other values to it as plain text');
  });
  return opaque({ $text: { literals: [...literals], facts: names } }, 'text`…`');
}
