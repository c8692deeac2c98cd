import type { Hold } from '@fleetwright/model/engine';
import type { Gate, Question, Verdict } from '../gate.ts';
import { halvesOf } from '../halves.ts';
import { holder, holdOn, holdsAll } from '../holds.ts';
import { short } from '../text.ts';
import type { Half, PlanWorld } from '../world.ts';

/**
 * A hold on the app in this stage: nothing comes, or with `not` nothing that would bring one of these halves. Its end
 * (`until`) ends nothing: somebody has to `unhold`.
 */
export const hold: Gate = {
  name: 'hold',
  isOpen: (world, question) => verdictOf(world, question).state === 'open',
  ask: (world, question) => [verdictOf(world, question)],
};

function verdictOf(world: PlanWorld, question: Question): Verdict {
  const { app, release } = question;
  const stage = question.stage.name;
  const held = holdOn(world, stage, app);
  const halves = held && heldHalves(world, question, held.hold);
  if (!held || halves?.length === 0) return { state: 'open', stage };
  const what = halves ? `the ${halves.join(' and ')} of release ${short(release.commit.sha)} of ${app}` : app;
  const verb = halves?.includes('images') ? 'are' : 'is';
  const because = `${what} ${verb} held in ${stage} ${holder(held.hold, world.now)}`;
  return { state: 'closed', stage, because, help: `fleetwright unhold ${app} --stage ${stage}` };
}

/** The halves that would come and may not; `undefined`: nothing may (no half is named), or what would come cannot be told. */
function heldHalves(world: PlanWorld, { release, only }: Question, held: Hold): readonly Half[] | undefined {
  const coming = holdsAll(held) ? undefined : halvesOf(world, release.tree);
  if (!coming) return undefined;
  const moving: readonly Half[] = only ? [only] : ['config', 'images'];
  return moving.filter((half) => coming[half] === held.not?.[half]);
}
