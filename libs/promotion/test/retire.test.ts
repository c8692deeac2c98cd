import { expect, it } from 'vitest';
import {
  foreign,
  type PlanWorld,
  planPin,
  planPromotion,
  planRemoval,
  planRetirement,
  planRollback,
  planUnhold,
  standing,
} from '../src/index.ts';
import { Fleet, said, valueOf } from './fleet.ts';
import { text } from './plans.ts';
import {
  cluster,
  clustersFile,
  contentsOf,
  fleetEverywhere,
  releaseFile,
  rendered,
  repository,
  stages,
} from './repository.ts';

/** dev and staging hold web with a volume; each has a cluster on a hub of its own. */
function running(): Fleet {
  const from = repository();
  from.commit({});
  from.commit({ ...fleetEverywhere(), ...rendered('web', 1, ['dev', 'staging']) });
  from.commit({ 'clusters/stages/dev/web': 'web1-dev', 'clusters/stages/staging/web': 'web1-staging' });
  return new Fleet(from);
}

const contents = contentsOf({
  clusters: (tree) => {
    const stage = tree.replace(/^fleet\d-/, '');
    const known = clustersFile(stage, { [`${stage}-1`]: cluster(), [`${stage}-2`]: cluster({ hub: 'us' }) });
    const repository = { url: 'https://git.example/fleet', revision: 'main' };
    return { ...known, hubs: { ...known.hubs, us: { buckets: 1, namespace: 'cd', repository } } };
  },
  withData: (tree) => (tree.startsWith('web1') ? ['PersistentVolumeClaim/web'] : []),
});

function worldOf(fleet: Fleet, changes: Partial<PlanWorld> = {}): PlanWorld {
  return fleet.world({ contents, stages: stages.slice(0, 2), ...changes });
}

/** The definition says that it is retired: its marker is rendered. */
function declare(fleet: Fleet): void {
  fleet.from.commit({ 'apps/web/rendered/dev': 'web-marker', 'apps/web/rendered/staging': 'web-marker' });
}

/** `promote dev next`. */
function steps(fleet: Fleet, changes: Partial<PlanWorld> = {}): string[] {
  const { steps: all } = valueOf(planRetirement(worldOf(fleet, changes), { app: 'web' }));
  return all.map(({ step, stage, state }) => [step, stage, state].filter((word) => word !== undefined).join(' '));
}

function promote(fleet: Fleet, stage: string, confirm: readonly string[] = []) {
  return planPromotion(worldOf(fleet), { stage, apps: ['web'], allDue: false, confirm });
}

const volume = 'PersistentVolumeClaim/web';

it('19: step by step: marker, entries, Applications, folder', () => {
  const fleet = running();
  const names = [
    'promote dev',
    'promote staging',
    'remove dev',
    'remove staging',
    'delete-applications dev',
    'delete-applications staging',
    'delete-folder',
  ];
  expect(steps(fleet)).toEqual(['declare next', ...names.map((name) => `${name} later`)]);
  declare(fleet);
  expect(steps(fleet)).toEqual([
    'declare done',
    'promote dev next',
    'promote staging next',
    ...names.slice(2).map((name) => `${name} later`),
  ]);
  for (const stage of ['dev', 'staging']) {
    expect(text(planRemoval(worldOf(fleet), { app: 'web', stage }))).toContain(`error FW4010: ${stage} runs web still`);
    fleet.apply(valueOf(promote(fleet, stage, [volume])));
  }
  expect(steps(fleet).slice(1, 5)).toEqual([
    'promote dev done',
    'promote staging done',
    'remove dev next',
    'remove staging next',
  ]);
  fleet.holds.set('clusters/stages/dev/web.hold.yaml', said);
  const removal = valueOf(planRemoval(worldOf(fleet), { app: 'web', stage: 'dev' }));
  expect(removal.movements).toMatchObject([{ movement: 'removal', entry: 'web', from: 'web-marker', to: undefined }]);
  fleet.apply(removal);
  expect(fleet.holds.size).toBe(0);
  fleet.apply(valueOf(planRemoval(worldOf(fleet), { app: 'web', stage: 'staging' })));
  expect(steps(fleet)).toEqual([
    'declare done',
    'delete-applications dev unknown',
    'delete-applications staging unknown',
    'delete-folder next',
  ]);
  const { steps: all } = valueOf(planRetirement(worldOf(fleet), { app: 'web' }));
  expect(all[1]?.command).toBe(
    'kubectl --context eu -n argocd delete application web.dev-1\nkubectl --context us -n cd delete application web.dev-2',
  );
  // Nothing of it comes back by itself, and nothing of the way is taken for an edit by hand.
  for (const stage of worldOf(fleet).stages) expect(standing(worldOf(fleet), 'web', stage).due).toBeUndefined();
  expect(text(promote(fleet, 'dev'))).toBe('');
  expect(foreign(worldOf(fleet))).toEqual([]);
});

it('19: an app that comes again under the name of one that went is to be declared anew', () => {
  const fleet = running();
  declare(fleet);
  for (const to of ['web-marker', undefined])
    fleet.from.commit({ 'clusters/stages/dev/web': to, 'clusters/stages/staging/web': to });
  fleet.from.commit({ 'apps/web/rendered/dev': undefined, 'apps/web/rendered/staging': undefined });
  fleet.from.commit(rendered('web', 2, ['dev', 'staging']));
  expect(steps(fleet)).toEqual([
    'declare next',
    'delete-applications dev unknown',
    'delete-applications staging unknown',
    'delete-folder later',
  ]);
});

it('19: what takes its data along is asked for by name', () => {
  const fleet = running();
  const retire = (confirm: readonly string[]) => planRetirement(worldOf(fleet), { app: 'web', confirm });
  expect(text(retire(['StatefulSet/web']))).toMatchInlineSnapshot(`
    "error FW4010: with web goes the data of PersistentVolumeClaim/web
      hint: if that is meant: fleetwright retire web --confirm PersistentVolumeClaim/web
    "
  `);
  expect(valueOf(retire([volume])).data).toEqual([
    { stage: 'dev', objects: [volume] },
    { stage: 'staging', objects: [volume] },
  ]);
  declare(fleet);
  expect(text(promote(fleet, 'dev'))).toMatchInlineSnapshot(`
    "error FW4010: with web goes the data of PersistentVolumeClaim/web
      hint: if that is meant: fleetwright promote web --to dev --confirm PersistentVolumeClaim/web
    "
  `);
  const all = planPromotion(worldOf(fleet), { stage: 'dev', apps: [], allDue: true });
  expect(valueOf(all).movements).toEqual([]);
  expect(text(all)).toContain('warning FW4010');
  expect(valueOf(promote(fleet, 'dev', [volume])).movements).toMatchObject([{ to: 'web-marker' }]);
});

it('19: no entry goes while a pin is left, or before its marker is committed', () => {
  const fleet = running();
  fleet.from.commit({ 'clusters/stages/dev/web@dev-1': 'web1-dev' });
  declare(fleet);
  expect(steps(fleet).slice(0, 2)).toEqual(['declare done', 'unpin dev next']);
  fleet.apply(valueOf(promote(fleet, 'dev', [volume])));
  expect(text(planRemoval(worldOf(fleet), { app: 'web', stage: 'dev' }))).toMatchInlineSnapshot(`
    "clusters/stages/dev/web@dev-1 error FW4010: web@dev-1 is pinned in dev
      hint: fleetwright unhold web --cluster dev-1
    "
  `);
  fleet.apply(valueOf(planUnhold(worldOf(fleet), { app: 'web', cluster: 'dev-1' })));
  const workTree = { unreproduced: new Set<string>(), uncommitted: new Set<string>() };
  const uncommitted = { ...workTree, entries: new Map([['clusters/stages/staging/web', 'web-marker']]) };
  expect(text(planRemoval(worldOf(fleet, { workTree: uncommitted }), { app: 'web', stage: 'staging' }))).toContain(
    'error FW4010: the marker of web in staging is not committed',
  );
  expect(text(planRemoval(worldOf(fleet), { app: 'web', stage: 'prod-eu' }))).toContain('error FW4001');
  expect(valueOf(planRemoval(worldOf(fleet), { app: 'web', stage: 'dev' })).movements).toHaveLength(1);
});

it('19: the marker must name every namespace with objects of the app, else nobody could prune them', () => {
  const fleet = running();
  declare(fleet);
  const release = (app: string, tree: string) => releaseFile({ app, namespaces: tree === 'web1-dev' ? ['batch'] : [] });
  const request = { stage: 'dev', apps: ['web'], allDue: false, confirm: [volume] };
  expect(text(planPromotion(worldOf(fleet, { contents: { ...contents, release } }), request))).toMatchInlineSnapshot(`
    "apps/web/app.ts error FW4010: dev has objects of web in batch, which the marker does not name: nobody could prune them
      hint: in apps/web/app.ts: leaving: ['batch']; render and commit
    "
  `);
});

it('19: neither a rollback nor a pin ends an app: an app that came back from retirement does not go back to its marker', () => {
  const fleet = running();
  declare(fleet);
  fleet.apply(valueOf(promote(fleet, 'dev', [volume])));
  fleet.from.commit(rendered('web', 2, ['dev', 'staging']));
  fleet.apply(valueOf(promote(fleet, 'dev')));
  fleet.apply(valueOf(promote(fleet, 'staging')));
  const back = (to?: string) =>
    planRollback(worldOf(fleet), { ...said, app: 'web', stage: 'dev', clusters: [], onlyThis: false, to });
  expect(valueOf(back()).movements).toMatchObject([{ from: 'web2-dev', to: 'web1-dev' }]);
  expect(text(back('web-marker'))).toMatchInlineSnapshot(`
    "error FW4010: that is the marker of web: nothing else of it would be left in dev
      hint: name a release; how an app goes for good: fleetwright retire web
    "
  `);
  const pin = planPin(worldOf(fleet), { ...said, app: 'web', cluster: 'dev-1', to: 'web-marker' });
  expect(pin).toMatchObject({ ok: false, errors: [{ code: 'FW4010' }] });
});

it('fleet is not retired, nor is what nobody knows', () => {
  const world = worldOf(running());
  expect(planRetirement(world, { app: 'fleet' })).toMatchObject({ errors: [{ code: 'FW4002' }] });
  expect(planRetirement(world, { app: 'wbe' })).toMatchObject({ errors: [{ code: 'FW4001' }] });
});
