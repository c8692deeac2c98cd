import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kinds as knownKinds } from '@fleetwright/schemas';
import type { Progress } from '../../../../libs/cli/src/progress.ts';
import { startApiServer, startEtcd } from '../fleet/cluster.ts';
import { Supervisor } from '../fleet/supervisor.ts';
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
  /** Ends the run early: the programs are stopped, the folder is removed, and the signal's reason is thrown. */
  readonly signal: AbortSignal;
}

/**
 * Builds all that the work tree can be built to (overlays, hubs, variants that no overlay uses, goldens), starts an API server of
 * its own, brings the definitions that the objects need, and tries every object by server-side dry run with strict validation.
 * Nothing is left: neither program nor file.
 * @throws CannotRun where something is missing that it needs; Error where etcd or the API server does not start
 */
export async function accept({ root, crds: folder, only, progress, signal }: AcceptOptions): Promise<Report> {
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
  const { findings, kubernetes, memory } = await onServer({ progress, signal }, async (api) =>
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
async function onServer(
  { progress, signal }: Pick<AcceptOptions, 'progress' | 'signal'>,
  act: (api: Api) => Promise<Findings>,
): Promise<OnServer> {
  signal.throwIfAborted();
  const folder = mkdtempSync(join(tmpdir(), 'fleetwright-accept-'));
  const supervisor = new Supervisor(folder);
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted')),
    );
  });
  try {
    return await Promise.race([runOn(supervisor, folder, progress, act), interrupted]);
  } finally {
    progress.end();
    // Before the folder goes: etcd would go on writing to it.
    await supervisor.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runOn(
  supervisor: Supervisor,
  folder: string,
  progress: Progress,
  act: (api: Api) => Promise<Findings>,
): Promise<OnServer> {
  progress.step('Starting programs', 0, 2);
  const etcd = await startEtcd({ supervisor, folder });
  progress.step('Starting programs', 1, 2);
  const api = new Api(await startApiServer(etcd, 'accept'));
  progress.step('Starting programs', 2, 2);
  try {
    const findings = await act(api);
    const memory = Object.fromEntries(supervisor.list().map((program) => [program.name, program.memory]));
    return { findings, kubernetes: await api.version(), memory };
  } catch (error) {
    throw withLogs(error, supervisor);
  } finally {
    await api.close();
  }
}

/** What failed, and the last words of the programs that ended meanwhile. */
function withLogs(error: unknown, supervisor: Supervisor): Error {
  const ended = supervisor.list().filter(({ state }) => state === 'exited');
  const logs = ended.map(({ name, exit }) => {
    const last = readFileSync(supervisor.log(name), 'utf8').split('\n').slice(-15).join('\n');
    return `${name} ended with ${exit}:\n${last}`;
  });
  return new Error([error instanceof Error ? error.message : String(error), ...logs].join('\n'), { cause: error });
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
