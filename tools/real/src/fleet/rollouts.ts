import { binary } from '../programs.ts';
import type { Ground } from './cluster.ts';
import { answersOk } from './health.ts';
import { freePorts } from './ports.ts';
import type { ClusterState } from './state.ts';

/** Starts Argo Rollouts on a cluster that has its CRDs. */
export async function startRollouts({ supervisor }: Ground, cluster: ClusterState): Promise<void> {
  const [health = 0, metrics = 0] = await freePorts(2);
  await supervisor.start({
    name: `${cluster.name}/rollouts-controller`,
    command: binary('rollouts-controller'),
    args: [
      `--kubeconfig=${cluster.kubeconfig}`,
      '--namespace=argo-rollouts',
      '--leader-elect=false',
      `--healthzPort=${health}`,
      `--metricsPort=${metrics}`,
    ],
    ready: () => answersOk(`http://127.0.0.1:${health}/healthz`),
  });
}
