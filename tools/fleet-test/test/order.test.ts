import { resolveDefinition, resolveFleet, resolveInventory } from '@fleetwright/model/engine';
import { deploy, renderApp, renderFleet } from '@fleetwright/render';
import { type Loaded, type LoadedDefinition, loadDefinitions, readTree } from '@fleetwright/workspace';
import { type FileTree, nest } from 'kustomize-ts';
import { expect, it } from 'vitest';
import { isReferenceFleet, root } from '../src/fleet.ts';

/** The same data with the keys of every object the other way round. */
function reversed<T>(value: T): T;
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => reversed(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

/** The files of a tree in code-unit order of their paths. */
function sortedByPath(tree: FileTree): [string, string][] {
  return [...tree].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** All that f makes of the reference fleet, its definitions passed through `change` first. */
function rendered(loaded: Loaded, change: <T>(input: T) => T): FileTree {
  const changed = <T extends LoadedDefinition>(source: T): T => ({ ...source, input: change(source.input) });
  const value = <T>(result: { ok: true; value: T } | { ok: false; errors: readonly unknown[] }): T => {
    if (result.ok) return result.value;
    throw new Error(JSON.stringify(result.errors));
  };
  if (!loaded.fleet || !loaded.inventory) throw new Error('the fleet could not be loaded');
  const fleet = value(resolveFleet(changed(loaded.fleet)));
  const files = new Map(renderFleetFiles());
  for (const [name, source] of [...loaded.apps].toReversed()) {
    const { define, ...definition } = changed(source);
    if (define !== 'app' && define !== 'platform') throw new Error(`${name} is no app`);
    const app = value(resolveDefinition({ ...definition, define }, name, fleet, loaded.images.get(name)));
    for (const [path, content] of nest(value(renderApp(app, fleet)), name)) files.set(path, content);
  }
  return files;

  function renderFleetFiles(): FileTree {
    return loaded.inventory
      ? value(renderFleet(fleet, value(resolveInventory(changed(loaded.inventory), fleet))))
      : new Map();
  }
}

it('the order in which a definition says its fields changes no byte', async () => {
  const loaded = await loadDefinitions(root);
  expect(loaded.diagnostics).toEqual([]);
  const asWritten = sortedByPath(rendered(loaded, (input) => input));
  expect(asWritten.length).toBeGreaterThan(isReferenceFleet ? 100 : 0);
  expect(sortedByPath(rendered(loaded, reversed))).toEqual(asWritten);
});

it('the order in which stages are read changes no byte', () => {
  const stages = readTree(root, 'clusters/stages');
  if (!stages.ok) throw new Error(JSON.stringify(stages.errors));
  const generated = [stages.value, new Map([...stages.value].toReversed())].map((tree) => deploy(tree));
  const [asRead, backwards] = generated.map((result) => (result.ok ? sortedByPath(result.value) : result.errors));
  // A fleet that has begun holds nothing yet.
  expect(asRead?.length).toBeGreaterThanOrEqual(isReferenceFleet ? 300 : 0);
  expect(backwards).toEqual(asRead);
});
