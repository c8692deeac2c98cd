import { ok, type Result } from '@fleetwright/diagnostics';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { type Clusters, clusters } from './clusters.ts';
import { parseAs } from './document.ts';
import { type Hold, hold } from './hold.ts';
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

/** Reads a hold or freeze file. Errors: FW1031, FW5006, with line and column. */
export function parseHold(text: string, file: string): Result<Hold> {
  const reference = 'a hold says `reason`, `author`, and if it should end `until`; `fleetwright hold` writes one';
  const parsed = parseAs({ schema: hold, code: 'FW1031', reference }, text, file);
  return parsed.ok ? ok(parsed.value.value) : parsed;
}

/** The text of a hold or freeze file; {@link parseHold} reads it back. */
export function formatHold({ reason, author, until, not }: Hold): string {
  const document = { reason, author, ...(until !== undefined && { until }), ...(not && { not }) };
  return stringify(document, { lineWidth: 0, version: '1.2' });
}

function parseGenerated<T extends z.ZodType>(schema: T, text: string, file: string): Result<z.output<T>> {
  const reference = `the file is generated: restore it (\`git restore -- ${file}\`), or promote again`;
  const parsed = parseAs({ schema, code: 'FW3001', reference, unfit: reference }, text, file);
  return parsed.ok ? ok(parsed.value.value) : parsed;
}
