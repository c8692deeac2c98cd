import { refuse } from '../refusal.ts';
import { samePrefixesAndSuffixes } from '../resource/changes.ts';
import { type Gvk, isSelected } from '../resource/gvk.ts';
import { type Id, idText, noNamespace } from '../resource/res-id.ts';
import type { Resource } from '../resource/resource.ts';
import { get, type Node, type Scalar } from '../yaml/node.ts';
import { resolvePlain } from '../yaml/resolve-value.ts';

/** What a field says beside the name that it holds. */
export interface Question {
  readonly name: string;
  /** Of the object that the field is of. */
  readonly target: Gvk;
  /** Said by `roleRef`; `undefined`: nothing. */
  readonly role: Gvk | undefined;
  /** Said beside the name; `undefined`: nothing. */
  readonly namespace: string | undefined;
}

interface Candidate {
  readonly resource: Resource;
  readonly position: number;
}

/** The resources that had one name before, by their effective namespaces. */
interface Named {
  readonly current: Map<string, Candidate[]>;
  readonly original: Map<string, Candidate[]>;
}

/** What there is in one namespace that resources were in first: where these are now. */
interface Whereabouts {
  readonly effective: Set<string>;
  readonly written: Set<string>;
}

/** The resources that can be named, to be looked up by the names they had before. */
export class NameCandidates {
  readonly #byName = new Map<string, Named>();
  readonly #byOriginalNamespace = new Map<string, Whereabouts>();

  constructor(resources: readonly Resource[]) {
    for (const [position, resource] of resources.entries()) {
      const { id, previousIds, originalId } = resource;
      this.#note(originalId.effectiveNamespace, id);
      for (const { name } of previousIds) this.#add(name, { resource, position });
    }
  }

  #note(namespace: string, id: Id): void {
    let found = this.#byOriginalNamespace.get(namespace);
    if (found === undefined) {
      found = { effective: new Set(), written: new Set() };
      this.#byOriginalNamespace.set(namespace, found);
    }
    found.effective.add(id.effectiveNamespace);
    found.written.add(id.namespace);
  }

  #add(name: string, candidate: Candidate): void {
    let named = this.#byName.get(name);
    if (named === undefined) {
      named = { current: new Map(), original: new Map() };
      this.#byName.set(name, named);
    }
    const { id, originalId } = candidate.resource;
    addTo(named.current, id.effectiveNamespace, candidate);
    addTo(named.original, originalId.effectiveNamespace, candidate);
  }

  /** Whether a resource had this name before. */
  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** Those that a field of the referrer can mean, in the order of all resources. As `selectReferral` of api/filters/nameref sorts them out, up to prefixes. */
  find(question: Question, referrer: Resource): readonly Resource[] {
    const named = this.#byName.get(question.name);
    if (named === undefined) return [];
    const { target, role } = question;
    return this.#reachable(named, question.namespace, referrer)
      .filter(({ resource }) => wasOf(resource, target) && (role === undefined || wasOf(resource, role)))
      .sort((a, b) => a.position - b.position)
      .map(({ resource }) => resource);
  }

  /** Where a namespace stands beside a name, those are meant that were in it first, if there are any at all, else those that are in it now. */
  #reachable({ current, original }: Named, wanted: string | undefined, referrer: Resource): readonly Candidate[] {
    const { clusterScoped } = referrer.id;
    if (wanted === undefined) return clusterScoped ? [...current.values()].flat() : around(current, referrer);
    if (wanted === noNamespace) return [];
    const byOriginal = this.#wasAnyIn(wanted, referrer);
    if (clusterScoped) return (byOriginal ? original : current).get(wanted) ?? [];
    return around(current, referrer).filter(
      ({ resource: { id, originalId } }) => (byOriginal ? originalId : id).effectiveNamespace === wanted,
    );
  }

  #wasAnyIn(wanted: string, referrer: Resource): boolean {
    const found = this.#byOriginalNamespace.get(wanted);
    if (found === undefined) return false;
    if (referrer.id.clusterScoped) return true;
    if (found.effective.has(noNamespace) || found.effective.has(referrer.id.effectiveNamespace)) return true;
    return [...accountNamespaces(referrer)].some((namespace) => found.written.has(namespace));
  }
}

function addTo(namespaces: Map<string, Candidate[]>, namespace: string, candidate: Candidate): void {
  const candidates = namespaces.get(namespace);
  if (candidates === undefined) namespaces.set(namespace, [candidate]);
  else if (candidates.at(-1)?.position !== candidate.position) candidates.push(candidate);
}

/** Candidates for a referrer in a namespace: those in the same one, those in none, and service accounts that it names as subjects. */
function around(namespaces: ReadonlyMap<string, readonly Candidate[]>, referrer: Resource): readonly Candidate[] {
  const own = referrer.id.effectiveNamespace;
  const accounts = [...accountNamespaces(referrer)].flatMap((namespace) => {
    const effective = namespace || 'default';
    if (effective === own) return [];
    const there = namespaces.get(effective) ?? [];
    return there.filter(({ resource: { id } }) => id.namespace === namespace && id.kind === 'ServiceAccount');
  });
  return [...(namespaces.get(own) ?? []), ...(namespaces.get(noNamespace) ?? []), ...accounts];
}

/** Whether one of the types that the resource had before is this one. */
function wasOf(resource: Resource, type: Gvk): boolean {
  return resource.previousIds.some((id) => isSelected(id, type));
}

const noNamespaces: ReadonlySet<string> = new Set();
const accounts = new WeakMap<Node, ReadonlySet<string>>();

/**
 * Namespaces of the service accounts that a RoleBinding names. Refuses (FW6009) subjects that are no objects, or whose namespace is no text. As
 * `getNamespacesForRoleBinding` of api/resmap does.
 */
export function accountNamespaces(resource: Resource): ReadonlySet<string> {
  const subjects = resource.kind === 'RoleBinding' ? get(resource.node, 'subjects') : undefined;
  if (subjects?.kind !== 'sequence') return noNamespaces;
  let found = accounts.get(subjects);
  if (found === undefined) {
    found = new Set(subjects.items.flatMap((subject) => accountNamespace(subject, resource)));
    accounts.set(subjects, found);
  }
  return found;
}

function accountNamespace(subject: Node, resource: Resource): readonly string[] {
  const kind = get(subject, 'kind');
  const namespace = get(subject, 'namespace');
  if (subject.kind !== 'mapping') return refuseSubject(resource, 'a subject is not an object');
  if (namespace === undefined || kind === undefined) return [];
  if (!isText(kind)) return refuseSubject(resource, 'the kind of a subject is not text');
  if (kind.value !== 'ServiceAccount') return [];
  if (isText(namespace)) return [namespace.value];
  const id = idText(resource.id);
  return refuseSubject(resource, `Invalid Input: namespace is blank for resource ${JSON.stringify(id)}`);
}

function isText(node: Node): node is Scalar {
  if (node.kind !== 'scalar') return false;
  if (node.tag !== '') return node.tag === '!!str';
  return node.style !== 'plain' || resolvePlain(node.value).tag === '!!str';
}

function refuseSubject(resource: Resource, message: string): never {
  return refuse(
    'FW6009',
    message,
    'Give each subject of the RoleBinding its kind, name and namespace.',
    resource.place,
  );
}

/**
 * The one that is meant; `undefined` when none is, or when it is not clear which. Refuses (FW6015, without a place) several that `areSame` does not take for one. As the
 * second half of `selectReferral` of api/filters/nameref does.
 */
export function choose(
  candidates: readonly Resource[],
  referrer: Resource,
  areSame: (a: Resource, b: Resource) => boolean,
): Resource | undefined {
  if (candidates.length === 1) return candidates[0];
  let left = candidates.filter((candidate) => samePrefixesAndSuffixes(candidate, referrer, true));
  if (left.length > 1) left = left.filter((candidate) => samePrefixesAndSuffixes(candidate, referrer, false));
  const [chosen] = left;
  if (chosen === undefined || left.every((candidate) => areSame(chosen, candidate))) return chosen;
  return refuse(
    'FW6015',
    `found multiple possible referrals: ${left.map((candidate) => idText(candidate.id)).join(', ')}`,
    `${idText(referrer.id)} names something that came to have several names: give these names of their own before they meet.`,
    undefined,
    left.map(({ place }) => place),
  );
}
