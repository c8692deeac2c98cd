import type { Hold } from '@fleetwright/model/engine';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Half, type PlanWorld, type Promotion, planPromotion, type Stage, treeAt } from '../src/index.ts';
import {
  stages as all,
  contentsOf,
  fleetEverywhere,
  HOUR,
  type Repository,
  repository,
  worldOf,
} from './repository.ts';

/** What can happen to web, whose trees are two halves such as `C1-dev+I2`. Few versions, so that halves return. */
type Step =
  | { readonly do: 'render'; readonly config: number; readonly images: number; readonly only: readonly string[] }
  | { readonly do: 'promote'; readonly stage: number; readonly half: Half | undefined; readonly skip: boolean }
  | {
      readonly do: 'hold';
      readonly path: number;
      readonly config: number | undefined;
      readonly images: number | undefined;
    }
  | { readonly do: 'unhold'; readonly path: number }
  | { readonly do: 'rollback'; readonly stage: number };

/** Few stages, so that much happens in each. */
const stages = all.slice(0, 4);
const environments = ['dev', 'staging', 'prod'];
const paths = [
  'freeze.yaml',
  ...stages.flatMap(({ name }) => [`${name}/freeze.yaml`, `${name}/web.hold.yaml`, `${name}/fleet.hold.yaml`]),
];
const [version, stageIndex, path] = [
  fc.integer({ min: 1, max: 3 }),
  fc.nat(stages.length - 1),
  fc.nat(paths.length - 1),
];
const half = fc.constantFrom<(Half | undefined)[]>(undefined, undefined, 'config', 'images');
/** Steps of which that many (of about 20) hold something. */
const stepsOf = (holding: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          do: fc.constant('render' as const),
          config: version,
          images: version,
          only: fc.subarray(environments, { minLength: 1 }),
        }),
      },
      {
        weight: 16,
        arbitrary: fc.record({
          do: fc.constant('promote' as const),
          stage: stageIndex,
          half,
          skip: fc.constantFrom(false, false, false, true),
        }),
      },
      {
        weight: holding,
        arbitrary: fc.record({
          do: fc.constant('hold' as const),
          path,
          config: fc.option(version, { nil: undefined }),
          images: fc.option(version, { nil: undefined }),
        }),
      },
      { weight: holding, arbitrary: fc.record({ do: fc.constant('unhold' as const), path }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('rollback' as const), stage: stageIndex }) },
    ),
    { minLength: 10, maxLength: 60 },
  );

const tree = (config: number, images: number, environment: string): string => `C${config}-${environment}+I${images}`;

function rendered(config: number, images: number, only: readonly string[]): Record<string, string> {
  return Object.fromEntries(only.map((name) => [`apps/web/rendered/${name}`, tree(config, images, name)]));
}

/** What a plan was asked for, and the world that it was made in. */
interface Planned {
  readonly world: PlanWorld;
  readonly stage: Stage;
  readonly half: Half | undefined;
  readonly skip: boolean;
  readonly movements: readonly Promotion[];
}

/** Runs the steps; `look` sees every plan before it is applied. */
function run(steps: readonly Step[], policy: readonly Stage[], look: (planned: Planned) => void): void {
  const from = repository();
  from.commit({});
  from.commit({ ...fleetEverywhere(), ...rendered(1, 1, environments) });
  const holds = new Map<string, Hold>();
  for (const step of steps) {
    if (step.do === 'render') from.commit(rendered(step.config, step.images, step.only));
    if (step.do === 'unhold') holds.delete(`clusters/stages/${paths[step.path]}`);
    if (step.do === 'hold') hold(holds, step);
    const stage = 'stage' in step ? policy[step.stage] : undefined;
    if (!stage) continue;
    if (step.do === 'rollback') from.commit({ [`clusters/stages/${stage.name}/web`]: tree(1, 1, stage.environment) });
    if (step.do !== 'promote') continue;
    const world = worldOf(from, { stages: policy, holds: new Map(holds) });
    const movements = plan(world, stage, step.half, step.skip);
    look({ world, stage, half: step.half, skip: step.skip, movements });
    apply(from, movements);
  }
}

function hold(holds: Map<string, Hold>, { path: index, config, images }: Extract<Step, { do: 'hold' }>): void {
  const name = paths[index] ?? '';
  const environment = stages.find((stage) => name.startsWith(`${stage.name}/`))?.environment;
  const not = {
    ...(config !== undefined && { config: `C${config}-${environment}` }),
    ...(images !== undefined && { images: `I${images}` }),
  };
  const until = { until: '1970-01-01T00:00:00Z' };
  const narrow = name.endsWith('web.hold.yaml') && Object.keys(not).length > 0;
  holds.set(`clusters/stages/${name}`, { reason: 'why', author: 'Ada', ...until, ...(narrow && { not }) });
}

function plan(world: PlanWorld, stage: Stage, only: Half | undefined, skip: boolean): readonly Promotion[] {
  const found = planPromotion(world, {
    stage: stage.name,
    apps: [],
    allDue: true,
    only,
    ...(skip && { skipOrder: 'why' }),
  });
  if (!found.ok) throw new Error(found.errors.map((error) => error.message).join('\n'));
  return found.value.movements.filter((movement) => movement.movement === 'promotion');
}

function apply(from: Repository, movements: readonly Promotion[]): void {
  if (movements.length > 0) from.apply(movements);
}

const halvesOf = contentsOf({}).halves;
const soaks = fc.array(fc.constantFrom(0, 2 * HOUR), { minLength: stages.length, maxLength: stages.length });
const withSoaks = (seconds: readonly number[]) =>
  stages.map((stage, index) => ({ ...stage, soak: seconds[index] ?? 0 }));

/** What of a plan is held or frozen all the same. */
function heldIn({ world, stage, half: only, movements }: Planned): readonly Promotion[] {
  const at = (name: string) => world.holds.get(`clusters/stages/${name}`);
  if (at('freeze.yaml') || at(`${stage.name}/freeze.yaml`)) return movements;
  return movements.filter(({ app, to }) => {
    const hold = at(`${stage.name}/${app}.hold.yaml`);
    const coming = halvesOf(to);
    const config = only !== 'images' && coming?.config === hold?.not?.config;
    const images = only !== 'config' && coming?.images === hold?.not?.images;
    return hold && (!hold.not || config || images);
  });
}

it('nothing that is held or frozen is ever in a plan, whatever the plan is asked for', () => {
  let [kept, past] = [0, 0];
  fc.assert(
    fc.property(stepsOf(4), soaks, (steps, seconds) => {
      run(steps, withSoaks(seconds), (planned) => {
        const { world, stage, movements } = planned;
        if (world.holds.size > 0 && movements.length === 0) kept++;
        past += movements.filter(({ app }) => world.holds.has(`clusters/stages/${stage.name}/${app}.hold.yaml`)).length;
        expect(heldIn(planned)).toEqual([]);
      });
    }),
    { numRuns: 300 },
  );
  // Else the property would hold for want of cases.
  expect(kept).toBeGreaterThan(100);
  expect(past).toBeGreaterThan(5);
});

/** Whether a movement brings a release, or what `--only` may make of one. */
function isOfReleases({ world: { history }, half: only }: Planned, movement: Promotion): boolean {
  const { source, from = '', to, only: marked } = movement;
  const releases = history.changes.get(source)?.flatMap((change) => change.tree ?? []) ?? [];
  if (!marked) return releases.includes(to);
  const stays = marked === 'config' ? 'images' : 'config';
  const [held, comes] = [halvesOf(from), halvesOf(to)];
  return (
    marked === only &&
    !releases.includes(to) &&
    held?.[stays] === comes?.[stays] &&
    releases.some((release) => halvesOf(release)?.[marked] === comes?.[marked])
  );
}

it('every tree in a plan is a release, or a pair of halves of releases of which one stays', () => {
  let pairs = 0;
  fc.assert(
    fc.property(stepsOf(1), soaks, (steps, seconds) => {
      run(steps, withSoaks(seconds), (planned) => {
        pairs += planned.movements.filter(({ only }) => only).length;
        expect(planned.movements.filter((movement) => !isOfReleases(planned, movement))).toEqual([]);
      });
    }),
    { numRuns: 300 },
  );
  expect(pairs).toBeGreaterThan(20);
});

/**
 * The rule of passing once more, told by walking over every commit: some commit renders `part` for `stage`, and for a stage
 * before it what that stage went on to hold through its soak. Rollbacks are left out, so it lets more through.
 */
function heldBefore({ world, stage }: Planned, part: (tree: string) => string | undefined, wanted: string): boolean {
  const { history, stages: policy } = world;
  const at = (path: string, commit: number): string | undefined => {
    const found = treeAt(history, path, commit);
    return found === undefined ? undefined : part(found);
  };
  const held = (before: Stage, want: string): boolean => {
    let since: number | undefined;
    for (const [index, { time }] of [...history.commits.entries()].reverse()) {
      if (since !== undefined && time - since >= before.soak) return true;
      if (at(`clusters/stages/${before.name}/web`, index) !== want) since = undefined;
      else since ??= time;
    }
    return since !== undefined && world.now - since >= before.soak;
  };
  return stage.after.every((name) => {
    const before = policy.find((candidate) => candidate.name === name);
    return history.commits.some((_, index) => {
      const pair = before && at(`apps/web/rendered/${before.environment}`, index);
      if (at(`apps/web/rendered/${stage.environment}`, index) !== wanted) return false;
      return before !== undefined && pair !== undefined && held(before, pair);
    });
  });
}

/** Whether what a movement brings was held before: whole, or at least each half that moves for itself. */
function wasHeld(planned: Planned, { to }: Promotion): boolean {
  if (heldBefore(planned, (one) => one, to)) return true;
  const moving: readonly Half[] = planned.half ? [planned.half] : ['config', 'images'];
  return moving.every((half) => heldBefore(planned, (one) => halvesOf(one)?.[half], halvesOf(to)?.[half] ?? ''));
}

it('what moves has been held before, each half for itself at least, unless the order is skipped', () => {
  let [halved, skipped] = [0, 0];
  fc.assert(
    fc.property(stepsOf(1), soaks, (steps, seconds) => {
      run(steps, withSoaks(seconds), (planned) => {
        const { movements, stage, half, skip } = planned;
        skipped += movements.filter(({ skippedOrder }) => skippedOrder !== undefined).length;
        if (half && stage.after.length > 0) halved += movements.length;
        const ofWeb = movements.filter(({ app }) => app === 'web');
        expect(skip ? [] : ofWeb.filter((movement) => !wasHeld(planned, movement))).toEqual([]);
      });
    }),
    { numRuns: 300 },
  );
  expect(skipped).toBeGreaterThan(50);
  expect(halved).toBeGreaterThan(3);
});
