import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const names: ReadonlySet<string> = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/** The folders below (and with) this one that have a kustomization, sorted; links are not followed, `.git` and `node_modules` left out. */
export function kustomizationsBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const own = entries.some((entry) => names.has(entry.name) && !entry.isDirectory()) ? [folder] : [];
  const below = entries
    .filter((entry) => entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules')
    .flatMap((entry) => kustomizationsBelow(join(folder, entry.name)));
  return [...own, ...below].sort();
}
