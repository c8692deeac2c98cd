import type { Clusters, Release } from '@fleetwright/model/engine';

/** What a stage holds of one app: an exact copy of a release. */
export interface Entry {
  readonly stage: string;
  readonly app: string;
  /** The cluster, when it is a pin. */
  readonly cluster: string | undefined;
  /** Name of the folder in the stage: `<app>` or `<app>@<cluster>`. */
  readonly folder: string;
  readonly release: Release;
}

/** What a stage knows and runs. */
export interface Stage {
  readonly name: string;
  readonly fleet: Clusters;
  /** Copies and pins, in code-unit order of their folders. */
  readonly entries: ReadonlyMap<string, Entry>;
}

/** What a cluster runs of an app: its pin, or what its stage holds. */
export function entryFor(stage: Stage, app: string, cluster: string): Entry | undefined {
  return stage.entries.get(`${app}@${cluster}`) ?? stage.entries.get(app);
}

/** The name of a folder of a stage, in its parts: `<app>`, or `<app>@<cluster>` for a pin. */
export function parseFolder(folder: string): { readonly app: string; readonly cluster: string | undefined } {
  const at = folder.indexOf('@');
  const app = at < 0 ? folder : folder.slice(0, at);
  const cluster = at < 0 ? undefined : folder.slice(at + 1);
  return { app, cluster };
}

/**
 * The stages in topological order, ties by name: as early as those before it allow, the first name first. What must be
 * single in a hub follows the last. Copies of different age can contradict each other; then the name decides.
 */
export function inTopologicalOrder(stages: readonly Stage[]): readonly Stage[] {
  const waiting = new Map(stages.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((stage) => [stage.name, stage]));
  const ordered: Stage[] = [];
  while (waiting.size > 0) {
    const candidates = [...waiting.values()];
    const free = candidates.find((stage) =>
      stage.fleet.follows.every((name) => name === stage.name || !waiting.has(name)),
    );
    const next = free ?? candidates[0];
    if (!next) break;
    waiting.delete(next.name);
    ordered.push(next);
  }
  return ordered;
}
