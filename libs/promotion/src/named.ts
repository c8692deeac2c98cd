import { type Diagnostic, error, nearest } from '@fleetwright/diagnostics';
import { knownTo, stagesOfCluster } from './barrier.ts';
import { incomplete } from './history.ts';
import { list } from './text.ts';
import { unknownStage } from './unknown.ts';
import { appsOf, type PlanWorld, type Stage, stageNamed } from './world.ts';

/** FW4001 for an app that nothing renders or runs. */
function unknownApp(world: PlanWorld, app: string): Diagnostic {
  const apps = appsOf(world);
  const near = nearest(app, apps);
  const hint = `${near ? `did you mean "${near}"? ` : ''}The apps are ${list(apps)}`;
  return error('FW4001', `there is no app "${app}"`, hint, undefined);
}

/** What keeps every movement of an app in a stage from being planned: a shallow clone (FW4005), names that nobody has (FW4001). */
export function unknownIn(world: PlanWorld, app: string | undefined, stage: string | undefined): readonly Diagnostic[] {
  return [
    ...incomplete(world.history),
    ...(app === undefined || appsOf(world).includes(app) ? [] : [unknownApp(world, app)]),
    ...(stage === undefined || stageNamed(world, stage) ? [] : [unknownStage(world, stage)]),
  ];
}

/** The one stage that holds a cluster: FW4001 when none does, FW3004 when two do. */
export function stageOf(world: PlanWorld, cluster: string): Stage | Diagnostic {
  const [stage, other] = stagesOfCluster(world, cluster);
  if (stage && other) {
    const message = `cluster ${cluster} is in ${stage.name} and in ${other.name}`;
    return error('FW3004', message, 'a cluster is in one stage; bring back what one of them was', undefined);
  }
  if (stage) return stage;
  const names = world.stages.flatMap(({ name }) => Object.keys(knownTo(world, name)?.clusters ?? {}));
  const near = nearest(cluster, names);
  const hint = near ? `did you mean "${near}"?` : 'fleetwright promote fleet brings a new cluster to its stage';
  return error('FW4001', `no stage holds a cluster "${cluster}"`, hint, undefined);
}
