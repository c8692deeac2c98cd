import { Kube } from '../kube.ts';
import { applications, isFine, type Summary } from './applications.ts';
import { programsOf } from './connect.ts';
import { standIns } from './kwok.ts';
import type { State } from './state.ts';
import type { Status } from './supervisor.ts';

/** What `fleet status` tells; with `--json` it is the document. */
export interface FleetStatus {
  readonly schema: 'fleetwright/fleet-status/v1';
  readonly name: string;
  readonly repository: string;
  readonly workTree: string;
  readonly clusters: readonly {
    readonly name: string;
    readonly is: 'hub' | 'spoke';
    readonly stage?: string;
    readonly hub?: string;
    readonly server: string;
    readonly kubeconfig: string;
    /** Argo CD's API and pages, of a hub. */
    readonly argocd?: string;
  }[];
  /** Clusters of the inventory that do not run. */
  readonly leftOut: readonly string[];
  readonly applications: { readonly all: number; readonly fine: number; readonly others: readonly Summary[] };
  readonly programs: readonly Status[];
  /** Bytes of all programs together. */
  readonly memory: number;
  /** What the harness does in the place of controllers that do not run. */
  readonly standIns: ReturnType<typeof standIns>;
}

/** Looks at a running fleet. @throws Error where the process that holds it does not answer */
export async function fleetStatus(state: State): Promise<FleetStatus> {
  const programs = await programsOf(state);
  const found = (await Promise.all(state.hubs.map(applicationsOf))).flat();
  return {
    schema: 'fleetwright/fleet-status/v1',
    name: state.name,
    repository: state.repository.url,
    workTree: state.repository.workTree,
    clusters: [
      ...state.hubs.map(({ name, server, kubeconfig, argocd }) => ({
        name,
        is: 'hub' as const,
        server,
        kubeconfig,
        argocd,
      })),
      ...state.spokes.map(({ name, stage, hub, server, kubeconfig }) => ({
        name,
        is: 'spoke' as const,
        stage,
        hub,
        server,
        kubeconfig,
      })),
    ],
    leftOut: state.leftOut,
    applications: { all: found.length, fine: found.filter(isFine).length, others: found.filter((one) => !isFine(one)) },
    programs,
    memory: sumOf(programs.map(({ memory }) => memory)),
    standIns: standIns(),
  };
}

/** None where the hub does not answer: its programs say why. */
async function applicationsOf(hub: State['hubs'][number]): Promise<readonly Summary[]> {
  const kube = new Kube(hub);
  try {
    return await applications(kube);
  } catch {
    return [];
  } finally {
    await kube.close();
  }
}

/** The sum. */
export function sumOf(numbers: readonly number[]): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}
