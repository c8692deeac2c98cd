import type { Location } from '@fleetwright/diagnostics';
import type { Scope } from '../build/scope.ts';
import { mergeInPlace } from '../merge/merge.ts';
import type { Schema } from '../merge/schema.ts';
import { type InlineText, inlineFile, inText, placeIn } from '../place.ts';
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
import type { Node } from '../yaml/node.ts';
import { readResources } from '../yaml/read.ts';

/** The text of one or more patches, and where it is. */
export interface PatchText {
  readonly text: string;
  /** Of its own; {@link inlineFile} when it stands in a kustomization. */
  readonly file: string;
  /** The path of the file as it is written. */
  readonly name?: string;
  /** Where it stands when it is not the whole of a file. */
  readonly inline: InlineText | undefined;
}

/** A patch in a scalar of a file; `text` without what is left out at its ends. */
export function inlinePatch(file: string, scalar: Node | undefined, whole: string, text: string = whole): PatchText {
  const skipped = whole.slice(0, whole.indexOf(text)).split('\n').length - 1;
  return { text, file: inlineFile, inline: { file, scalar, skipped } };
}

/** What `make` makes of a patch; what it refuses in places of its text is said to be where that stands. */
export function withPatch<T>({ inline }: PatchText, make: () => T): T {
  return inline === undefined ? make() : inText(inline, make);
}

/** The strategic merge patches in a text. Refuses (FW6009) what are no objects of Kubernetes. To be called in {@link withPatch}, as all that is done with them. */
export function readPatches({ text, file, name }: PatchText, scope: Scope): readonly Resource[] {
  return readResources(text, file, name).map((node) => new Resource(node, file, [], scope.schema));
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
  const placeOf = (node: Node | undefined): Location | undefined => placeOfPart(patch, node);
  const merged = mergeInPlace(before.node, patch.node, { types, prepend: true, placeOf });
  if (merged?.kind !== 'mapping' || merged.entries.length === 0) return undefined;
  let patched = before.with(merged);
  if (!mayChangeKind) patched = setKind(patched, kind);
  if (!mayRename) patched = setName(patched, name);
  return setNamespace(patched, namespace);
}

function placeOfPart(patch: Resource, node: Node | undefined): Location | undefined {
  const { file, place } = patch;
  return file === undefined || node === undefined || node.line === 0 ? place : placeIn(file, node);
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
