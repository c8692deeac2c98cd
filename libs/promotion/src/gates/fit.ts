import { promotionOf } from '../candidates.ts';
import { fit as fitting } from '../fit.ts';
import type { Gate, Question, Verdict } from '../gate.ts';
import type { PlanWorld } from '../world.ts';

/**
 * The facts, labels and clusters that a release needs, as the stage knows them now. A plan that moves `fleet` too looks at
 * both together; of the release alone, this says what is missing.
 */
export const fit: Gate = {
  name: 'fit',
  isOpen: (world, question) => verdictsOf(world, question).every(({ state }) => state === 'open'),
  ask: verdictsOf,
};

function verdictsOf(world: PlanWorld, question: Question): readonly Verdict[] {
  const stage = question.stage.name;
  const { problems } = fitting(world, question.stage, [promotionOf(world, question)], () => true);
  const verdicts = problems.map(({ diagnostic }): Verdict => {
    const { message, hint } = diagnostic;
    return { state: 'closed', stage, because: message, help: hint ?? '' };
  });
  return verdicts.length > 0 ? verdicts : [{ state: 'open', stage }];
}
