import type { Progress } from '../../../../libs/cli/src/progress.ts';
import { eightAtATime } from '../eight-at-a-time.ts';
import type { Api, Resource } from './api.ts';
import type { Crds } from './crds.ts';
import type { Candidate } from './objects.ts';
import { type Plant, plants } from './plants.ts';
import { hintFor, type Problem, type Report, subjectOf, type Warning } from './report.ts';

/** What the server said. */
export interface Findings {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
  readonly refused: ReadonlySet<Candidate>;
  readonly planted: Report['planted'];
}

/** What is asked of an API server. */
export type Server = Pick<Api, 'define' | 'makeNamespace' | 'resource' | 'served' | 'tryOut'>;

/** The kind of an object: `apps/v1 Deployment`. */
export function keyOf({ apiVersion, kind }: Candidate): string {
  return `${apiVersion} ${kind}`;
}

/** Tries all objects on a server that has nothing yet, then those that are wrong on purpose. */
export async function tryAll(
  api: Server,
  candidates: readonly Candidate[],
  crds: Crds,
  progress: Progress,
): Promise<Findings> {
  const problems: Problem[] = [];
  const warnings: Warning[] = [];
  const refused = new Set<Candidate>();
  const { resources, unknown } = await defineKinds(api, candidates, crds, progress);
  problems.push(...unknown);
  let done = 0;
  const tryOne = async (candidate: Candidate): Promise<void> => {
    progress.step('Trying objects', done, candidates.length);
    const resource = resources.get(keyOf(candidate));
    const answer = resource && (await api.tryOut(candidate, resource));
    done += 1;
    if (!answer?.accepted) refused.add(candidate);
    const { places } = candidate;
    for (const message of answer?.warnings ?? []) warnings.push({ subject: keyOf(candidate), message, places });
    if (!answer || answer.accepted) return;
    const { message } = answer;
    problems.push({ problem: 'refused', subject: subjectOf(candidate), message, hint: hintFor(message), places });
  };
  const isInNamespace = (candidate: Candidate): boolean => resources.get(keyOf(candidate))?.namespaced === true;
  // Namespaces first, while none is there: an object that is there would be tried as a change.
  await eightAtATime(
    candidates.filter((candidate) => !isInNamespace(candidate)),
    tryOne,
  );
  const inNamespaces = candidates.filter(isInNamespace);
  const namespaces = new Set(inNamespaces.map(({ namespace }) => namespace).filter((name) => name !== ''));
  await eightAtATime(namespaces, async (name) => api.makeNamespace(name));
  await eightAtATime(inNamespaces, tryOne);
  const planted = plants(candidates.filter((candidate) => !refused.has(candidate)));
  const taken = await tryPlants(api, planted, resources);
  return {
    problems: [...problems, ...taken],
    warnings,
    refused,
    planted: { sent: planted.length, refused: planted.length - taken.length },
  };
}

interface Kinds {
  /** By {@link keyOf}. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly unknown: readonly Problem[];
}

/** How the server names each kind; those that Kubernetes does not have are defined first. */
async function defineKinds(
  api: Server,
  candidates: readonly Candidate[],
  crds: Crds,
  progress: Progress,
): Promise<Kinds> {
  const resources = new Map<string, Resource>();
  const unknown: Problem[] = [];
  const kinds = [...Map.groupBy(candidates, keyOf).values()];
  await eightAtATime(kinds, async (objects) => {
    const [first] = objects;
    if (!first) return;
    progress.step('Defining kinds', resources.size, kinds.length);
    const resource = await defined(api, first, crds);
    if (typeof resource !== 'string') resources.set(keyOf(first), resource);
    else unknown.push(unknownKind(objects, resource));
  });
  return { resources, unknown };
}

/** How the server names a kind, or why it does not know it. */
async function defined(api: Server, { apiVersion, kind }: Candidate, crds: Crds): Promise<Resource | string> {
  const known = await api.resource(apiVersion, kind);
  if (known) return known;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const crd = crds.find({ group, kind });
  if (!crd) return `neither Kubernetes nor a CustomResourceDefinition has a ${kind} in the group "${group}"`;
  await api.define(crd);
  return (await api.served(apiVersion, kind)) ?? `${crd.name} is defined, but not served as ${apiVersion}`;
}

function unknownKind(objects: readonly Candidate[], message: string): Problem {
  const [first] = objects;
  return {
    problem: 'unknown-kind',
    subject: first ? keyOf(first) : '',
    message,
    hint: 'add its CustomResourceDefinition to the folder of those (`crds` in the shared material), or emit a version that it serves',
    places: objects.flatMap(({ places }) => places),
  };
}

/** What of the wrong the server takes, or refuses for something else than what is wrong with it. */
async function tryPlants(
  api: Server,
  planted: readonly Plant[],
  resources: ReadonlyMap<string, Resource>,
): Promise<readonly Problem[]> {
  const taken: Problem[] = [];
  await eightAtATime(planted, async ({ candidate, wrong, says }) => {
    // Not all of those that are always planted are kinds of the fleet.
    const resource = resources.get(keyOf(candidate)) ?? (await api.resource(candidate.apiVersion, candidate.kind));
    if (!resource) throw new Error(`the server does not know ${keyOf(candidate)}`);
    const { accepted, message } = await api.tryOut(candidate, resource);
    if (!accepted && says.test(message)) return;
    taken.push({
      problem: 'not-refused',
      subject: wrong,
      message: accepted ? 'the server did not refuse what is wrong' : `it was refused for something else: ${message}`,
      hint: 'what was accepted proves nothing until this is refused: see how the server is started and asked',
      places: candidate.places,
    });
  });
  return taken;
}
