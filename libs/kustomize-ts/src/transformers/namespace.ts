import { editFields, type FieldEdit } from '../fields/edit-field.ts';
import { inFile, wrongKind } from '../fields/errors.ts';
import { scalarSetTo } from '../fields/setters.ts';
import type { FieldSpec } from '../kustomization/types.ts';
import { refuse } from '../refusal.ts';
import { helmGenerated } from '../resource/build-annotations.ts';
import { storePreviousId } from '../resource/changes.ts';
import { idKey, idText } from '../resource/res-id.ts';
import type { Resource, Transformer } from '../resource/resource.ts';
import { editAll } from '../resource/resources.ts';
import { goJson } from '../yaml/go-json.ts';
import { get, isNull, type Mapping, type Node, rawText } from '../yaml/node.ts';
import { valueOf } from '../yaml/value.ts';
import { editSubjects, type SubjectMode, subjectMode } from './role-binding-subjects.ts';

export interface NamespaceArgs {
  readonly namespace: string;
  readonly fieldSpecs: readonly FieldSpec[];
  /** Only where there is none yet. */
  readonly unsetOnly: boolean;
  /** `defaultOnly` (also when empty), `allServiceAccounts` or `none`. */
  readonly setRoleBindingSubjects: string;
}

interface Setting extends NamespaceArgs {
  readonly subjects: SubjectMode;
  readonly set: FieldEdit;
}

const metadataNamespace: readonly FieldSpec[] = [
  { group: '', version: '', kind: '', path: 'metadata/namespace', create: true },
];

/**
 * Sets the namespace of every resource that can have one, and what the specifications say beside it. Refuses (FW6010) what gets the id of another
 * resource by it, (FW6017) fields that are no text, and (FW6002) a mode for subjects that does not exist. As NamespaceTransformer and api/filters/namespace of
 * kustomize do.
 */
export function namespaceTransformer(args: NamespaceArgs): Transformer {
  const setting = settingOf(args);
  if (args.namespace === '') return (resources) => resources;
  return (resources) => {
    const counts = countIds(resources);
    const done: Resource[] = [];
    return editAll(resources, (resource, index) => {
      const moved =
        resource.annotation(helmGenerated) === 'true' ? resource : inNamespace(storePreviousId(resource), setting);
      done.push(moved);
      if (moved !== resource) {
        count(counts, resource, -1);
        if (count(counts, moved, 1) !== 1) refuseConflict(moved, [...done, ...resources.slice(index + 1)]);
      }
      return moved;
    });
  };
}

function settingOf(args: NamespaceArgs): Setting {
  return { ...args, subjects: subjectMode(args.setRoleBindingSubjects), set: setter(args) };
}

function setter({ namespace, unsetOnly }: NamespaceArgs): FieldEdit {
  return (node) => (unsetOnly && hasText(node) ? node : scalarSetTo(node, namespace, '!!str'));
}

function hasText(node: Node): boolean {
  return node.kind === 'scalar' && node.tag !== '!!null' && node.value !== '';
}

function countIds(resources: readonly Resource[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const resource of resources) count(counts, resource, 1);
  return counts;
}

function count(counts: Map<string, number>, resource: Resource, change: number): number {
  const key = idKey(resource.id);
  const sum = (counts.get(key) ?? 0) + change;
  counts.set(key, sum);
  return sum;
}

function refuseConflict(resource: Resource, all: readonly Resource[]): never {
  const key = idKey(resource.id);
  const same = all.filter((other) => idKey(other.id) === key);
  return refuse(
    'FW6010',
    `namespace transformation produces ID conflict: [${same.map((other) => goJson(valueOf(other.node, other.file))).join(' ')}]`,
    `In one namespace, only one resource can be ${idText(resource.id)}: rename one of them.`,
    resource.place,
    same.map(({ place }) => place),
  );
}

/** One resource with the namespace in all those places, its previous id not remembered: api/filters/namespace, as ValueAddTransformer uses it. */
export function withNamespaceFields(resource: Resource, args: NamespaceArgs): Resource {
  return inNamespace(resource, settingOf(args));
}

function inNamespace(stored: Resource, setting: Setting): Resource {
  const { node, file } = stored;
  const { clusterScoped, kind } = stored.id;
  // Never by the specifications, which know nothing of types without namespace.
  const placed = clusterScoped
    ? node
    : editFields(node, metadataNamespace, setting.set, { create: { kind: 'scalar', tag: '' }, file });
  const isBinding = isRoleBinding(kind);
  const bound = isBinding ? withSubjects(placed, setting, file) : placed;
  const specs = specsFor(setting.fieldSpecs, rawText(get(node, 'apiVersion')) === 'v1', isBinding);
  return stored.with(editOthers(bound, specs, setting, file));
}

function isRoleBinding(kind: string): boolean {
  return kind === 'RoleBinding' || kind === 'ClusterRoleBinding';
}

const chosen = new WeakMap<readonly FieldSpec[], Map<string, readonly FieldSpec[]>>();

/** The specifications less those whose fields have rules of their own. */
function specsFor(specs: readonly FieldSpec[], isCore: boolean, isBinding: boolean): readonly FieldSpec[] {
  const variants = chosen.get(specs) ?? new Map<string, readonly FieldSpec[]>();
  chosen.set(specs, variants);
  const key = `${isCore} ${isBinding}`;
  let found = variants.get(key);
  if (found === undefined) {
    found = specs.filter(({ path, kind }) => {
      if (path === 'metadata/namespace' || (path === 'metadata/name' && !isCore)) return false;
      return !(isBinding && isRoleBinding(kind) && path === 'subjects/namespace');
    });
    variants.set(key, found);
  }
  return found;
}

function withSubjects(node: Mapping, setting: Setting, file: string | undefined): Mapping {
  const subjects = get(node, 'subjects');
  if (setting.subjects === 'none' || isNull(subjects)) return node;
  const prefix = (): string => 'setting namespace on (cluster)role binding subjects: ';
  const edited = inFile(file, node, prefix, () => editSubjects(subjects, setting.subjects, setting.set));
  if (edited === subjects) return node;
  const entries = node.entries.map((entry) => (entry.value === subjects ? { key: entry.key, value: edited } : entry));
  return { ...node, entries };
}

function editOthers(node: Mapping, specs: readonly FieldSpec[], setting: Setting, file: string | undefined): Mapping {
  let isOtherKind = false;
  const set: FieldEdit = (value) => {
    if (value.kind === 'scalar') return setting.set(value);
    isOtherKind = true;
    return wrongKind('scalar', value);
  };
  const prefix = (): string =>
    isOtherKind ? 'namespace field specs must target scalar nodes: ' : 'namespace transformation failed: ';
  const options = { create: { kind: 'scalar', tag: '!!str' }, file } as const;
  return inFile(file, node, prefix, () => editFields(node, specs, set, options));
}
