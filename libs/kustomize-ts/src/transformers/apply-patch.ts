import type { Location } from '@fleetwright/diagnostics';
import type { Scope } from '../build/scope.ts';
import { mergeInPlace } from '../merge/merge.ts';
import type { Schema } from '../merge/schema.ts';
import * as build from '../resource/build-annotations.ts';
import {
  copyMergeMetadata,
  setApiVersion,
  setKind,
  setName,
  setNamespace,
  storePreviousId,
} from '../resource/changes.ts';
import { Resource } from '../resource/resource.ts';
import { unique } from '../resource/resources.ts';
import type { Mapping, Node } from '../yaml/node.ts';
import { readResources } from '../yaml/read.ts';

/** The text of one or more patches, and where it is. */
export interface PatchText {
  readonly text: string;
  readonly file: string;
  /** The text is part of the file: lines in it are not lines of the file. */
  readonly isInline: boolean;
}

/** The strategic merge patches in a text. Refuses (FW6009) what are no objects of Kubernetes. */
export function readPatches({ text, file, isInline }: PatchText, scope: Scope): readonly Resource[] {
  return readResources(text, file).map((node) => {
    const placed: Mapping = isInline ? { ...node, line: 0, column: 0 } : node;
    return new Resource(placed, file, [], scope.schema);
  });
}

/**
 * A resource with a strategic merge patch laid on it; nothing when the patch deletes it or leaves nothing. Kind, name and namespace stay, the first two
 * unless the patch is allowed to change them. Refuses (FW6011) a patch that does not fit. As `ApplySmPatch` of api/resource/resource.go does.
 */
export function applyPatch(resource: Resource, patch: Resource, types: Schema): Resource | undefined {
  const { name, namespace, kind } = resource;
  const mayRename = patch.isEnabled(build.allowNameChange);
  const mayChangeKind = patch.isEnabled(build.allowKindChange);
  const before = mayRename || mayChangeKind ? storePreviousId(resource) : resource;
  const placeOf = (node: Node | undefined): Location | undefined => placeIn(patch, node);
  const merged = mergeInPlace(before.node, patch.node, { types, prepend: true, placeOf });
  if (merged?.kind !== 'mapping' || merged.entries.length === 0) return undefined;
  let patched = before.with(merged);
  if (!mayChangeKind) patched = setKind(patched, kind);
  if (!mayRename) patched = setName(patched, name);
  return setNamespace(patched, namespace);
}

function placeIn({ file, node: { line } }: Resource, node: Node | undefined): Location | undefined {
  if (file === undefined) return undefined;
  return line === 0 || node === undefined || node.line === 0
    ? { file }
    : { file, line: node.line, column: node.column };
}

/**
 * The resources with a patch laid on those selected, whatever type and name the patch says. Refuses as {@link applyPatch}, and (FW6010) two resources
 * with one id. As `ApplySmPatch` of api/resmap/reswrangler.go does.
 */
export function patchSelected(
  resources: readonly Resource[],
  selected: readonly Resource[],
  patch: Resource,
  types: Schema,
): readonly Resource[] {
  const chosen = new Set(selected);
  const own = copyMergeMetadata(patch, patch);
  const list = resources.flatMap((resource) => {
    if (!chosen.has(resource)) return [resource];
    const { group, version } = resource.gvk;
    const fitting = setKind(setApiVersion(own, group === '' ? version : `${group}/${version}`), patch.kind);
    return applyPatch(resource, fitting, types) ?? [];
  });
  return unique(list);
}
