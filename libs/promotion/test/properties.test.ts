import fc from 'fast-check';
import { expect, it } from 'vitest';
import { passing, planPromotion, type Stage, standing, treeAt } from '../src/index.ts';
import { fleetEverywhere, HOUR, type Repository, rendered, repository, stages, worldOf } from './repository.ts';

/** What can happen: a commit that renders, a promotion, a rollback by hand, time that goes by. Few versions, so that trees return. */
type Step =
  | { readonly do: 'render'; readonly version: number; readonly only: readonly string[] }
  | { readonly do: 'promote'; readonly stage: number }
  | { readonly do: 'rollback'; readonly stage: number }
  | { readonly do: 'wait'; readonly hours: number };

const stageIndex = fc.nat(stages.length - 1);
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('render' as const),
        version: fc.integer({ min: 1, max: 4 }),
        only: fc.subarray(['dev', 'staging', 'prod'], { minLength: 1 }),
      }),
    },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('promote' as const), stage: stageIndex }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('rollback' as const), stage: stageIndex }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 9 }) }) },
  ),
  { minLength: 5, maxLength: 40 },
);
const soaks = fc.array(fc.constantFrom(0, 0, 2 * HOUR, 5 * HOUR), {
  minLength: stages.length,
  maxLength: stages.length,
});

/** Runs the steps; `look` sees the repository before each of them. */
function run(all: readonly Step[], policy: readonly Stage[], look: (from: Repository) => void): void {
  const from = repository();
  from.commit({});
  from.commit({ ...fleetEverywhere(), ...rendered('web', 1) });
  for (const step of all) {
    look(from);
    if (step.do === 'render') from.commit(rendered('web', step.version, step.only));
    if (step.do === 'wait') from.commit({}, step.hours * HOUR);
    const stage = step.do === 'promote' || step.do === 'rollback' ? policy[step.stage] : undefined;
    if (!stage) continue;
    if (step.do === 'rollback') from.commit({ [`clusters/stages/${stage.name}/web`]: `web1-${stage.environment}` });
    else from.apply(movements(from, policy, stage.name));
  }
  look(from);
}

function movements(from: Repository, policy: readonly Stage[], stage: string) {
  const plan = planPromotion(worldOf(from, { stages: policy }), { stage, apps: [], allDue: true });
  if (!plan.ok) throw new Error(plan.errors.map((error) => error.message).join('\n'));
  return plan.value.movements.filter((movement) => movement.movement === 'promotion');
}

/**
 * The rule once more, told by walking over every commit instead of over spans: some commit of the release renders for a
 * stage before it what that stage held, at some commit, and went on to hold for its soak. Rollbacks are left out, so it
 * lets more through than the rule: what is due must satisfy it all the same.
 */
function heldBefore(from: Repository, policy: readonly Stage[], stage: Stage, tree: string): boolean {
  const history = from.history();
  const at = (path: string, commit: number) => treeAt(history, path, commit);
  const held = (before: Stage, wanted: string): boolean => {
    let since: number | undefined;
    for (const [index, { time }] of [...history.commits.entries()].reverse()) {
      if (since !== undefined && time - since >= before.soak) return true;
      if (at(`clusters/stages/${before.name}/web`, index) !== wanted) since = undefined;
      else since ??= time;
      if (since !== undefined && time - since >= before.soak) return true;
    }
    return false;
  };
  const passed = (name: string): boolean => {
    const before = policy.find((candidate) => candidate.name === name);
    if (!before) return false;
    return history.commits.some((_, index) => {
      if (at(`apps/web/rendered/${stage.environment}`, index) !== tree) return false;
      const pair = at(`apps/web/rendered/${before.environment}`, index);
      return pair === undefined ? before.after.every(passed) : held(before, pair);
    });
  };
  return stage.after.every(passed);
}

it('whatever happens, nothing moves past a stage that it has not passed', () => {
  let moved = 0;
  fc.assert(
    fc.property(steps, soaks, (all, seconds) => {
      const policy = stages.map((stage, index) => ({ ...stage, soak: seconds[index] ?? 0 }));
      run(all, policy, (from) => {
        const world = worldOf(from, { stages: policy });
        for (const stage of policy) {
          const { due } = standing(world, 'web', stage);
          if (!due) continue;
          if (stage.after.length > 0) moved++;
          expect(
            passing(world, { app: 'web', stage, release: due, only: undefined }).every(
              (verdict) => verdict.state === 'open',
            ),
          ).toBe(true);
          expect(heldBefore(from, policy, stage, due.tree)).toBe(true);
        }
      });
    }),
    { numRuns: 200 },
  );
  // Else the property would hold for want of cases.
  expect(moved).toBeGreaterThan(500);
});

it('a plan that was applied and committed leaves nothing due, and never brings what HEAD never rendered', () => {
  fc.assert(
    fc.property(steps, stageIndex, (all, index) => {
      const stage = stages[index]?.name ?? '';
      run(all, stages, (from) => {
        const first = movements(from, stages, stage);
        if (first.length === 0) return;
        for (const { to, source } of first)
          expect(
            from
              .history()
              .changes.get(source)
              ?.some((change) => change.tree === to),
          ).toBe(true);
        const { workTree } = worldOf(from);
        const entries = new Map(first.map(({ path, to }) => [path, to]));
        const applied = worldOf(from, { workTree: { ...workTree, entries } });
        expect(planPromotion(applied, { stage, apps: [], allDue: true })).toMatchObject({ value: { movements: [] } });
        from.apply(first);
        expect(movements(from, stages, stage)).toEqual([]);
      });
    }),
    { numRuns: 200 },
  );
});

it('a promotion by itself goes back only to what is rendered again', () => {
  fc.assert(
    fc.property(steps, (all) => {
      run(all, stages, (from) => {
        const history = from.history();
        for (const stage of stages) {
          const { due, holds } = standing(worldOf(from), 'web', stage);
          if (!due || !holds) continue;
          // The newest commit that renders what comes is newer than any that renders what goes.
          const last = (tree: string) =>
            history.commits.findIndex(
              (_, index) => treeAt(history, `apps/web/rendered/${stage.environment}`, index) === tree,
            );
          expect(last(due.tree)).toBeLessThan(last(holds.tree));
        }
      });
    }),
    { numRuns: 200 },
  );
});
