import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseFiles, CaseOptions } from './builder.ts';

const folder = process.env['FLEETWRIGHT_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const file = join(folder, 'kustomize/cases.json');

/** Whether the conformance data is here; a user's clone has none. */
export const hasCases: boolean = existsSync(file);

if (!hasCases) process.stderr.write(`skipped: no ${file} (FLEETWRIGHT_SHARED) to compare with\n`);

/** One build that kustomize did, with what came of it. */
export interface Case {
  readonly name: string;
  readonly area: string;
  readonly features: readonly string[];
  readonly files: Readonly<Record<string, string | { readonly base64: string }>>;
  /** Folder to build, absolute. */
  readonly root: string;
  readonly options: CaseOptions;
  readonly stdout?: string;
  readonly error?: string;
  /** What a text of the errors must meet. */
  readonly errorMust?: readonly ErrorMust[];
  /** Lines on standard error. */
  readonly warnings?: readonly string[];
}

/** One demand on the text of the errors. */
export interface ErrorMust {
  readonly errorContains?: string;
  readonly errorContainsAny?: readonly string[];
  readonly errorEquals?: string;
  readonly errorRegex?: string;
  readonly errorKind?: 'MissingKustomizationFile';
}

/** The cases of cases.json, in its order; none where it is not there. */
export function readCases(): readonly Case[] {
  if (!hasCases) return [];
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const cases: unknown = isObject(read) ? read['cases'] : undefined;
  return Array.isArray(cases) ? cases.map((one: unknown) => asCase(one)) : [];
}

/** The case that a file holds. */
export function readCase(path: string): Case {
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return asCase(read);
}

function asCase(value: unknown): Case {
  if (!isCase(value)) throw new Error('this is not a case: it has no files, root and options');
  return value;
}

function isCase(value: unknown): value is Case {
  return isObject(value) && typeof value['root'] === 'string' && isObject(value['files']) && isObject(value['options']);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The files of a case as the builder takes them. */
export function filesOf({ files }: Pick<Case, 'files'>): CaseFiles {
  return new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? content : Uint8Array.from(Buffer.from(content.base64, 'base64')),
    ]),
  );
}
