import fc from 'fast-check';
import { clusterNames, splitAfter, splitOff } from './fleet.ts';
import type { Real } from './real.ts';

/** Changes files that people write. */
export type Edit = (real: Real) => void;

/** Replaces what fits, in a file that may be gone. */
const replace =
  (file: string, before: RegExp, after: string): Edit =>
  ({ tree }) => {
    if (tree.snapshot().has(file)) tree.write(file, tree.read(file).replace(before, after));
  };

const arg = fc.constantFrom('nightly', 'b', 'c');
const tag = fc.constantFrom('1.4.2', '1.5.0', '1.6.0');
const named = (name: string, act: Edit): readonly [string, Edit] => [name, act];

/** Edits of definitions, images, facts and labels, with their names: few values, so that what was comes back. */
export const edit: fc.Arbitrary<readonly [string, Edit]> = fc.oneof(
  fc.tuple(fc.constantFrom('web', 'api'), arg).map(([name, value]) => {
    return named(`${name} does ${value}`, replace(`apps/${name}/app.ts`, /args: \['.*?'\]/, `args: ['${value}']`));
  }),
  tag.map((value) => named(`image ${value}`, replace('apps/web/images.yaml', /tag: .*/, `tag: "${value}"`))),
  fc.integer({ min: 2, max: 4 }).map((count) => {
    const after = `scale: { replicas: ${count} } } } } }`;
    return named(
      `web has ${count} in prod`,
      replace('apps/web/app.ts', /scale: \{ replicas: \d+ \} \} \} \} \}/, after),
    );
  }),
  fc.tuple(fc.constantFrom(...clusterNames), fc.constantFrom('com', 'net')).map(([name, value]) => {
    const before = new RegExp(`domain: '${name}\\.example\\.\\w+'`);
    return named(
      `${name} is in ${value}`,
      replace('clusters/inventory.ts', before, `domain: '${name}.example.${value}'`),
    );
  }),
  fc.tuple(fc.constantFrom('eu-2', 'us-1'), fc.constantFrom('small', 'large')).map(([name, value]) => {
    const before = new RegExp(`('${name}': \\{[^}]*size: )'\\w+'`);
    return named(`${name} is ${value}`, replace('clusters/inventory.ts', before, `$1'${value}'`));
  }),
  fc.constantFrom('', "  placement: [{ size: ['small'] }],\n").map((value) => {
    const act = replace('apps/api/app.ts', /(team: 'shop',\n)(  placement: .*\n)?/, `$1${value}`);
    return named(`api runs ${value === '' ? 'everywhere' : 'on small ones'}`, act);
  }),
);

/** The stage that definitions give to a cluster. */
export function relocate(cluster: string, to: string): Edit {
  return replace('clusters/inventory.ts', new RegExp(`('${cluster}': \\{\\s*stage: )'[\\w-]+'`), `$1'${to}'`);
}

/** Splits prod-us off prod-eu, once. */
export const declareSplit: Edit = (real) => {
  real.tree.edit('clusters/fleet.ts', splitAfter, splitAfter + splitOff);
  relocate('us-1', 'prod-us')(real);
};
