import type { Location } from '@fleetwright/diagnostics';
import type { KustomizationFile } from '../kustomization/read.ts';
import { placedAt } from '../place.ts';
import { refuse } from '../refusal.ts';
import { hasFolder, joinPath } from '../tree.ts';
import { kustomizationIn } from './cache.ts';
import { type Loader, notAFolder, type PathProblem, peek } from './loader.ts';
import type { Run } from './target.ts';

/** The names that a kustomization file may have. */
const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/** Who names a folder, for messages, and what to say when there is no such folder. */
export interface Entrance {
  readonly at: () => Location;
  readonly refuseMissing: (problem: PathProblem) => never;
}

/** The kustomization of a folder. Refuses (FW6001) none and several, what the tree refuses, and what `readKustomization` refuses. */
export function kustomizationOf(run: Run, loader: Loader, { at, refuseMissing }: Entrance): KustomizationFile {
  const found = kustomizationNames.flatMap((name) => {
    const file = joinPath(loader.root, name);
    const content = placedAt(at, file, () => peek(loader, name));
    return content === undefined ? [] : [{ file, content }];
  });
  const [only, another] = found;
  if (only === undefined && !hasFolder(loader.tree, loader.root)) return refuseMissing(notAFolder(loader));
  if (only === undefined) return refuseNone(loader, at());
  if (another !== undefined) {
    const message = `Found multiple kustomization files under: /${loader.root}`;
    const files = found.map(({ file }) => ({ file }));
    refuse('FW6001', message, 'keep one of them', at(), files);
  }
  const read = kustomizationIn(run.cache, only.file, only.content);
  run.warnings.push(...read.warnings);
  return read;
}

function refuseNone(loader: Loader, at: Location): never {
  const names = "'kustomization.yaml', 'kustomization.yml' or 'Kustomization'";
  const message = `unable to find one of ${names} in directory '/${loader.root}'`;
  return refuse('FW6001', message, 'name a folder that has one, or list the files of this one', at);
}
