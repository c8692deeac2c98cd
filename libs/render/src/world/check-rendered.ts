import { type Diagnostic, type Location, ok } from '@fleetwright/diagnostics';
import { parseClusters } from '@fleetwright/model/engine';
import type { FileTree } from 'kustomize-ts';
import { type Documents, openDocuments } from '../deploy/documents.ts';
import { stagesRoot } from '../deploy/read-stages.ts';
import { type CheckBuiltOptions, checkBuilt } from './check-built.ts';
import { checkWorld } from './check-world.ts';

/** What the stages would hold if everything rendered were promoted. */
export interface PromotedStages {
  /** With paths from `clusters/stages`. */
  readonly stages: FileTree;
  /** The file of the work tree that a file of `stages` is a copy of, or would be. */
  readonly sourceOf: (path: string) => string;
}

/**
 * The stages as they would be with every release of `rendered` promoted everywhere; `rendered` has paths from the root of the work tree
 * (`apps/<app>/rendered/<environment>/…`, `clusters/rendered/<stage>/clusters.yaml`), anything else in it is not looked at.
 */
export function promotedStages(rendered: FileTree, documents: Documents = openDocuments()): PromotedStages {
  const environments = stageEnvironments(rendered, documents);
  const stagesOf = Map.groupBy(environments.keys(), (stage) => environments.get(stage) ?? '');
  const stages = new Map<string, string>();
  for (const [path, content] of rendered) {
    const [area, name = '', folder, environment = '', ...rest] = path.split('/');
    if (area === 'apps' && folder === 'rendered') {
      for (const stage of stagesOf.get(environment) ?? []) stages.set(`${stage}/${name}/${rest.join('/')}`, content);
    } else if (area === 'clusters' && name === 'rendered' && folder !== undefined && environment === 'clusters.yaml') {
      stages.set(`${folder}/fleet/clusters.yaml`, content);
    }
  }
  const sourceOf = (path: string): string => {
    const [stage = '', entry = '', ...rest] = path.split('/');
    if (entry === 'fleet') return ['clusters/rendered', stage, ...rest].join('/');
    return [`apps/${entry}/rendered`, environments.get(stage) ?? '', ...rest].join('/');
  };
  return { stages, sourceOf };
}

/**
 * {@link checkWorld} and {@link checkBuilt} (an overlay of each variant) of what would run if everything rendered were promoted, so that a pull request shows it before any promotion does.
 * Places in the diagnostics are those of the rendered files. `rendered` as for {@link promotedStages}.
 */
export function checkRendered(
  rendered: FileTree,
  documents: Documents = openDocuments(),
  progress?: CheckBuiltOptions['progress'],
): readonly Diagnostic[] {
  const { stages, sourceOf } = promotedStages(rendered, documents);
  const prefix = `${stagesRoot}/`;
  const found = [
    ...checkWorld(stages, documents),
    ...checkBuilt(stages, documents, { overlays: 'alike', ...(progress && { progress }) }),
  ];
  const renderedAt = (at: Location): Location =>
    at.file.startsWith(prefix) ? { ...at, file: sourceOf(at.file.slice(prefix.length)) } : at;
  return found.map(({ at, related, ...rest }) => ({
    ...rest,
    ...(at && { at: renderedAt(at) }),
    ...(related && { related: related.map(renderedAt) }),
  }));
}

function stageEnvironments(rendered: FileTree, { clusters }: Documents): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [path, content] of rendered) {
    const stage = /^clusters\/rendered\/([^/]+)\/clusters\.yaml$/.exec(path)?.[1];
    if (stage === undefined) continue;
    const before = clusters.get(content);
    const known = before ? ok(before) : parseClusters(content, path);
    if (!known.ok) continue;
    clusters.set(content, known.value);
    found.set(stage, known.value.environment);
  }
  return found;
}
