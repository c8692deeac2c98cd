import { type Diagnostic, error, nearest } from '@fleetwright/diagnostics';
import { knownTo, stagesOfCluster } from './clusters.ts';
import { incomplete } from './history.ts';
import { list } from './text.ts';
import { appsOf, type PlanWorld, type Stage, stageNamed, type World } from './world.ts';

/** FW4001 for a stage that is not declared, with the stage that was meant. */
export function unknownStage(world: World, name: string): Diagnostic {
  const names = world.stages.map((stage) => stage.name);
  const ofEnvironment = world.stages.filter((stage) => stage.environment === name).map((stage) => stage.name);
  const near = nearest(name, names);
  const meant = near ? `did you mean "${near}"? ` : '';
  const start = ofEnvironment.length > 0 ? `${name} is an environment with the stages ${list(ofEnvironment)}. ` : meant;
  const hint = start === '' ? `the stages are ${list(names)}` : `${start}The stages are ${list(names)}`;
  return error('FW4001', `there is no stage "${name}"`, hint, undefined);
}

/** FW4001 for an app that nothing renders or runs. */
function unknownApp(app: string, apps: readonly string[]): Diagnostic {
  const near = nearest(app, apps);
  const start = near ? `did you mean "${near}"? The` : 'the';
  const hint = `${start} apps are ${list(apps)}; a new one is rendered first`;
  return error('FW4001', `there is no app "${app}"`, hint, undefined);
}

/** What keeps every movement of apps in a stage from being planned: a shallow clone (FW4005), names that nobody has (FW4001). */
export function unknownIn(world: World, apps: readonly string[], stage: string | undefined): readonly Diagnostic[] {
  const known = appsOf(world);
  const unknown = [...new Set(apps)].filter((app) => !known.includes(app)).sort();
  return [
    ...incomplete(world.history),
    ...(stage === undefined || stageNamed(world, stage) ? [] : [unknownStage(world, stage)]),
    ...unknown.map((app) => unknownApp(app, known)),
  ];
}

/** The one stage that holds a cluster: FW4001 when none does, or it is gone, FW3004 when two do. */
export function stageOf(world: PlanWorld, cluster: string): Stage | Diagnostic {
  const [stage, other] = stagesOfCluster(world, cluster);
  if (stage && other) {
    const message = `cluster ${cluster} is in ${stage.name} and in ${other.name}`;
    return error('FW3004', message, 'a cluster is in one stage; bring back what one of them was', undefined);
  }
  if (stage) return stage;
  const known = world.stages.flatMap(({ name }) =>
    Object.entries(knownTo(world, name)?.clusters ?? {}).map(([one, { state }]) => ({ one, state, stage: name })),
  );
  // Only clusters that are gone are left to be found: the others are some stage's.
  const gone = known.find(({ one }) => one === cluster);
  if (gone) return isGone(cluster, gone.stage);
  const near = nearest(
    cluster,
    known.flatMap(({ one, state }) => (state === 'gone' ? [] : [one])),
  );
  const hint = near ? `did you mean "${near}"?` : 'fleetwright promote fleet brings a new cluster to its stage';
  return error('FW4001', `no stage holds a cluster "${cluster}"`, hint, undefined);
}

function isGone(cluster: string, stage: string): Diagnostic {
  const hint = `nothing runs there any more; where it is to come back, say so in clusters/inventory.ts, render, commit, and fleetwright promote fleet --to ${stage}`;
  return error('FW4001', `cluster ${cluster} of ${stage} is gone`, hint, undefined);
}
