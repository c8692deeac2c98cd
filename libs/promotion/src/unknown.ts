import { type Diagnostic, error, nearest } from '@fleetwright/diagnostics';
import { list } from './text.ts';
import type { World } from './world.ts';

/** FW4001 for a stage that is not declared, with the stage that was meant. */
export function unknownStage(world: World, name: string): Diagnostic {
  const names = world.stages.map((stage) => stage.name);
  const ofEnvironment = world.stages.filter((stage) => stage.environment === name).map((stage) => stage.name);
  const near = nearest(name, names);
  const meant = near ? `did you mean "${near}"? ` : '';
  const start = ofEnvironment.length > 0 ? `${name} is an environment with the stages ${list(ofEnvironment)}. ` : meant;
  return error('FW4001', `there is no stage "${name}"`, `${start}The stages are ${list(names)}`, undefined);
}
