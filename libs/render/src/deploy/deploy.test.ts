import type { Diagnostic } from '@fleetwright/diagnostics';
import { type FileTree, subtree } from 'kustomize-ts';
import { describe, expect, test } from 'vitest';
import { small } from '../../test/small.ts';
import { hub, type Sketch, type StageSketch, stagesOf } from '../../test/stages.ts';
import { bucketOf } from './bucket.ts';
import { deploy } from './deploy.ts';

function deployed(sketch: Sketch): FileTree {
  const result = deploy(stagesOf(sketch));
  if (!result.ok) throw new Error(said(result.errors));
  return result.value;
}

function errorsOf(stages: FileTree): string {
  const result = deploy(stages);
  return result.ok ? 'no error' : said(result.errors);
}

function said(errors: readonly Diagnostic[]): string {
  return errors
    .map(({ code, message, at }) => `${code} ${at?.file.replace('clusters/stages/', '')}: ${message}\n`)
    .join('');
}

/** Paths whose content differs, or that only one of the trees has. */
function differing(a: FileTree, b: FileTree): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).toSorted();
}

/** `<cluster>/<app>` of every overlay. */
function overlays(stage: StageSketch): readonly string[] {
  const paths = [...subtree(deployed({ dev: stage }), 'overlays').keys()];
  return paths.map((path) => path.replace('/kustomization.yaml', '')).toSorted();
}

/** A stage with one cluster and one app of a team, on a hub that reads from `url`. */
function stageOf(team: string, follows: readonly string[], url: string): StageSketch {
  const hubs = { eu: { ...hub, repository: { url, revision: 'main' } } };
  return { follows, clusters: { [`c-${team}`]: {} }, hubs, apps: { web: { team } } };
}

/** The stages of a sketch with other contents for some files; undefined takes the file away. */
function edited(changes: Record<string, string | undefined>, sketch: Sketch = small): FileTree {
  const tree = new Map(stagesOf(sketch));
  for (const [path, content] of Object.entries(changes)) {
    if (content === undefined) tree.delete(path);
    else tree.set(path, content);
  }
  return tree;
}

/** A change of the small fleet: `from` becomes `to` in one file. */
function replaced(path: string, from: string, to: string): Record<string, string> {
  const text = stagesOf(small).get(path) ?? '';
  expect(text).toContain(from);
  return { [path]: text.replace(from, to) };
}

const releaseFile = 'prod-eu/web/config/release.yaml';

test('writes facts, overlays and hubs', async () => {
  const files = [...deployed(small)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await expect(files.map(([path, content]) => `===== ${path}\n${content}`).join('')).toMatchFileSnapshot(
    './small.golden',
  );
});

test('depends on what the tree holds, not on the order in which it lists its files', () => {
  const stages = stagesOf(small);
  const turned = new Map([...stages].toReversed());
  expect(deploy(turned)).toEqual(deploy(stages));
});

describe('a change changes what it must and nothing else', () => {
  test('a new cluster: its own files and its hub', () => {
    const clusters = { ...small['prod-eu'].clusters, 'eu-3': small['prod-eu'].clusters['eu-2'] };
    const changed = differing(deployed(small), deployed({ ...small, 'prod-eu': { ...small['prod-eu'], clusters } }));
    const own = changed.filter((path) => !path.startsWith('hubs/eu/'));
    expect(own).toEqual([
      'facts/eu-3/cluster-facts.yaml',
      'facts/eu-3/kustomization.yaml',
      'overlays/eu-3/namespaces/kustomization.yaml',
      'overlays/eu-3/web/kustomization.yaml',
    ]);
    expect(changed).toContain('hubs/eu/clusters/eu-3.yaml');
  });

  test('a split stage: the name of the stage, in paths and in one label', () => {
    const { 'eu-1': one, 'eu-2': two } = small['prod-eu'].clusters;
    const { web: copy, namespaces } = small['prod-eu'].apps;
    const whole: Sketch = { 'prod-eu': { clusters: { 'eu-1': one, 'eu-2': two }, apps: { web: copy, namespaces } } };
    const split: Sketch = {
      'prod-eu': { clusters: { 'eu-1': one }, apps: { web: copy, namespaces } },
      'prod-new': { clusters: { 'eu-2': two }, apps: { web: copy, namespaces } },
    };
    const before = deployed(whole);
    const after = deployed(split);
    expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
    expect(differing(before, after).filter((path) => !path.startsWith('hubs/eu/applicationsets/'))).toEqual([
      'overlays/eu-2/namespaces/kustomization.yaml',
      'overlays/eu-2/web/kustomization.yaml',
    ]);
    for (const [path, content] of after) expect(content.replaceAll('prod-new', 'prod-eu'), path).toBe(before.get(path));
  });

  test('a fact: the facts of that cluster', () => {
    const facts = { ...small['prod-eu'].clusters['eu-1'].facts, shards: 13 };
    const clusters = { ...small['prod-eu'].clusters, 'eu-1': { ...small['prod-eu'].clusters['eu-1'], facts } };
    const changed = differing(deployed(small), deployed({ ...small, 'prod-eu': { ...small['prod-eu'], clusters } }));
    expect(changed).toEqual(['facts/eu-1/cluster-facts.yaml']);
  });
});

describe('where apps run', () => {
  test('joining clusters get add-ons, draining ones keep what they have, gone ones have nothing', () => {
    const clusters = { a: { state: 'joining' }, b: { state: 'draining' }, c: { state: 'gone' } } as const;
    expect(overlays({ clusters, apps: { web: {}, mesh: { addOn: true } } })).toEqual(['a/mesh', 'b/mesh', 'b/web']);
    const files = deployed({ dev: { clusters, apps: { web: {} } } });
    expect([...files.keys()].filter((path) => /^(facts|overlays)\/c|clusters\/c/.test(path))).toEqual([]);
  });

  test('placement chooses by labels and by the Kubernetes version; one condition is enough', () => {
    const clusters = {
      a: { labels: { gpu: 'yes' } },
      b: { labels: { gpu: 'no' } },
      c: { labels: { gpu: 'no' }, kubernetes: '1.36' },
    };
    const labels = { gpu: ['no', 'yes'], kubernetes: ['1.35', '1.36'] };
    const placement = [{ gpu: ['yes'] }, { gpu: ['no'], kubernetes: ['1.36'] }];
    expect(overlays({ clusters, apps: { model: { placement, labels } } })).toEqual(['a/model', 'c/model']);
  });

  test('the variant is named by the rules that match and the labels that are read', () => {
    const release = {
      rules: { zeta: { size: ['large'] } },
      reads: ['mesh'],
      variants: ['mesh-none', 'mesh-istio.zeta'],
    };
    const labels = { size: ['large', 'small'], mesh: ['istio', 'none'] };
    const files = deployed({
      dev: {
        clusters: { a: { labels: { size: 'large', mesh: 'istio' } }, b: { labels: { size: 'small', mesh: 'none' } } },
        apps: { web: { ...release, labels } },
      },
    });
    expect(files.get('overlays/a/web/kustomization.yaml')).toContain('/config/mesh-istio.zeta/facts');
    expect(files.get('overlays/b/web/kustomization.yaml')).toContain('/config/mesh-none/facts');
  });
});

test('a cluster that is gone from one stage and lives in another is on the hub of the other', () => {
  const hubs = { eu: hub, us: hub };
  const lives: StageSketch = { hubs, clusters: { a: { hub: 'us' } }, apps: { web: {} } };
  const left: StageSketch = { hubs, clusters: { a: { hub: 'eu', state: 'gone' } }, apps: { web: {} } };
  for (const sketch of [
    { one: lives, two: left },
    { one: left, two: lives },
  ]) {
    const files = [...deployed(sketch).keys()].filter((path) => /^overlays|\/(clusters|applicationsets)\//.test(path));
    const expected = ['hubs/us/applicationsets/web.0.yaml', 'hubs/us/clusters/a.yaml'];
    expect(files.toSorted()).toEqual([...expected, 'overlays/a/web/kustomization.yaml']);
  }
  expect(errorsOf(stagesOf({ one: lives, two: lives }))).toContain(
    'FW3004 two/fleet/clusters.yaml: a is in one and in two',
  );
});

describe('what must be single in a hub follows its last stage', () => {
  test.each([
    [
      'the stage after the others',
      { a: stageOf('late', ['z'], 'https://a'), z: stageOf('early', [], 'https://z') },
      'late',
      'https://a',
    ],
    [
      'by name where none is',
      { a: stageOf('early', [], 'https://a'), z: stageOf('late', [], 'https://z') },
      'late',
      'https://z',
    ],
  ])('%s', (_name, sketch, team, url) => {
    const files = deployed(sketch);
    expect([...subtree(files, 'hubs/eu/projects').keys()]).toEqual([`${team}.yaml`]);
    expect(files.get('hubs/eu/applicationsets/web.0.yaml')).toContain(`project: ${team}\n`);
    expect(files.get('hubs/eu/root.yaml')).toContain(`repoURL: ${url}\n`);
  });
});

test('an Application stays in its ApplicationSet: the bucket depends on the name of the cluster alone', () => {
  // Published test vectors of 32-bit FNV-1a: "", "a", "foobar".
  expect(['', 'a', 'foobar'].map((text) => bucketOf(text, 2 ** 32))).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  const names = Array.from({ length: 300 }, (_, index) => `c-${index}`);
  const clusters = Object.fromEntries(names.map((name) => [name, {}]));
  const files = deployed({ dev: { hubs: { eu: { ...hub, buckets: 3 } }, clusters, apps: { web: {} } } });
  const sets = [...subtree(files, 'hubs/eu/applicationsets')];
  expect(sets.map(([path]) => path).toSorted()).toEqual(['web.0.yaml', 'web.1.yaml', 'web.2.yaml']);
  for (const [path, content] of sets) {
    const held = [...content.matchAll(/- cluster: (\S+)/g)].map((match) => match[1]);
    expect(held.length).toBeGreaterThan(70);
    expect(new Set(held.map((name) => `web.${bucketOf(name ?? '', 3)}.yaml`))).toEqual(new Set([path]));
  }
});

describe('errors', () => {
  test('all at once, each where it is', async () => {
    const sketch: Sketch = {
      dev: {
        environment: 'dev',
        clusters: { a: { facts: { shards: 'many' } }, b: {}, c: {}, d: {}, e: { labels: { size: 'huge' } }, twice: {} },
        apps: {
          lacks: { facts: { domain: 'text', shards: 'integer' }, labels: { size: ['large'] } },
          unrendered: { reads: ['kubernetes'], variants: ['kubernetes-1.34'] },
          elsewhere: { environment: 'prod' },
          renamed: { app: 'other' },
          'pinned@nowhere': {},
          'half@a': {},
        },
      },
      qa: { environment: 'dev', clusters: { twice: {} } },
    };
    const changes = {
      'dev/half@a.hold.yaml': undefined,
      'dev/gone@b.hold.yaml': 'reason: x\n',
      'dev/unrendered/images/kustomization.yaml': undefined,
      'empty/web/config/release.yaml': 'format: 1\n',
      'dev/broken/config/release.yaml': 'format: [\n',
      'dev/future/config/release.yaml': 'format: 9\nwhat: ever\n',
      'dev/foreign/config/release.yaml': 'format: 1\nteam: 7\n',
      'dev/Bad_Name/config/release.yaml': 'format: 1\n',
    };
    await expect(errorsOf(edited(changes, sketch))).toMatchFileSnapshot('./errors.golden');
  });

  test('a stage with apps and no fleet names the command', () => {
    const result = deploy(edited({ 'prod-eu/fleet/clusters.yaml': undefined }));
    expect(result.ok ? [] : result.errors.map(({ code, hint }) => `${code} ${hint}`)).toEqual([
      'FW3002 promote them first: `fleetwright promote fleet --to prod-eu`',
    ]);
  });

  test.each([
    ['unknown format', replaced(releaseFile, 'format: 1', 'format: 2'), 'FW3003'],
    [
      'format of the fleet that is not understood any more',
      replaced('prod-eu/fleet/clusters.yaml', 'format: 1', 'format: 0'),
      'FW3003',
    ],
    [
      'format of the fleet that is to come',
      replaced('prod-eu/fleet/clusters.yaml', 'format: 1', 'format: 3'),
      'FW3003',
    ],
    ['a variant that is not there', { 'prod-eu/web/config/big/kustomization.yaml': undefined }, 'FW3001'],
    ['a path that leads outside', replaced('prod-eu/fleet/clusters.yaml', 'eu-1:', '"../eu-1":'), 'FW3001'],
    ['an unknown field', replaced(releaseFile, 'team: shop', 'team: shop\nteams: shop'), 'FW3001'],
  ])('%s', (_name, changes, code) => {
    expect(errorsOf(edited(changes))).toMatch(new RegExp(`^${code} `));
  });

  test('holds, freezes and notes of people change nothing', () => {
    const notes = { 'freeze.yaml': 'x: 1\n', 'prod-eu/freeze.yaml': 'x: 1\n', 'prod-eu/web.hold.yaml': 'x: 1\n' };
    expect(deploy(edited(notes))).toEqual(deploy(stagesOf(small)));
  });
});
