import type { Closed, Gate, Question } from '../gate.ts';
import { FLEET, renderedPath } from '../paths.ts';
import type { Stage, World } from '../world.ts';

/**
 * "Only trees that f reproduced at their commit are releases": f is run for HEAD only, so that what HEAD renders is asked, and
 * older releases are promoted as unverified.
 */
export const reproduced: Gate = {
  name: 'reproduced',
  isOpen: (world, question) => faultOf(world, question) === undefined,
  ask: (world, question) => [faultOf(world, question) ?? { state: 'open', stage: question.stage.name }],
};

function faultOf(world: World, { app, stage, release }: Question): Closed | undefined {
  return release.newest === 0 ? unfinished(world, app, stage) : undefined;
}

/** What is wrong with the rendered files of an app in this work tree: f does not reproduce them, or they are not committed. */
export function unfinished(world: World, app: string, stage: Stage): Closed | undefined {
  const path = renderedPath(app, stage);
  const closed = (because: string, help: string): Closed => ({ state: 'closed', stage: stage.name, because, help });
  if (world.workTree.unreproduced.has(path)) {
    const because = `${path} is not what the definitions give, so it is no release that ${stage.name} may get`;
    const render = app === FLEET ? 'fleetwright render' : `fleetwright render ${app}`;
    return closed(because, `run ${render}, look at the changes and commit them`);
  }
  if (!world.workTree.uncommitted.has(path)) return undefined;
  const because = `${path} has changes that are not committed: only what is committed is a release`;
  return closed(because, `git add ${path} && git commit`);
}
