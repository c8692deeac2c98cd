import type { Diagnostic } from '@fleetwright/diagnostics';
import type { Encoded } from '@fleetwright/model';

/** What a file of definitions defines. */
export type Define = 'fleet' | 'inventory' | 'app' | 'platform';

/** One definition to evaluate. */
export interface Job {
  /** Path from the root of the work tree. */
  readonly file: string;
  /** The export that holds the definition: `fleet` in clusters/fleet.ts, `default` elsewhere. */
  readonly export: 'default' | 'fleet';
  /** What it may be. */
  readonly expected: readonly Define[];
}

/** What became of it: a definition when there is no error among the diagnostics. */
export interface Outcome {
  readonly definition?: { readonly define: Define; readonly input: Encoded };
  readonly diagnostics: readonly Diagnostic[];
}

/** What a sandbox says: that it can take jobs, or what became of one. */
export type SandboxMessage = { readonly kind: 'ready' } | { readonly kind: 'outcome'; readonly outcome: Outcome };
