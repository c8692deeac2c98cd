import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fleet as written } from '../../test/fleet.ts';
import { fleet, found } from '../../test/resolve.ts';
import { type Encoded, encode } from '../define/encode.ts';
import { resolveFleet } from './fleet.ts';
import { resolveInventory } from './inventory.ts';
import { lift, override, plain } from './override.ts';

const { value: input } = encode(written.input);
const speaker = { file: 'clusters/fleet.ts', layer: 'definition' } as const;
const changed = (change: Encoded) =>
  resolveFleet({ file: speaker.file, input: plain(override(lift(input, speaker, []), change, speaker, [])) });
const stage = (after: string[], more: object = {}): Encoded => ({ environment: 'prod', after, ...more });

describe('the vocabulary', () => {
  test('is in order, with its defaults', () => {
    const result = changed({ stages: { b: stage(['dev', 'a'], { soak: '30m' }), a: stage(['prod-canary']) } });
    if (!result.ok) throw new Error('not resolved');
    expect([...result.value.stages.keys()]).toEqual(['dev', 'prod-canary', 'a', 'b']);
    expect(result.value.stages.get('b')).toEqual({ name: 'b', environment: 'prod', after: ['a', 'dev'], soak: 1800 });
    expect(result.value.hubs.get('main')).toMatchObject({ namespace: 'argocd', repository: { revision: 'main' } });
    expect(result.value.labels.get('kubernetes')).toEqual(['1.35', '1.36']);
  });

  test.each<[string, Encoded, string[]]>([
    [
      'a cycle, at each of its stages',
      { stages: { a: stage(['b']), b: stage(['a']), c: stage(['b']) } },
      ['FW1042 stages.a.after', 'FW1042 stages.b.after'],
    ],
    ['a stage that is not there', { stages: { a: stage(['prd-canary']) } }, ['FW1042 stages.a.after.0']],
    ['an environment', { stages: { a: { environment: 'prd', after: [] } } }, ['FW1013 stages.a.environment']],
    ['the platform team', { platform: 'cor' }, ['FW1013 platform']],
    ['a label that is built in', { labels: { kubernetes: ['a'] } }, ['FW1022 labels.kubernetes']],
    ['a value said twice', { labels: { size: ['a', 'a'] } }, ['FW1022 labels.size.1']],
    ['a soak without unit', { stages: { dev: { soak: '30' } } }, ['FW1011 stages.dev.soak']],
    ['a version of Kubernetes', { kubernetes: ['1.20'] }, ['FW1011 kubernetes.0']],
    [
      'credentials in a URL',
      { repository: { url: 'https://user:secret@git.example.com/x' } },
      ['FW1011 repository.url'],
    ],
    ['a field', { gatway: {} }, ['FW1010 gatway']],
    ['the project of Argo CD itself', { teams: { default: { owners: ['@acme/x'] } } }, ['FW1015 teams.default']],
    [
      'what a template would evaluate',
      { repository: { url: 'https://git.example.com/{{.cluster}}', revision: '{{.stage}}' } },
      ['FW1011 repository.revision', 'FW1011 repository.url'],
    ],
  ])('knows what is wrong: %s', (_what, change, expected) => {
    expect(found(changed(change))).toEqual(expected);
  });
});

describe('the inventory', () => {
  const cluster = {
    stage: 'dev',
    hub: 'main',
    server: 'https://a.example.com',
    kubernetes: '1.35',
    labels: { size: 'small', gpu: 'no' },
    facts: { domain: 'a.example.com', region: 'eu', shards: 3 },
  };
  const inventory = (clusters: Encoded) => resolveInventory({ file: 'clusters/inventory.ts', input: clusters }, fleet);

  test('is in code-unit order, clusters active', () => {
    const result = inventory({ b: cluster, a: { ...cluster, server: 'https://b.example.com', state: 'joining' } });
    if (!result.ok) throw new Error('not resolved');
    expect([...result.value.clusters.values()].map(({ name, state }) => [name, state])).toEqual([
      ['a', 'joining'],
      ['b', 'active'],
    ]);
  });

  test.each<[string, Encoded, string[]]>([
    ['no clusters', {}, ['FW1040 ']],
    [
      'stage, hub and version',
      { a: { ...cluster, stage: 'dv', hub: 'mian', kubernetes: '1.34' } },
      ['FW1013 a.hub', 'FW1013 a.kubernetes', 'FW1013 a.stage'],
    ],
    [
      'a typo in a fact is one mistake',
      { a: { ...cluster, facts: { domian: 'x', region: 'eu', shards: 3 } } },
      ['FW1041 a.facts.domian'],
    ],
    ['a missing fact', { a: { ...cluster, facts: { domain: 'x', shards: 3 } } }, ['FW1041 a.facts']],
    [
      'ill-typed facts',
      { a: { ...cluster, facts: { domain: 'x\ny', region: 'EU', shards: 2 ** 53 } } },
      ['FW1041 a.facts.domain', 'FW1041 a.facts.region', 'FW1041 a.facts.shards'],
    ],
    ['labels', { a: { ...cluster, labels: { size: 'lrge' } } }, ['FW1041 a.labels', 'FW1041 a.labels.size']],
    ['a name', { 'a.b': cluster }, ['FW1015 a.b']],
    ['one server twice', { a: cluster, b: cluster, c: { ...cluster, state: 'gone' } }, ['FW1041 b.server']],
    ['the cluster of Argo CD itself', { 'in-cluster': cluster }, ['FW1015 in-cluster']],
  ])('knows what is wrong: %s', (_what, clusters, expected) => {
    expect(found(inventory(clusters))).toEqual(expected);
  });
});

test('whatever is said of the fleet or its clusters, there is an answer', () => {
  const key = fc.constantFrom(
    'stages',
    'dev',
    'after',
    'labels',
    'size',
    'facts',
    'type',
    'values',
    'a',
    'hubs',
    'teams',
    'stage',
  );
  const said = fc.constantFrom<Encoded>('dev', 'one-of', 0, null, true, [], {}, ['dev'], { $fact: 'a' });
  const { node } = fc.letrec<{ node: Encoded }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      said,
      fc.array(tie('node'), { maxLength: 2 }),
      fc.dictionary(key, tie('node'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(node, (change) => {
      expect(() => changed(change)).not.toThrow();
      expect(() => resolveInventory({ file: 'clusters/inventory.ts', input: change }, fleet)).not.toThrow();
    }),
    { numRuns: 500 },
  );
});
