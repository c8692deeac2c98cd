import { type Diagnostic, error } from '@fleetwright/diagnostics';
import type { AppModel, EscapeModel, FleetModel, PlatformModel, Variant } from '@fleetwright/model/engine';
import { type KindInfo, kinds } from '@fleetwright/schemas';
import { byCodeUnit } from '../deploy/names.ts';
import { appKinds, platformKinds } from '../kinds/index.ts';
import type { AnyEmitted, AppContext, PlatformContext } from './context.ts';
import { type DraftMap, finish, isDraftMap } from './draft.ts';
import { draftOf } from './encoded.ts';
import { patched } from './patches.ts';
import { checkPlaceholders } from './placeholders.ts';
import { namespaceOf } from './processes.ts';
import {
  contentOf,
  type DraftObject,
  describe,
  identityOf,
  type RenderedObject,
  type RenderedVariant,
} from './rendered.ts';

/** Every kind that definitions may name, by that name. */
const kindsByName: { readonly [name: string]: KindInfo | undefined } = kinds;

/** The labels of a cluster that the kinds of a definition read in one environment, for settings under some rules. */
export function readsOfKinds(
  definition: AppModel | PlatformModel,
  fleet: FleetModel,
  environment: string,
  rules: readonly string[],
): readonly string[] {
  const context = { fleet, environment, labels: {}, report: () => {} };
  if (definition.define === 'app') {
    const settings = definition.settings(environment, rules);
    return appKinds.flatMap((kind) => kind.reads?.({ ...context, definition, settings }) ?? []);
  }
  const settings = definition.settings(environment, rules);
  return platformKinds.flatMap((kind) => kind.reads?.({ ...context, definition, settings }) ?? []);
}

/** The objects of a definition in one environment, under one variant, patches and raw objects included. */
export function renderVariant(
  definition: AppModel | PlatformModel,
  fleet: FleetModel,
  environment: string,
  variant: Variant,
): RenderedVariant {
  const problems: Diagnostic[] = [];
  const report = (problem: Diagnostic): void => void problems.push(problem);
  const context = { fleet, environment, labels: variant.labels, report };
  const emitted = emit(definition, environment, variant, context);
  const types = (fact: string) => fleet.facts.get(fact)?.type;
  const escapes = definition.escapesIn(environment);
  let drafts: readonly DraftObject[] = [
    ...emitted.objects.map(draftObject),
    ...escapes.filter(({ escape }) => escape === 'raw').map((raw) => rawObject(raw, emitted.namespace)),
  ];
  drafts = withoutTwins(drafts, report);
  for (const patch of escapes.filter(({ escape }) => escape === 'patch')) {
    const result = patched(drafts, patch, types);
    drafts = result.objects;
    problems.push(...result.problems);
  }
  const objects = drafts.map(({ draft, ...rest }): RenderedObject => {
    const finished = finish(draft, rest.origin, types);
    return { ...rest, ...finished, content: contentOf(finished) };
  });
  if (definition.define === 'app') checkScope(objects, report);
  const slots = definition.define === 'app' ? definition.images.keys() : [];
  for (const object of objects) problems.push(...checkPlaceholders(object, fleet.facts.keys(), slots));
  return { variant, objects: objects.sort((a, b) => byCodeUnit(identityOf(a), identityOf(b))), problems };
}

type Base = Pick<AppContext & PlatformContext, 'fleet' | 'environment' | 'labels' | 'report'>;

function emit(
  definition: AppModel | PlatformModel,
  environment: string,
  { rules }: Variant,
  base: Base,
): { objects: readonly AnyEmitted[]; namespace: string } {
  if (definition.define === 'app') {
    const context = { ...base, definition, settings: definition.settings(environment, rules) };
    return {
      objects: appKinds.flatMap((kind) => kind.emit(context)),
      namespace: namespaceOf(context),
    };
  }
  const context = { ...base, definition, settings: definition.settings(environment, rules) };
  const namespace = base.fleet.environments.get(environment)?.namespace ?? 'default';
  return { objects: platformKinds.flatMap((kind) => kind.emit(context)), namespace };
}

function draftObject({ draft, origin, generated }: AnyEmitted): DraftObject {
  const { kind, metadata } = draft;
  const info = typeof kind === 'string' ? kindsByName[kind] : undefined;
  if (!info || !isDraftMap(metadata) || typeof metadata['name'] !== 'string') {
    throw new Error('a kind emitted an object without kind or name');
  }
  const namespace = typeof metadata['namespace'] === 'string' ? metadata['namespace'] : undefined;
  return {
    info,
    name: metadata['name'],
    namespace,
    draft: draft satisfies DraftMap,
    origin,
    generated: generated ?? false,
  };
}

/** The engine has seen that the kind exists. */
function rawObject(raw: EscapeModel, namespace: string): DraftObject {
  const info: KindInfo | undefined = kindsByName[raw.kind];
  const body = draftOf(raw.body, raw.origin);
  if (!info) throw new Error(`a raw object of the kind ${raw.kind} came through validation`);
  const { metadata, ...rest } = isDraftMap(body) ? body : {};
  const place = info.namespaced ? { namespace: raw.namespace ?? namespace } : {};
  const draft: DraftMap = {
    ...rest,
    apiVersion: info.apiVersion,
    kind: info.kind,
    metadata: { ...(isDraftMap(metadata) ? metadata : {}), name: raw.name, ...place },
  };
  return { info, name: raw.name, namespace: place.namespace, draft, origin: raw.origin, generated: false };
}

function withoutTwins(drafts: readonly DraftObject[], report: AppContext['report']): DraftObject[] {
  const found = new Map<string, DraftObject>();
  for (const draft of drafts) {
    const identity = identityOf(draft);
    const twin = found.get(identity);
    if (!twin) {
      found.set(identity, draft);
      continue;
    }
    const place = draft.namespace === undefined ? '' : ` in the namespace ${draft.namespace}`;
    const hint = `the other comes from ${twin.origin.path.join('.') || 'the definition itself'}: name one of them differently`;
    const at = { file: draft.origin.file, path: draft.origin.path };
    report(error('FW2013', `there are two objects ${describe(draft)}${place}`, hint, at));
  }
  return [...found.values()];
}

function checkScope(objects: readonly RenderedObject[], report: AppContext['report']): void {
  for (const object of objects) {
    if (object.info.namespaced) continue;
    const at = { file: object.origin.file, path: object.origin.path };
    const hint = 'make it part of a platform app (definePlatform)';
    report(
      error('FW1011', `${describe(object)} belongs to no namespace, and only platform apps own such objects`, hint, at),
    );
  }
}
