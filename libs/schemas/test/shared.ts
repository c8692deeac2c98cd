import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.env['FLEETWRIGHT_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));

/** Whether the material that these tests compare with is here; a user's clone has none. */
export const hasShared: boolean = existsSync(folder);

if (!hasShared) process.stderr.write(`skipped: no ${folder} (FLEETWRIGHT_SHARED) to compare with\n`);

/** The text of a file below FLEETWRIGHT_SHARED. */
export function sharedText(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}
