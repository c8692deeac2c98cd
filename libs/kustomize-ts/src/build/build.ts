import { type Diagnostic, error, type Result } from '@fleetwright/diagnostics';
import { Refusal } from '../refusal.ts';
import type { Miss } from '../resource/miss.ts';
import { rootOrigin } from '../resource/origin.ts';
import type { Resource } from '../resource/resource.ts';
import { type Files, joinPath } from '../tree.ts';
import { dataOf, type PlainObject } from '../yaml/data.ts';
import { toYaml } from '../yaml/to-yaml.ts';
import { accumulate } from './accumulate.ts';
import { nothing } from './accumulated.ts';
import { type Cache, createCache } from './cache.ts';
import { type FinishOptions, finish } from './finish.ts';
import { kustomizationOf } from './kustomization-file.ts';
import { type LoadRestrictor, type PathProblem, refusePath, rootLoader } from './loader.ts';
import { filesRead, noReads, type Reads } from './reads.ts';
import { unchosen, withSchema } from './schema-choice.ts';
import type { HelmRenderer } from './scope.ts';
import type { Run, Target } from './target.ts';

export interface BuildOptions {
  /** Order of the output when the kustomization says nothing of it: by kind, or as read (`none`). Default: `unspecified`, by kind. */
  readonly reorder?: 'unspecified' | 'legacy' | 'none' | undefined;
  /** Whether files outside the folder of a kustomization may be read. Default: `LoadRestrictionsRootOnly`, no. */
  readonly loadRestrictor?: LoadRestrictor | undefined;
  /** As the flag of kustomize. Built-in plugins run without; programs are refused with it too, in other words. Default: no. */
  readonly enableAlphaPlugins?: boolean | undefined;
  /** Whether all get the label `app.kubernetes.io/managed-by`. Default: no. */
  readonly managedByLabel?: boolean | undefined;
  /** Renders Helm charts. Default: charts are refused. */
  readonly helm?: HelmRenderer | undefined;
  /** Shared with other builds. Default: one for this build. */
  readonly cache?: Cache | undefined;
}

/** What a build made. */
export interface Built {
  readonly resources: readonly Resource[];
  /** The resources as plain data, made when asked for; what two builds with one cache share is the same object in both. */
  readonly objects: readonly PlainObject[];
  /** The output of `kustomize build`, byte for byte. */
  readonly yaml: string;
  /** Patches, replacements and images that find nothing to change (FW6022), which kustomize passes over: warnings for whoever wants to know. Each once. */
  readonly misses: readonly Miss[];
}

/**
 * Builds the kustomization in a folder of a tree, as `kustomize build` 5.8.1. Never throws for what the files say: what is wrong comes as errors, all of a
 * step at once, with the warnings that were due before among them.
 */
export function build(tree: Files, root: string, options: BuildOptions = {}): Result<Built> {
  return guarded(options, (run) => {
    const target = rootTarget(run, tree, root, options, noReads());
    const accumulated = accumulate(target, nothing);
    const resources = finish(target, accumulated, finishOptions(options));
    return {
      resources,
      // Written even if nobody asks: what the output cannot hold is an error of the build.
      yaml: toYaml(resources),
      misses: distinct([...run.misses]),
      get objects() {
        return resources.map(({ node, file }) => dataOf(node, file));
      },
    };
  });
}

/** All files that a build reads, sorted: those that could change what it makes, beside files that are not there yet. */
export function readsOf(tree: Files, root: string, options: BuildOptions = {}): Result<readonly string[]> {
  return guarded(options, (run) => {
    const reads = noReads();
    accumulate(rootTarget(run, tree, root, options, reads), nothing);
    return filesRead(reads);
  });
}

function finishOptions({ reorder = 'unspecified', managedByLabel = false }: BuildOptions): FinishOptions {
  return { reorder, managedByLabel };
}

function rootTarget(run: Run, tree: Files, root: string, { loadRestrictor }: BuildOptions, reads: Reads): Target {
  const entered = rootLoader(tree, root, loadRestrictor ?? 'LoadRestrictionsRootOnly', reads);
  const at = { file: joinPath('', root) || '.' };
  // What is somewhere else has no place here.
  if ('problem' in entered) return refusePath(entered.problem, entered.problem.code === 'FW6006' ? undefined : at);
  const entrance = { at: () => at, refuseMissing: (problem: PathProblem) => refusePath(problem, at) };
  const source = withSchema(run, entered.value, kustomizationOf(run, entered.value, entrance), true);
  const origin = source.kustomization.buildMetadata.length > 0 ? rootOrigin : undefined;
  return { run, loader: entered.value, source, origin, helmNamespace: '', folders: new Set() };
}

function guarded<T>({ cache, enableAlphaPlugins = false, helm }: BuildOptions, make: (run: Run) => T): Result<T> {
  const run: Run = {
    accumulate,
    cache: cache ?? createCache(),
    enableAlphaPlugins,
    helm,
    known: new Map(),
    warnings: [],
    misses: new Set(),
    refused: new Map(),
    lookedThrough: new Set(),
    schema: unchosen,
  };
  try {
    return { ok: true, value: make(run), warnings: run.warnings };
  } catch (problem) {
    const errors = problem instanceof Refusal ? problem.diagnostics : [unexpected(problem)];
    return { ok: false, errors: [...run.warnings, ...distinct(errors)] };
  }
}

/** Not a mistake in the files: what this library did not think of. */
function unexpected(problem: unknown): Diagnostic {
  const message = problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem);
  return error(
    'FW9999',
    message,
    'this is a mistake in kustomize-ts: please report it with the files that lead to it',
    undefined,
  );
}

/** A folder that two others use has its errors twice. */
function distinct<T extends Diagnostic>(errors: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return errors.filter((each) => {
    const key = JSON.stringify([each.code, each.message, each.at]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
