import type { KustomizationFile } from '../kustomization/read.ts';
import { builtInSchema } from '../merge/openapi.ts';
import { Refusal, refuse } from '../refusal.ts';
import { joinPath } from '../tree.ts';
import { type SchemaChoice, schemaIn } from './cache.ts';
import { type Loader, load, refusePath } from './loader.ts';
import { placeOf, type Run } from './target.ts';

/** What is in force before any kustomization says otherwise. */
export const unchosen: SchemaChoice = { schema: builtInSchema, isChosen: false };

const chosenBuiltIn: SchemaChoice = { schema: builtInSchema, isChosen: true };

/** The only version of Kubernetes whose schema kustomize 5.8.1 holds. */
const builtInVersion = 'v1.21.2';

/** The kustomization, with what {@link chooseSchema} refuses among its problems. */
export function withSchema(run: Run, loader: Loader, source: KustomizationFile, isRoot: boolean): KustomizationFile {
  try {
    chooseSchema(run, loader, source, isRoot);
    return source;
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    return { ...source, problems: [...source.problems, ...problem.diagnostics] };
  }
}

/**
 * Puts into force what the `openapi` field of a kustomization says, unless one before has; `isRoot` may always. Refuses (FW6017) versions that are not
 * built in, and a path beside a version. As `SetSchema` of kyaml/openapi/openapi.go.
 */
function chooseSchema(run: Run, loader: Loader, source: KustomizationFile, isRoot: boolean): void {
  const { openapi } = source.kustomization;
  const path = openapi.get('path');
  const outcome = path === undefined ? undefined : load(loader, path);
  if (path !== undefined && outcome !== undefined && 'problem' in outcome)
    refusePath(outcome.problem, placeOf(source, path, 'openapi'));
  if (run.schema.isChosen && !isRoot) return;
  const version = openapi.get('version');
  if (path !== undefined && outcome !== undefined && 'value' in outcome) {
    if (version !== undefined) {
      const message = 'builtin version and custom schema provided, cannot use both';
      refuse('FW6017', message, 'take one of openapi.path and openapi.version away', placeOf(source, path, 'openapi'));
    }
    run.schema = schemaIn(run.cache, joinPath(loader.root, path), outcome.value);
    return;
  }
  if (version === undefined || version === '') return;
  if (version !== builtInVersion) {
    const message = 'the specified OpenAPI version is not built in';
    refuse(
      'FW6017',
      message,
      `write ${builtInVersion}, or give a schema of your own by openapi.path`,
      placeOf(source, version, 'openapi'),
    );
  }
  run.schema = chosenBuiltIn;
}
