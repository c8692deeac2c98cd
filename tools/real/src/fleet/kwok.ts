import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { goModule } from '../go-module.ts';
import { Kube, KubeError, type KubeObject, until } from '../kube.ts';
import { binary, repositoryRoot } from '../programs.ts';
import type { Ground } from './cluster.ts';
import { applyCrds, definition, knows } from './crds.ts';
import { answersOk } from './health.ts';
import { freePorts } from './ports.ts';
import type { ClusterState } from './state.ts';

// What kubelets and the controllers of clouds and add-ons would do is played by kwok from Stages, one a file
// (https://kwok.sigs.k8s.io/docs/user/stages-configuration/). The cluster holds them as objects, since kwok exits on a
// Stage in a file whose kind the cluster does not know, and definitions may come late.

const folder = join(repositoryRoot, 'tools/real/stand-ins');

/** What a controller that does not run here would do, and is done in its place. */
export interface StandIn {
  readonly name: string;
  /** The controller that it stands in for. */
  readonly for: string;
  /** What it does, a line. */
  readonly does: string;
}

const stage = z.looseObject({
  apiVersion: z.literal('kwok.x-k8s.io/v1alpha1'),
  kind: z.literal('Stage'),
  metadata: z.looseObject({
    name: z.string(),
    annotations: z.object({ 'fleetwright.dev/stands-in-for': z.string(), 'fleetwright.dev/does': z.string() }),
  }),
  spec: z.looseObject({ resourceRef: z.object({ apiGroup: z.string(), kind: z.string() }) }),
});

type Stage = z.infer<typeof stage> & KubeObject;

/** Everything that the harness stands in for, by name. */
export function standIns(): readonly StandIn[] {
  return stages().map(({ metadata: { name, annotations } }) => ({
    name,
    for: annotations['fleetwright.dev/stands-in-for'],
    does: annotations['fleetwright.dev/does'],
  }));
}

/** Starts kwok on a cluster with the stand-ins for the kinds that it knows by now; all its nodes are Ready then. */
export async function startKwok({ supervisor }: Ground, cluster: ClusterState): Promise<void> {
  const [port = 0] = await freePorts(1);
  const kube = new Kube(cluster);
  try {
    await playStandIns(kube);
  } finally {
    await kube.close();
  }
  await supervisor.start({
    name: `${cluster.name}/kwok`,
    command: binary('kwok'),
    args: [
      `--kubeconfig=${cluster.kubeconfig}`,
      '--manage-all-nodes=true',
      '--enable-crds=Stage',
      `--server-address=127.0.0.1:${port}`,
      // A kwok that was killed would keep its leases from the next one for as long as they last.
      '--node-lease-duration-seconds=0',
    ],
    ready: async () => (await answersOk(`http://127.0.0.1:${port}/healthz`)) && (await areNodesReady(cluster)),
  });
}

/**
 * Gives a cluster the stand-ins for the kinds that it knows: at its start, and again when definitions have come since.
 * @returns the names of the stand-ins that play
 */
export async function playStandIns(kube: Kube): Promise<readonly string[]> {
  const file = join(await goModule('kwok', 'sigs.k8s.io/kwok'), 'kustomize/crd/bases/kwok.x-k8s.io_stages.yaml');
  await applyCrds(kube, [definition(readFileSync(file, 'utf8'))]);
  const names = await Promise.all(
    stages().map(async (found) => {
      if (!(await isKnown(kube, found.spec.resourceRef))) return [];
      await kube.apply(found);
      return [found.metadata.name];
    }),
  );
  return names.flat();
}

function stages(): readonly Stage[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.sort().map((file) => stage.parse(parse(readFileSync(join(folder, file), 'utf8'))));
}

async function isKnown(kube: Kube, { apiGroup, kind }: Stage['spec']['resourceRef']): Promise<boolean> {
  const path = apiGroup.includes('/') ? `apis/${apiGroup}` : `api/${apiGroup}`;
  try {
    if (!knows(await kube.request('GET', `/${path}`), kind)) return false;
  } catch (error) {
    if (error instanceof KubeError && error.status === 404) return false;
    throw error;
  }
  // kwok reads the schema of the kind once, when the Stage comes, and gives the kind up where there is none yet.
  await until(`the schema of ${kind} is published`, async () =>
    JSON.stringify(await kube.request('GET', `/openapi/v3/${path}`)).includes(`"kind":"${kind}"`),
  );
  return true;
}

async function areNodesReady(cluster: ClusterState): Promise<boolean> {
  const kube = new Kube(cluster);
  try {
    const nodes = await kube.list({ apiVersion: 'v1', kind: 'Node' });
    return nodes.length > 0 && nodes.every((node) => readiness.safeParse(node['status']).success);
  } finally {
    await kube.close();
  }
}

const readiness = z.looseObject({
  conditions: z
    .array(z.looseObject({ type: z.string(), status: z.string() }))
    .refine((conditions) => conditions.some(({ type, status }) => type === 'Ready' && status === 'True')),
});
