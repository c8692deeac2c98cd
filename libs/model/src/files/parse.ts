import { ok, type Result } from '@fleetwright/diagnostics';
import type { z } from 'zod';
import { type Clusters, clusters } from './clusters.ts';
import { parseAs } from './document.ts';
import { type Policy, policy } from './policy.ts';
import { type Release, release } from './release.ts';

/** Reads a release.yaml. Errors: FW3001, FW5006, with line and column. */
export function parseRelease(text: string, file: string): Result<Release> {
  return parseGenerated(release, text, file);
}

/** Reads a clusters.yaml. Errors: FW3001, FW5006, with line and column. */
export function parseClusters(text: string, file: string): Result<Clusters> {
  return parseGenerated(clusters, text, file);
}

/** Reads a policy.yaml. Errors: FW3001, FW5006, with line and column. */
export function parsePolicy(text: string, file: string): Result<Policy> {
  return parseGenerated(policy, text, file);
}

function parseGenerated<T extends z.ZodType>(schema: T, text: string, file: string): Result<z.output<T>> {
  const reference = 'the file is generated: restore it from git, or promote again';
  const parsed = parseAs({ schema, code: 'FW3001', reference }, text, file);
  return parsed.ok ? ok(parsed.value.value) : parsed;
}
