import { type Diagnostic, error } from '@fleetwright/diagnostics';
import type { FileTree } from 'kustomize-ts';
import { someOf } from '../deploy/names.ts';
import { readStages, stagesRoot } from '../deploy/read-stages.ts';

/**
 * What no change of the stages may do, looked at before and after it (both with paths from `clusters/stages`): FW3004 for a cluster that
 * is in no stage any more although none held it as `gone`. It holds for rollbacks of `fleet` too.
 */
export function checkMembership(before: FileTree, after: FileTree): readonly Diagnostic[] {
  const still = new Set(readStages(after).stages.flatMap(({ fleet }) => Object.keys(fleet.clusters)));
  return readStages(before).stages.flatMap(({ name, fleet }) => {
    const lost = Object.keys(fleet.clusters).filter(
      (cluster) => fleet.clusters[cluster]?.state !== 'gone' && !still.has(cluster),
    );
    if (lost.length === 0) return [];
    const message = `${someOf(lost.toSorted())} would be in no stage any more`;
    const hint =
      'a cluster moves with `fleetwright move`, or is promoted with the state gone before it leaves the inventory';
    return [error('FW3004', message, hint, { file: `${stagesRoot}/${name}/fleet/clusters.yaml` })];
  });
}
