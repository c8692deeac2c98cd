import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { type AppModel, type FleetModel, factsOf, type Image, type PlatformModel } from '@fleetwright/model/engine';
import { identityOf, type RenderedObject, type RenderedVariant } from '../app/rendered.ts';

/** What a release holds, for the emitters. */
export interface ReleaseContent {
  readonly definition: AppModel | PlatformModel;
  readonly fleet: FleetModel;
  readonly environment: string;
  /** Of the app's objects, by default. */
  readonly namespace: string;
  readonly variants: readonly RenderedVariant[];
  /** Identities of the objects that are the same in every variant. */
  readonly common: ReadonlySet<string>;
  /** The images that its objects use, by slot in code-unit order. */
  readonly images: readonly Image[];
  /** Names of the facts that its objects need, in code-unit order. */
  readonly facts: readonly string[];
  readonly problems: readonly Diagnostic[];
}

/** A generated file, or a folder of them: paths relative to `rendered/<environment>`, with their text. */
export type Emitter = (release: ReleaseContent) => readonly (readonly [path: string, text: string])[];

/** Sorts what the variants of an environment share, and what they need. */
export function releaseContent(
  definition: AppModel | PlatformModel,
  fleet: FleetModel,
  environment: string,
  variants: readonly RenderedVariant[],
): ReleaseContent {
  const objects = variants.flatMap((variant) => variant.objects);
  const facts = objects.flatMap(({ lates }) => lates.flatMap(({ late }) => factsOf(late)));
  const { namespace, problems } = oneNamespace(definition, fleet, environment, variants);
  return {
    definition,
    fleet,
    environment,
    namespace,
    variants,
    common: commonTo(variants),
    images: imagesOf(definition, objects),
    facts: [...new Set(facts)].sort(),
    problems,
  };
}

/** The objects of a variant that it does not share with all others. */
export function ownOf({ common }: ReleaseContent, { objects }: RenderedVariant): readonly RenderedObject[] {
  return objects.filter((object) => !common.has(identityOf(object)));
}

/** The objects that all variants share. */
export function commonOf({ common, variants }: ReleaseContent): readonly RenderedObject[] {
  return (variants[0]?.objects ?? []).filter((object) => common.has(identityOf(object)));
}

function commonTo(variants: readonly RenderedVariant[]): ReadonlySet<string> {
  const contents = variants.map(
    ({ objects }) => new Map(objects.map((object) => [identityOf(object), object.content])),
  );
  const [first, ...others] = contents;
  const shared = [...(first ?? [])].filter(([identity, content]) =>
    others.every((other) => other.get(identity) === content),
  );
  return new Set(shared.map(([identity]) => identity));
}

function imagesOf(definition: AppModel | PlatformModel, objects: readonly RenderedObject[]): Image[] {
  const slots = new Set(objects.flatMap((object) => object.slots.map(({ text }) => text.slot)));
  const images = definition.define === 'app' ? definition.images : new Map<string, Image>();
  return [...slots].sort().map((slot) => {
    const image = images.get(slot);
    if (!image) throw new Error(`the image slot ${slot} came through validation, and is not there`);
    return image;
  });
}

/** Overlays and hubs ask a release for one namespace, so rules cannot change it. */
function oneNamespace(
  definition: AppModel | PlatformModel,
  fleet: FleetModel,
  environment: string,
  variants: readonly RenderedVariant[],
) {
  const standard = fleet.environments.get(environment)?.namespace ?? 'default';
  if (definition.define === 'platform') return { namespace: standard, problems: [] };
  const said = variants.map(({ variant }) => definition.settings(environment, variant.rules).namespace);
  const names = new Set(said.map((leaf) => (typeof leaf?.value === 'string' ? leaf.value : standard)));
  const [namespace = standard] = names;
  if (names.size < 2) return { namespace, problems: [] };
  const at = { file: definition.file, path: said.find((leaf) => leaf?.value !== namespace)?.origin.path ?? [] };
  const problem = `rules put the app into ${names.size} namespaces: ${[...names].sort().join(', ')}`;
  return { namespace, problems: [error('FW1011', problem, 'make it two apps, or choose one namespace', at)] };
}
