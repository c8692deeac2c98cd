import { build, type Cache, createCache, type Resource, toYaml } from 'kustomize-ts';
import type { Problem, Report } from './report.ts';
import { type Target, targetsOf } from './targets.ts';
import type { Source } from './trees.ts';

/** Where an object comes from. */
export interface Place {
  /** What was built: `clusters/overlays/eu-1/web-app`, or `<golden>: <folder in it>`. */
  readonly built: string;
  /** The file that says the object, or the kustomization that generates it; a path as in `built`. */
  readonly file: string | undefined;
}

/** Objects with the same bytes, wherever they come from: they are sent once. */
export interface Candidate {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty when the object says none. */
  readonly namespace: string;
  readonly name: string;
  /** As Argo CD gets it from the build; the server reads it as Argo CD does. */
  readonly yaml: string;
  readonly places: readonly Place[];
}

/** All that was built. */
export interface Collected {
  readonly candidates: readonly Candidate[];
  /** How many kustomizations were built. */
  readonly built: Report['built'];
  /** What could not be built. */
  readonly problems: readonly Problem[];
}

/** Builds all that the sources can be built to. */
export function collect(sources: readonly Source[]): Collected {
  const found = new Map<string, { readonly resource: Resource; readonly places: Place[] }>();
  const problems: Problem[] = [];
  // Stages mostly hold the same files, and goldens are alike: one cache for all.
  const cache = createCache();
  const built = { overlay: 0, hub: 0, variant: 0, golden: 0 };
  for (const source of sources) {
    const { tree, targets, problems: unread } = targetsOf(source.tree);
    const named = (path: string): string => (source.from === '' ? path : `${source.from}: ${path}`);
    problems.push(...unread.map(({ shows, message }) => notBuilt(named(shows), message)));
    for (const target of targets) {
      const made = resourcesOf(tree, target, cache);
      built[source.from === '' ? target.sort : 'golden'] += 1;
      if ('message' in made) problems.push(notBuilt(named(target.shows), made.message));
      else for (const resource of made.resources) add(found, resource, placeOf(resource, target, named));
    }
  }
  const candidates = [...found].map(([yaml, { resource, places }]) => candidateOf(resource, yaml, places));
  return { candidates, built, problems };
}

/** What `only` names: a kind, or an app, cluster, stage, hub or golden: a part of a path, without its ending. All when it names nothing. */
export function filtered(candidates: readonly Candidate[], only: string | undefined): readonly Candidate[] {
  if (only === undefined) return candidates;
  const wanted = only.toLowerCase();
  const isIn = (path: string): boolean => path.split(/[/:]\s*/).some((part) => part.replace(/\.golden$/, '') === only);
  return candidates.flatMap((candidate) => {
    if (candidate.kind.toLowerCase() === wanted) return [candidate];
    const places = candidate.places.filter(({ built }) => isIn(built));
    return places.length === 0 ? [] : [{ ...candidate, places }];
  });
}

function resourcesOf(
  tree: Source['tree'],
  { folder }: Target,
  cache: Cache,
): { readonly resources: readonly Resource[] } | { readonly message: string } {
  // A root.yaml is no part of a kustomization of ours, which lies beside nothing.
  const made = build(tree, folder, { cache, loadRestrictor: 'LoadRestrictionsNone' });
  if (!made.ok) return { message: made.errors.map(({ message }) => message).join('; ') };
  const { resources } = made.value;
  return resources.length === 0 ? { message: 'it builds nothing' } : { resources };
}

function add(found: Map<string, { resource: Resource; places: Place[] }>, resource: Resource, place: Place): void {
  const yaml = toYaml([resource]);
  const same = found.get(yaml);
  if (same) same.places.push(place);
  else found.set(yaml, { resource, places: [place] });
}

function placeOf({ file }: Resource, { shows }: Target, named: (path: string) => string): Place {
  return { built: named(shows), file: file === undefined ? undefined : named(file) };
}

function candidateOf({ gvk, namespace, name }: Resource, yaml: string, places: readonly Place[]): Candidate {
  const apiVersion = gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`;
  return { apiVersion, kind: gvk.kind, namespace, name, yaml, places };
}

function notBuilt(built: string, message: string): Problem {
  return {
    problem: 'not-built',
    subject: built,
    message,
    hint: '`fleetwright render --check` tells what does not belong together; goldens are written anew by `npx vitest run libs/render -u`',
    places: [],
  };
}
