import type { Clusters } from '@fleetwright/model/engine';
import { expect, it } from 'vitest';
import { foreign } from '../src/index.ts';
import {
  clean,
  cluster,
  clustersFile,
  contentsOf,
  fleetEverywhere,
  releaseFile,
  repository,
  worldOf,
} from './repository.ts';

/** What is said of prod-eu where it holds that entry; releases are C1+I1, C2+I2. */
function said(entry: string, tree: string, join = '+'): string[] {
  const from = repository();
  from.commit({});
  for (const release of ['C1+I1', 'C2+I2']) from.commit({ ...fleetEverywhere(), 'apps/web/rendered/prod': release });
  from.commit({ [`clusters/stages/prod-eu/${entry}`]: tree });
  const contents = contentsOf({ join: ({ config, images }) => `${config}${join}${images}` });
  return foreign(worldOf(from, { contents })).map(({ code, message }) => `${code} ${message.split(' was ')[0]}`);
}

it('accepts releases, two halves of them, and of a pin the marker', () => {
  for (const entry of ['web', 'web@eu-1']) {
    for (const tree of ['C1+I1', 'C1+I2', 'C2+I1']) expect(said(entry, tree)).toEqual([]);
    expect(said(entry, 'C1+I3')).toEqual([`FW3001 ${entry} in prod-eu (tree C1+I3)`]);
    expect(said(entry, 'edited')).toEqual([`FW3001 ${entry} in prod-eu (tree edited)`]);
  }
  expect(said('web@eu-1', 'web-marker')).toEqual([]);
  // The app itself gets its marker by promotion only, as a release.
  expect(said('web', 'web-marker')).toHaveLength(1);
});

it('two halves with anything beside them are edited by hand', () => {
  expect(said('web', 'C1+I2', '+nothing+')).toEqual(['FW3001 web in prod-eu (tree C1+I2)']);
});

it('an entry goes when nothing but its marker is left, a pin at any time', () => {
  const gone = (entry: string, tree: string): string[] => {
    const from = repository();
    from.commit({});
    from.commit({ ...fleetEverywhere(), 'apps/web/rendered/prod': tree });
    const path = `clusters/stages/prod-eu/${entry}`;
    from.commit({ [path]: tree });
    const workTree = { ...clean, entries: new Map([[path, undefined]]) };
    return foreign(worldOf(from, { workTree })).map(({ code, message }) => `${code} ${message.split(':')[0]}`);
  };
  expect(gone('web', 'C1+I1')).toEqual(['FW3001 web is gone from prod-eu']);
  expect(gone('web', 'web-marker')).toEqual([]);
  expect(gone('web@eu-1', 'C1+I1')).toEqual([]);
});

it('a pin whose stage runs nothing there goes when its marker is left', () => {
  const known = (size: string) => clustersFile('', { 'eu-1': cluster({ labels: { size } }) });
  const release = (app: string, tree: string) =>
    releaseFile({
      app,
      placement: tree === 'C1+I1' ? [] : [{ size: ['small'] }],
      labels: { size: ['large', 'small'] },
    });
  const gone = (tree: string, clusters: () => Clusters): string[] => {
    const from = repository();
    from.commit({});
    from.commit({ ...fleetEverywhere(), 'apps/web/rendered/prod': 'C1+I1' });
    from.commit({ 'apps/web/rendered/prod': 'C2+I2' });
    from.commit({ 'clusters/stages/prod-eu/web': 'C2+I2', 'clusters/stages/prod-eu/web@eu-1': tree });
    const workTree = { ...clean, entries: new Map([['clusters/stages/prod-eu/web@eu-1', undefined]]) };
    return foreign(worldOf(from, { workTree, contents: contentsOf({ clusters, release }) })).map(
      ({ hint }) => hint ?? '',
    );
  };
  expect(gone('C1+I1', () => known('small'))).toEqual([]);
  expect(gone('web-marker', () => known('large'))).toEqual([]);
  expect(gone('C1+I1', () => clustersFile('', {}))).toEqual([]);
  expect(gone('C1+I1', () => known('large'))).toEqual([
    'git checkout HEAD -- clusters/stages/prod-eu/web@eu-1 clusters/stages/prod-eu/web@eu-1.hold.yaml, then fleetwright unhold web --cluster eu-1',
  ]);
});

/** web and fleet in every stage, then what each commit changes; what is said of entries that are gone then. */
function goneAfter(...commits: readonly Record<string, string | undefined>[]): readonly (string | undefined)[] {
  const from = repository();
  from.commit({});
  from.commit({ ...fleetEverywhere(), 'apps/web/rendered/prod': 'C1+I1' });
  from.commit({ [eu]: 'C1+I1' });
  for (const trees of commits) from.commit(trees);
  const found = foreign(worldOf(from));
  expect(found.every(({ code, at }) => code === 'FW3001' && at?.file === eu)).toBe(true);
  return found.map(({ hint }) => hint);
}
const eu = 'clusters/stages/prod-eu/web';
const rendered = 'apps/web/rendered/prod';
const gone = { [eu]: undefined };

it('an entry that was taken away by hand stays an error once that is committed, until it is back', () => {
  const hint = `git checkout c4^ -- ${eu}, then fleetwright retire web shows the way`;
  expect(goneAfter(gone)).toEqual([hint]);
  expect(goneAfter(gone, { [rendered]: 'C2+I2' }, {})).toEqual([hint]);
  for (const tree of ['C1+I1', 'C2+I2']) expect(goneAfter(gone, { [rendered]: 'C2+I2' }, { [eu]: tree })).toEqual([]);
  expect(goneAfter(gone, { [eu]: 'C1+I1' }, gone)).toEqual([hint.replace('c4', 'c6')]);
});

it('an app that was retired since, or a stage that was gone, is no edit by hand, though one commit was made of all its steps', () => {
  const marked = { [rendered]: 'web-marker' };
  expect(goneAfter(marked, { [eu]: 'web-marker' }, gone)).toEqual([]);
  expect(goneAfter({ ...gone, ...marked })).toEqual([]);
  expect(goneAfter({ ...gone, [rendered]: undefined })).toEqual([]);
  expect(goneAfter({ ...gone, ...marked }, { [rendered]: 'C2+I2' })).toEqual([]);
  const stage = { 'clusters/rendered/prod-eu': undefined, 'clusters/stages/prod-eu/fleet': undefined };
  expect(goneAfter({ ...gone, ...stage }, { 'clusters/rendered/prod-eu': 'fleet2-prod-eu' })).toEqual([]);
});

it('a pin that ended is no edit by hand, nor an entry that is back and not committed; of a shallow clone nothing is said', () => {
  const from = repository();
  from.commit({});
  from.commit({ ...fleetEverywhere(), [rendered]: 'C1+I1' });
  from.commit({ [eu]: 'C1+I1', [`${eu}@eu-1`]: 'C1+I1' });
  from.commit({ [`${eu}@eu-1`]: undefined });
  expect(foreign(worldOf(from))).toEqual([]);
  from.commit(gone);
  const back = { ...clean, entries: new Map([[eu, 'C1+I1']]) };
  expect(foreign(worldOf(from, { workTree: back }))).toEqual([]);
  expect(foreign(worldOf(from, { history: { ...from.history(), shallow: true } }))).toEqual([]);
});
