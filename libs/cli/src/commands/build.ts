import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { error, nearest } from '@fleetwright/diagnostics';
import type { Context } from '../context.ts';
import { findKustomize, kustomizeVersion } from '../kustomize.ts';
import { exitCode, failed, type Outcome } from '../outcome.ts';

/** Options of `build`. */
export interface BuildOptions {
  /** `<cluster>/<app>`. */
  readonly overlay: string;
}

/** Prints the objects of one overlay, as Argo CD will sync them; a real kustomize builds them. */
export async function buildCommand(context: Pick<Context, 'root' | 'path'>, options: BuildOptions): Promise<Outcome> {
  const [cluster = '', app = '', rest] = options.overlay.split('/');
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
  const kustomize = findKustomize(context.path);
  if (kustomize === undefined) return failed([noKustomize()]);

  const built = spawnSync(kustomize, ['build', join(overlays, cluster, app)], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (built.status === 0)
    return { exit: exitCode.ok, document: { yaml: built.stdout }, data: built.stdout, diagnostics: [] };
  const said = built.error?.message ?? built.stderr.trim();
  const hint = 'run `fleetwright render --check` to see whether the overlay is what the stages say';
  const at = { file: `clusters/overlays/${cluster}/${app}/kustomization.yaml` };
  return failed([error('FW5003', `kustomize could not build it: ${said}`, hint, at)]);
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

function noKustomize() {
  return error(
    'FW5003',
    'there is no kustomize on the PATH',
    `with Go, \`npm run kustomize\` builds the pinned one into .cache/bin, where it is found; or install ${kustomizeVersion} from https://kubectl.docs.kubernetes.io/installation/kustomize/`,
    undefined,
  );
}
