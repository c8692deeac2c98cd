import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { error, fail, hasErrors, ok, type Result } from '@fleetwright/diagnostics';
import { type AppModel, type PlatformModel, resolveDefinition } from '@fleetwright/model/engine';
import { parseEntry, parsePath, treeAt } from '@fleetwright/promotion';
import type { TreeChange } from '@fleetwright/workspace';
import type { Context } from './context.ts';
import { compareAll, render } from './generate.ts';
import type { Ledger } from './ledger.ts';
import { type RetiredDefinition, retiredData, retiredText } from './templates/retired.ts';
import { changeByHand } from './write.ts';

/**
 * Makes `apps/<app>/app.ts` say that the app is retired, removes its `images.yaml`, and renders it: all of it, or nothing.
 * Gives the files that changed.
 */
export async function declareRetired(
  context: Context,
  ledger: Ledger,
  app: string,
  reason: string,
): Promise<Result<readonly TreeChange[]>> {
  const { definitions: world } = ledger;
  const model = world.definitions.get(app);
  if (!model) return fail([notThere(app)]);
  const retired = definitionOf(ledger, model, reason);
  const source = { file: model.file, input: retiredData(retired), define: model.define };
  const resolved = resolveDefinition(source, app, world.fleet, undefined);
  if (!resolved.ok) return resolved;
  const next = { ...world, definitions: new Map([...world.definitions, [app, resolved.value]]) };
  const rendering = render(next, [app]);
  if (hasErrors(rendering.diagnostics)) return fail(rendering.diagnostics);
  const generated = compareAll(context.root, next, rendering, { only: [app] });
  if (!generated.ok) return generated;

  const images = `apps/${app}/images.yaml`;
  const seen = readIfThere(context.root, [model.file, images]);
  const files = new Map([
    ...[...seen.keys()].map((file) => [file, undefined] as const),
    [model.file, retiredText(retired)],
  ]);
  const byHand = changeByHand(files, seen);
  const wanted = new Map([...byHand.wanted, ...generated.value.wanted]);
  const changes = [...byHand.changes, ...generated.value.changes];
  const written = await context.tree.apply({ wanted, changes, seen }, { force: false, owned: 'hand' });
  return written.ok ? ok(changes, generated.warnings) : written;
}

function readIfThere(root: string, files: readonly string[]): ReadonlyMap<string, string> {
  const there = files.filter((file) => existsSync(join(root, file)));
  return new Map(there.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

/** What is left to say of it: where it is, so that it can be pruned there. */
function definitionOf(ledger: Ledger, model: AppModel | PlatformModel, reason: string): RetiredDefinition {
  const { fleet } = ledger.definitions;
  const everywhere = model.environments.length === fleet.environments.size;
  return {
    name: model.name,
    team: model.define === 'platform' ? undefined : model.team,
    retired: reason,
    ...namespacesOf(ledger, model),
    only: everywhere ? undefined : model.environments,
    placement: model.placement.length === 0 ? undefined : model.placement,
    addOn: model.addOn ? true : undefined,
  };
}

/** The namespace that the app is in everywhere, unless it is the environments' own; and all others that it has objects in. */
function namespacesOf({ world, definitions }: Ledger, { name }: AppModel | PlatformModel) {
  const own = new Map<string, string>();
  const all = new Set<string>();
  for (const path of world.history.changes.keys()) {
    const place = parsePath(path);
    const app = place?.place === 'entry' ? parseEntry(place.entry).app : place?.app;
    const tree = app === name ? treeAt(world.history, path, 0) : undefined;
    const release = tree === undefined ? undefined : world.contents.release(name, tree);
    if (!release) continue;
    if (place?.place === 'rendered') own.set(release.environment, release.namespace);
    for (const namespace of [release.namespace, ...release.namespaces]) all.add(namespace);
  }
  const isDefault = [...own].every(
    ([environment, namespace]) => definitions.fleet.environments.get(environment)?.namespace === namespace,
  );
  const [only, ...others] = new Set(own.values());
  const namespace = isDefault || others.length > 0 ? undefined : only;
  const defaults = new Set([...definitions.fleet.environments.values()].map((environment) => environment.namespace));
  const leaving = [...all]
    .filter((other) => (namespace === undefined ? !defaults.has(other) : other !== namespace))
    .sort();
  return { namespace, leaving: leaving.length > 0 ? leaving : undefined };
}

function notThere(app: string) {
  const message = `apps/${app}/app.ts is not there, or has errors: it cannot be made to say that ${app} is retired`;
  return error(
    'FW4010',
    message,
    `bring it back (\`git log -- apps/${app}\` has it), or mend what fleetwright render says`,
    undefined,
  );
}
