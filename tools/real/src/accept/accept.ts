import { kinds as knownKinds } from '@fleetwright/schemas';
import type { Progress } from '../../../../libs/cli/src/progress.ts';
import { startApiServer, startEtcd } from '../fleet/cluster.ts';
import { withPrograms } from '../fleet/temporary.ts';
import { Api } from './api.ts';
import { CannotRun, checkPrograms } from './cannot-run.ts';
import { Crds } from './crds.ts';
import { type Candidate, collect, filtered } from './objects.ts';
import { type KindCount, merged, type Problem, type Report } from './report.ts';
import { goldenSources, workTreeSource } from './trees.ts';
import { type Findings, keyOf, tryAll } from './try-all.ts';

/** What is tried, and with what. */
export interface AcceptOptions {
  /** The work tree whose fleet and goldens are tried. */
  readonly root: string;
  /** The folder of the CustomResourceDefinitions. */
  readonly crds: string;
  /** A kind, or a part of a path: an app, a cluster, a stage, a hub, a golden. */
  readonly only: string | undefined;
  readonly progress: Progress;
}

/**
 * Builds all that the work tree can be built to (overlays, hubs, variants that no overlay uses, goldens), starts an API server of
 * its own, brings the definitions that the objects need, and tries every object by server-side dry run with strict validation.
 * @throws CannotRun where something is missing that it needs; Error as {@link withPrograms} does where a program does not start or ends
 */
export async function accept({ root, crds: folder, only, progress }: AcceptOptions): Promise<Report> {
  const began = performance.now();
  const crds = Crds.in(folder);
  if (!crds) {
    const hint = 'FLEETWRIGHT_SHARED names the folder that has `crds` in it; by default that is ../shared';
    throw new CannotRun(`there are no CustomResourceDefinitions at ${folder}`, hint, 'io');
  }
  checkPrograms(['etcd', 'kube-apiserver']);
  const collected = collect([workTreeSource(root), ...goldenSources(root)]);
  const candidates = filtered(collected.candidates, only);
  if (candidates.length === 0) {
    const hint = 'name a kind, an app, a cluster, a stage, a hub or a golden file without its ending';
    throw new CannotRun(`nothing here is of "${only}"`, hint, 'usage');
  }
  const { findings, kubernetes, memory } = await onServer(progress, async (api) =>
    tryAll(api, candidates, crds, progress),
  );
  return {
    kubernetes,
    built: collected.built,
    kinds: counted(candidates, findings.refused),
    planted: findings.planted,
    problems: merged<Problem>([...collected.problems, ...findings.problems]),
    warnings: merged(findings.warnings),
    neverSent: only === undefined ? missing(candidates) : [],
    seconds: Math.round((performance.now() - began) / 100) / 10,
    memory,
  };
}

interface OnServer {
  readonly findings: Findings;
  readonly kubernetes: string;
  readonly memory: Report['memory'];
}

/** Does something with an API server that is there for this alone. */
async function onServer(progress: Progress, act: (api: Api) => Promise<Findings>): Promise<OnServer> {
  try {
    return await withPrograms('fleetwright-accept-', async (ground) => {
      progress.step('Starting programs', 0, 2);
      const etcd = await startEtcd(ground);
      progress.step('Starting programs', 1, 2);
      const api = new Api(await startApiServer(etcd, 'accept'));
      progress.step('Starting programs', 2, 2);
      try {
        const findings = await act(api);
        const memory = Object.fromEntries(ground.supervisor.list().map((program) => [program.name, program.memory]));
        return { findings, kubernetes: await api.version(), memory };
      } finally {
        await api.close();
      }
    });
  } finally {
    progress.end();
  }
}

/** A row for each kind, sorted. */
function counted(candidates: readonly Candidate[], refused: ReadonlySet<Candidate>): readonly KindCount[] {
  const rows = Map.groupBy(candidates, keyOf);
  return [...rows.keys()].toSorted().map((key) => {
    const [apiVersion = '', kind = ''] = key.split(' ');
    const own = rows.get(key) ?? [];
    const objects = own.flatMap(({ places }) => places).length;
    return { apiVersion, kind, objects, sent: own.length, refused: own.filter((each) => refused.has(each)).length };
  });
}

function missing(candidates: readonly Candidate[]): readonly string[] {
  const seen = new Set(candidates.map(keyOf));
  return Object.values(knownKinds)
    .map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)
    .filter((key) => !seen.has(key))
    .toSorted();
}
