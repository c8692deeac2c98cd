import { type Diagnostic, error } from '@fleetwright/diagnostics';
import type { FileTree } from 'kustomize-ts';
import { someOf } from '../deploy/names.ts';
import { readStages, stagesRoot } from '../deploy/read-stages.ts';

/**
 * What no change of the stages may do, looked at before and after it (both with paths from `clusters/stages`): FW3004 for a cluster that
 * is in no stage any more although none held it as `gone`. It holds for rollbacks of `fleet` too.
 */
export function checkMembership(before: FileTree, after: FileTree): readonly Diagnostic[] {
  const next = readStages(after).stages;
  const alive = (cluster: string): boolean =>
    next.some(({ fleet }) => (fleet.clusters[cluster]?.state ?? 'gone') !== 'gone');
  return readStages(before).stages.flatMap(({ name, fleet }) => {
    const kept = next.find((stage) => stage.name === name)?.fleet.clusters ?? {};
    const lost = Object.keys(fleet.clusters).filter(
      (cluster) => fleet.clusters[cluster]?.state !== 'gone' && !kept[cluster] && !alive(cluster),
    );
    if (lost.length === 0) return [];
    const message = `${someOf(lost.toSorted())} would be in no stage any more`;
    const hint =
      'promote it with the state gone before it leaves the inventory; `fleetwright new stage <stage> --from <stage>` splits a stage';
    return [error('FW3004', message, hint, { file: `${stagesRoot}/${name}/fleet/clusters.yaml` })];
  });
}
