import type { Diagnostic } from '@fleetwright/diagnostics';
import { build } from '../src/index.ts';

// How the tests of this folder call the builder: files by absolute path and options as cases.json writes them, texts out.

/** Contents of files by absolute path. */
export type CaseFiles = ReadonlyMap<string, string | Uint8Array>;

/** Options of a build as cases.json names them. */
export interface CaseOptions {
  /** `fifo`: resources stay in their order, as `--reorder none`; `unspecified`: no flag; `legacy`: `--reorder legacy`. */
  readonly order?: 'fifo' | 'unspecified' | 'legacy';
  readonly loadRestrictor?: 'LoadRestrictionsNone' | 'LoadRestrictionsRootOnly';
  readonly enableAlphaPlugins?: boolean;
  readonly managedByLabel?: boolean;
}

/** What came of a build. */
export type Outcome =
  | { readonly ok: true; readonly stdout: string; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly errors: readonly Diagnostic[]; readonly warnings: readonly string[] };

/** Builds the kustomization in `root` (absolute) of these files with kustomize-ts. */
export function buildCase(files: CaseFiles, root: string, options: CaseOptions): Outcome {
  const tree = new Map([...files].map(([path, content]) => [path.replace(/^\/+/, ''), content]));
  const result = build(tree, root.replace(/^\/+/, ''), {
    reorder: options.order === 'fifo' ? 'none' : options.order,
    loadRestrictor: options.loadRestrictor,
    enableAlphaPlugins: options.enableAlphaPlugins,
    managedByLabel: options.managedByLabel,
  });
  if (!result.ok) {
    return {
      ok: false,
      errors: result.errors.filter(({ severity }) => severity === 'error'),
      warnings: texts(result.errors.filter(({ severity }) => severity === 'warning')),
    };
  }
  return { ok: true, stdout: result.value.yaml, warnings: texts(result.warnings) };
}

function texts(warnings: readonly Diagnostic[]): string[] {
  return warnings.map(({ message }) => message);
}
