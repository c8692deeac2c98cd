import { fail, ok, type Result } from '@fleetwright/diagnostics';
import type { FileTree } from 'kustomize-ts';
import { type Documents, openDocuments } from './documents.ts';
import { hubsOf } from './hub.ts';
import { hubFiles } from './hubs.ts';
import { factsFiles, overlayFile } from './overlays.ts';
import { place } from './place.ts';
import { readStages } from './read-stages.ts';

/**
 * The function g: from what the stages hold to what every cluster gets, and from nothing else. `stages` has paths from
 * `clusters/stages`; the result is the whole wanted content of `facts`, `overlays` and `hubs`, with paths from `clusters`.
 * The same stages give the same bytes, in whatever order the tree lists its files.
 *
 * Errors, all at once: FW3001 (not what a promotion would have written), FW3002 (a stage lacks a fleet, or what an app
 * needs), FW3003 (unknown format), FW3004 (a cluster in two stages, a pin of one in none).
 */
export function deploy(stages: FileTree, documents: Documents = openDocuments()): Result<FileTree> {
  const read = readStages(stages, documents);
  const { placed, errors } = place(read.stages);
  if (read.errors.length + errors.length > 0) return fail([...read.errors, ...errors]);
  const files = new Map(factsFiles(read.stages));
  for (const placement of placed) files.set(...overlayFile(placement));
  for (const hub of hubsOf(read.stages, placed)) {
    for (const [path, content] of hubFiles(hub)) files.set(path, content);
  }
  return ok(files);
}
