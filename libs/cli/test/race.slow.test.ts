import { afterAll, beforeAll, expect, it } from 'vitest';
import { bootstrapped } from './bootstrapped.ts';
import { type Files, filesOf, putBack } from './files-of.ts';
import { goodApp, goodImages } from './poison.ts';
import { smallFleet } from './small-fleet.ts';
import type { WorkTree } from './work-tree.ts';

const rounds = process.env['npm_lifecycle_event'] === 'long:race' ? 10 : 2;

const promote = ['promote', 'web', '--to', 'prod'];

let tree: WorkTree;
let before: Files;
let after: Files;
beforeAll(() => {
  tree = bootstrapped({ ...smallFleet, 'apps/api/app.ts': goodApp('api'), 'apps/api/images.yaml': goodImages });
  tree.edit('apps/web/app.ts', "args: ['nightly']", "args: ['nightly', '--all']");
  tree.succeed('render');
  tree.commit('Change web');
  tree.succeed('promote', 'web', '--to', 'dev');
  tree.commit('Promote web to dev');
  tree.edit('apps/api/app.ts', "args: ['serve']", "args: ['serve', '--fast']");
  before = filesOf(tree.root);
  tree.succeed('render');
  tree.succeed(...promote);
  after = filesOf(tree.root);
}, 300_000);
afterAll(() => tree[Symbol.dispose]());

it(`four renders and four promotions at once, ${rounds} times: as if one came after the other`, async () => {
  const ended = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    putBack(tree.root, before);
    const all = Array.from({ length: 8 }, async (_, n) => {
      const args = n % 2 === 0 ? ['render'] : promote;
      const patient = n % 4 < 2;
      const { exit, stderr } = await tree.start(...args, '--wait', patient ? '120' : '0');
      // Whoever waits gets it; others may be locked out.
      expect(patient ? [0] : [0, 75], stderr).toContain(exit);
      return `${args[0]} ${exit}`;
    });
    for (const name of await Promise.all(all)) ended.set(name, (ended.get(name) ?? 0) + 1);
    expect(filesOf(tree.root)).toEqual(after);
  }
  const counts = [...ended].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${name} ×${count}`);
  console.log(`${rounds} rounds of eight commands: ${counts.join(', ')}`);
}, 1_200_000);
