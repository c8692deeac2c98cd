import { type Diagnostic, fail, ok, type Result } from '@fleetwright/diagnostics';
import { type FleetModel, resolveFleet } from '@fleetwright/model/engine';
import { type LoadedDefinition, loadDefinitions } from '@fleetwright/workspace';

/** The vocabulary, and the inventory as it was written; no app is looked at. */
export interface Vocabulary {
  readonly fleet: FleetModel;
  /** `undefined` when it cannot be loaded; `problems` says why. */
  readonly inventory: LoadedDefinition | undefined;
  readonly problems: readonly Diagnostic[];
}

/** Loads clusters/fleet.ts and clusters/inventory.ts, for commands that need the words and no app. */
export async function loadVocabulary(root: string): Promise<Result<Vocabulary>> {
  const loaded = await loadDefinitions(root, { workers: 1, only: [] });
  const fleet = loaded.fleet && resolveFleet(loaded.fleet);
  if (!fleet) return fail(loaded.diagnostics);
  if (!fleet.ok) return fail([...loaded.diagnostics, ...fleet.errors]);
  return ok({ fleet: fleet.value, inventory: loaded.inventory, problems: loaded.diagnostics }, fleet.warnings);
}
