import type { Definition, Scalar } from '@fleetwright/model';
import { build, type FileTree, nest } from 'kustomize-ts';
import { formatYaml } from 'kustomize-ts/yaml';
import { filledIn } from '../src/app/fill-in.ts';
import { renderVariant } from '../src/app/objects.ts';
import { variantsIn } from '../src/app/render-app.ts';
import { byCodeUnit } from '../src/deploy/names.ts';
import { fleet, rendered, resolved, valueOf } from './app-fleet.ts';

/** Facts of a made-up cluster. */
export type Facts = { readonly [fact: string]: Scalar };

/** An object, as data. */
export type PlainObject = { readonly [key: string]: unknown };

/** A tree with one overlay, in `overlay`: what a cluster with these facts would build from a release's variant. */
export function overlay(release: FileTree, environment: string, variant: string, facts: Facts): FileTree {
  const above = `../release/${environment}/config/${variant}`;
  const data = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));
  const metadata = { name: 'cluster-facts', annotations: { 'config.kubernetes.io/local-config': 'true' } };
  return new Map([
    ...nest(release, 'release'),
    ['overlay/kustomization.yaml', formatYaml({ resources: ['facts.yaml', above], components: [`${above}/facts`] })],
    ['overlay/facts.yaml', formatYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data })],
  ]);
}

/** The objects that a build of a definition's variant gives, sorted. */
export function built(definition: Definition, environment: string, variant: string, facts: Facts): PlainObject[] {
  const tree = overlay(valueOf(rendered(definition)), environment, variant, facts);
  return [...valueOf(build(tree, 'overlay')).objects].sort(byText);
}

/** The objects that rendering with the facts filled in gives, sorted: the other side of the proof obligation. */
export function expected(definition: Definition, environment: string, variant: string, facts: Facts): PlainObject[] {
  const model = valueOf(resolved(definition));
  const found = valueOf(variantsIn(model, fleet, environment)).find(({ name }) => name === variant);
  if (!found) throw new Error(`no variant ${variant}`);
  const image = (slot: string) => (model.define === 'app' ? model.images.get(slot) : undefined);
  const { objects } = renderVariant(model, fleet, environment, found);
  return objects.map((object) => filledIn(object, { fact: (name) => facts[name] ?? '', image })).sort(byText);
}

/** Objects without the hashes in the names of generated ConfigMaps, and in references to them. */
export function withoutHashes(objects: readonly PlainObject[]): PlainObject[] {
  const text = JSON.stringify(objects).replaceAll(/("[a-z0-9-]+-config)-[a-z0-9]{10}"/g, '$1"');
  const parsed = plain(text);
  return Array.isArray(parsed) ? parsed.filter(isPlainObject).sort(byText) : [];
}

function plain(json: string): unknown {
  const value: unknown = JSON.parse(json);
  return value;
}

function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null;
}

/** Sorted by kind and metadata without regard to the order of keys, which kustomize changes. */
function byText(a: PlainObject, b: PlainObject): number {
  return byCodeUnit(keyOf(a), keyOf(b));
}

function keyOf({ kind, metadata }: PlainObject): string {
  const { name, namespace } = Object.fromEntries(Object.entries(metadata ?? {}));
  return JSON.stringify([kind, namespace, String(name)]);
}
