import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { error, nearest } from '@fleetwright/diagnostics';
import { build } from 'kustomize-ts';
import { diskFiles } from 'kustomize-ts/node';
import type { Context } from '../context.ts';
import { exitCode, failed, type Outcome } from '../outcome.ts';

/** Options of `build`. */
export interface BuildOptions {
  /** `<cluster>/<app>`. */
  readonly overlay: string;
}

/** Prints the objects of one overlay, as Argo CD will sync them: byte for byte what kustomize 5.8.1 builds. */
export function buildCommand(context: Pick<Context, 'root'>, options: BuildOptions): Outcome {
  // As shells complete it, and as messages name it.
  const named = options.overlay
    .replace(/^(?:\.\/)?clusters\/overlays\//, '')
    .replace(/\/(?:kustomization\.yaml)?$/, '');
  const [cluster = '', app = '', rest] = named.split('/');
  if (cluster === '' || app === '' || rest !== undefined) {
    const hint = 'an overlay is <cluster>/<app>, as in `fleetwright build eu-1/web-app`';
    return failed([error('FW4001', `"${options.overlay}" is not an overlay`, hint, undefined)], exitCode.usage);
  }
  const overlays = join(context.root, 'clusters', 'overlays');
  const placed = '; apps go where their placement says, and to joining clusters only add-ons';
  const missing =
    unknown(overlays, cluster, `there are no overlays of a cluster "${cluster}"`) ??
    unknown(join(overlays, cluster), app, `there is no overlay of an app "${app}" on ${cluster}`, placed);
  if (missing) return failed([missing]);
  const built = build(diskFiles(context.root), `clusters/overlays/${cluster}/${app}`);
  if (!built.ok) return failed(built.errors);
  const { yaml } = built.value;
  return { exit: exitCode.ok, document: { yaml }, data: yaml, diagnostics: built.warnings };
}

/** An error with `message` unless `folder` has an entry of that name; `more` follows the list of those it has. */
function unknown(folder: string, name: string, message: string, more = '') {
  const known = existsSync(folder) ? readdirSync(folder).sort() : [];
  if (known.includes(name)) return undefined;
  const near = nearest(name, known);
  const hint = near
    ? `did you mean "${near}"?`
    : known.length > 0
      ? `there are ${known.join(', ')}${more}`
      : 'no stage holds anything yet: `fleetwright promote --all-due --to <stage>`';
  return error('FW4001', message, hint, undefined);
}
