import type { TransformerConfig } from '../build/scope.ts';
import { editField } from '../fields/edit-field.ts';
import { inFile, refuseField } from '../fields/errors.ts';
import { scalarSetTo } from '../fields/setters.ts';
import { placedAt } from '../place.ts';
import { refuse } from '../refusal.ts';
import { apiVersionOf, type Gvk } from '../resource/gvk.ts';
import { idText } from '../resource/res-id.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { editAll } from '../resource/resources.ts';
import { setText } from '../resource/set-field.ts';
import { get, type Mapping, type Node, rawText, type Scalar, type Sequence } from '../yaml/node.ts';
import { accountNamespaces, choose, NameCandidates } from './name-candidates.ts';
import { type ReferenceField, referenceFields } from './name-reference-fields.ts';

/**
 * Gives fields that name a resource the name that it came to have: a Deployment, say, the name of its ConfigMap with prefix and hash. Refuses (FW6015) names that
 * several resources could be meant by, (FW6017) fields that cannot hold names. As api/internal/accumulator/namereferencetransformer.go and api/filters/nameref of kustomize
 * do; where those go through the resources in an order that differs from run to run, this
 * keeps to the order of the list. That something is named is not noted down as there: nothing ever reads it.
 */
export function fixNameReferences(config: Pick<TransformerConfig, 'nameReference'>): Transformer {
  return (resources) => {
    const candidates = new NameCandidates(resources);
    return editAll(resources, (resource) => fixReferences(resource, config, candidates));
  };
}

function fixReferences(
  resource: Resource,
  { nameReference }: Pick<TransformerConfig, 'nameReference'>,
  candidates: NameCandidates,
): Resource {
  const known = referenceFields(nameReference, resource.originalId);
  if (known.fields.length === 0) return resource;
  checkType(resource);
  if (!resource.id.clusterScoped) accountNamespaces(resource);
  let fixed = resource;
  let hits = known.hits(fixed.node, candidates);
  for (let next = hits[0]; next !== undefined; ) {
    const field = known.fields[next];
    const done = next;
    if (field !== undefined) {
      const place: Place = { referrer: fixed, field, candidates, isOldName: false };
      fixed = fixField(place);
      // What was just written may be a name that another field takes for an old one.
      if (place.isOldName) hits = known.hits(fixed.node, candidates);
    }
    next = hits.find((position) => position > done);
  }
  return fixed;
}

/** `confirmNodeMatchesReferrer` of kustomize, which only a group without a name fails. */
function checkType(resource: Resource): void {
  const apiVersion = rawText(get(resource.node, 'apiVersion'));
  if (!apiVersion.startsWith('/')) return;
  refuse(
    'FW6009',
    `node-referrerOriginal 'APIVersion' mismatch '${apiVersion}' != '${apiVersionOf(resource.id)}'`,
    'Write apiVersion as `group/version`, or `version` alone for the core group.',
    resource.place,
  );
}

interface Place {
  readonly referrer: Resource;
  readonly field: ReferenceField;
  readonly candidates: NameCandidates;
  /** Whether a name found for it is one that something had before. */
  isOldName: boolean;
}

function fixField(place: Place): Resource {
  const { referrer, field } = place;
  const { node, file } = referrer;
  const about = (): string => `updating name reference in '${field.spec.path}' field of '${idText(referrer.id)}': `;
  const edit = (value: Node): Node => fixValue(value, place);
  return referrer.with(inFile(file, node, about, () => editField(node, field.spec, edit, { file })));
}

function fixValue(value: Node, place: Place): Node {
  if (value.kind === 'scalar') return value.tag === '!!null' ? value : fixName(value, place);
  return value.kind === 'mapping' ? fixMapping(value, place) : fixItems(value, place);
}

function fixItems(list: Sequence, place: Place): Sequence {
  let changed = false;
  const items = list.items.map((item) => {
    if (item.kind === 'sequence') refuseField('is expected to be either a string or a map of string', item);
    const fixed = fixValue(item, place);
    changed ||= fixed !== item;
    return fixed;
  });
  return changed ? { ...list, items } : list;
}

function fixName(value: Scalar, place: Place): Node {
  const referral = find(place, value, undefined, (a, b) => a.name === b.name);
  return referral === undefined || referral.name === value.value ? value : scalarSetTo(value, referral.name);
}

/** A mapping with a name, and perhaps a namespace: both are those of the resource that is meant. */
function fixMapping(value: Mapping, place: Place): Mapping {
  const name = get(value, 'name');
  if (name === undefined) return refuseField("path config error; no 'name' field in node", value);
  const namespace = get(value, 'namespace');
  const old = rawText(name);
  const written = namespace === undefined ? undefined : rawText(namespace);
  const areSame = (a: Resource, b: Resource): boolean => a.name === b.name && a.namespace === b.namespace;
  const referral = find(place, name, written, areSame);
  if (referral === undefined || (referral.name === old && referral.namespace === '')) return value;
  const named = setText(value, 'name', referral.name);
  return referral.namespace === '' ? named : setText(named, 'namespace', referral.namespace);
}

function find(
  place: Place,
  written: Node,
  namespace: string | undefined,
  areSame: (a: Resource, b: Resource) => boolean,
): Resource | undefined {
  const { referrer, field, candidates } = place;
  const role = field.spec.path.endsWith('roleRef/name') ? roleOf(referrer) : undefined;
  const name = rawText(written);
  const found = candidates.find({ name, namespace, target: field.target, role }, referrer);
  // Without a file, as all that is refused of a field.
  const at = () => ({ file: '', line: written.line, column: written.column });
  const referral = placedAt(at, '', () => choose(found, referrer, areSame));
  if (referral !== undefined && candidates.has(referral.name)) place.isOldName = true;
  return referral;
}

/** The type that `roleRef` names; `undefined` when it does not say group and kind. */
function roleOf(referrer: Resource): Gvk | undefined {
  const role = get(referrer.node, 'roleRef');
  const group = get(role, 'apiGroup');
  const kind = get(role, 'kind');
  if (group === undefined || kind === undefined) return undefined;
  return { group: rawText(group), version: '', kind: rawText(kind) };
}
