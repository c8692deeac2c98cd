import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../src/run.ts';
import { smallFleet } from './small-fleet.ts';
import { type WorkTree, workTree } from './work-tree.ts';

let tree: WorkTree;
beforeAll(() => {
  tree = workTree(smallFleet);
});
afterAll(() => tree[Symbol.dispose]());

const run = (...args: string[]) => runCommand(args, { cwd: tree.root, color: false, now: 0 });
const whole = [
  '--server',
  'https://ap-1.example.com:6443',
  '--label',
  'size=small',
  '--fact',
  'domain=ap-1.example.com',
  '--fact',
  'shards=3',
];

describe('new cluster', () => {
  it('lists all that the vocabulary demands, with the flags to give, and all that is wrong', async () => {
    const lacking = await run('new', 'cluster', 'ap-1', '--stage', 'prod');
    expect(lacking.stderr).toMatchInlineSnapshot(`
      "error FW1041: the cluster ap-1 needs the fact "domain"
        hint: give it: --fact domain=<text>
      error FW1041: the cluster ap-1 needs the fact "shards"
        hint: give it: --fact shards=<integer>
      error FW1041: the cluster ap-1 needs the label "size"
        hint: give it: --label size=<large or small>
      error FW1041: the cluster ap-1 needs the server
        hint: give it: --server https://<its API server, as the hub reaches it>
      4 errors. Nothing was written.
      "
    `);
    const wrong = await run(
      'new',
      'cluster',
      'eu-1',
      '--stage',
      'prdo',
      ...whole,
      '--label',
      'size=huge',
      '--fact',
      'shards=many',
      '--fact',
      'x',
    );
    expect(wrong.stderr).toMatchInlineSnapshot(`
      "error FW1013: there is no stage "prdo"
        hint: did you mean "prod"? There are dev, prod (clusters/fleet.ts)
      error FW1041: --fact "x" is not <name>=<value>
        hint: as in --fact domain=eu-1.example.com
      error FW1041: the fact "shards" of cluster eu-1 must be a whole number that is exact (below 2^53), not "many"
        hint: see facts.shards in clusters/fleet.ts
      error FW1041: the label "size" of cluster eu-1 cannot be "huge"
        hint: The values of "size" are large, small (clusters/fleet.ts)
      clusters/inventory.ts:8:3 error FW5014: there is a cluster eu-1 already
        hint: choose another name, or change the entry that is there
      5 errors. Nothing was written.
      "
    `);
    const unwritten = await run(
      'new',
      'cluster',
      'ap-1',
      '--stage',
      'prod',
      ...whole,
      '--kubernetes',
      '9',
      '--label',
      'size=huge',
    );
    expect(unwritten.stderr).toMatch(/"size" of cluster ap-1 cannot be "huge"/);
    expect(unwritten.stderr).toMatch(/"9"[^]*\n2 errors/);
    expect(tree.changed()).toEqual([]);
  });

  it('adds an entry and changes nothing else; it renders', async () => {
    const before = tree.read('clusters/inventory.ts');
    const made = await run('new', 'cluster', 'ap-1', '--stage', 'prod', ...whole);
    expect(made).toMatchObject({ exit: 0, stdout: '' });
    const after = tree.read('clusters/inventory.ts');
    const [head = '', tail = ''] = before.split('});');
    expect(after.startsWith(head) && after.endsWith(`});${tail}`)).toBe(true);
    expect(after.slice(head.length, -`});${tail}`.length)).toMatchInlineSnapshot(`
      "  'ap-1': {
          stage: 'prod',
          hub: 'main',
          server: 'https://ap-1.example.com:6443',
          kubernetes: '1.36',
          state: 'joining',
          labels: { size: 'small' },
          facts: { domain: 'ap-1.example.com', shards: 3 },
        },
      "
    `);
    const rendered = await run('render', 'fleet');
    expect(rendered.exit).toBe(0);
    expect(rendered.stderr).toContain('Rendered the fleet of 4 clusters on 1 hub.\n');
    expect(tree.read('clusters/rendered/prod/clusters.yaml')).toContain('ap-1');
    const again = await run('new', 'cluster', 'ap-1', '--stage', 'prod', ...whole);
    expect(again.stderr).toContain('FW5014');
  });
});
