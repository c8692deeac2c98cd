import { type Diagnostic, error, nearest } from '@fleetwright/diagnostics';
import type { Encoded } from '../define/encode.ts';
import type { Layer, Path } from './origin.ts';
import { find, isObject, lift, type Node, override } from './override.ts';
import { didYouMean } from './words.ts';

/** What an environment or a rule changes. */
export interface TweakLayer {
  readonly layer: Layer;
  /** Leads to `tweak` in the definition. */
  readonly path: Path;
  readonly tweak: Encoded;
}

/** The settings that a definition says, before any override: the fields named. */
export function baseOf(input: { readonly [key: string]: Encoded }, fields: readonly string[], file: string): Node {
  const own = Object.entries(input).filter(([key]) => fields.includes(key));
  return lift(Object.fromEntries(own), { file, layer: 'definition' }, []);
}

/** The settings after the tweaks, in their order. */
export function merge(base: Node, tweaks: readonly TweakLayer[], file: string): Node {
  let merged = base;
  for (const { layer, path, tweak } of tweaks) merged = override(merged, tweak, { file, layer }, path);
  return merged;
}

/** Process names in a tweak that the app does not have (FW1016), and the tweak without them. */
export function knownProcesses(
  layer: TweakLayer,
  base: Node,
  file: string,
): { readonly tweak: TweakLayer; readonly errors: readonly Diagnostic[] } {
  const processes = isObject(layer.tweak) ? layer.tweak['processes'] : undefined;
  if (!isObject(layer.tweak) || !isObject(processes)) return { tweak: layer, errors: [] };
  const declared = processNames(base);
  const errors = Object.keys(processes).flatMap((name) => {
    if (declared.includes(name)) return [];
    const near = nearest(name, declared);
    const all = declared.length > 0 ? `The app has ${declared.join(', ')}` : 'The app has no processes';
    const at = { file, path: [...layer.path, 'processes', name] };
    return [error('FW1016', `the app has no process "${name}"`, `${didYouMean(near)}${all}`, at)];
  });
  const known = Object.fromEntries(Object.entries(processes).filter(([name]) => declared.includes(name)));
  return { tweak: { ...layer, tweak: { ...layer.tweak, processes: known } }, errors };
}

function processNames(base: Node): readonly string[] {
  const processes = base.node === 'object' ? base.fields.get('processes') : undefined;
  return processes?.node === 'object' ? [...processes.fields.keys()] : [];
}

/** Where the value at `path` of merged settings was said or deleted, as a place in the definition. */
export function placeIn(
  node: Node,
  path: Path,
): { readonly at: { readonly file: string; readonly path: Path }; readonly deleted: boolean } {
  const { origin, is } = find(node, path);
  return { at: { file: origin.file, path: origin.path }, deleted: is === 'deleted' };
}
