import { decode, string, struct } from '../kustomization/decode.ts';
import { items } from '../kustomization/shapes.ts';
import { scalar11 } from '../kustomization/yaml11-scalar.ts';
import { refuse } from '../refusal.ts';
import { idText } from '../resource/res-id.ts';
import type { Resource } from '../resource/resource.ts';
import { lookup } from '../yaml/node.ts';
import { readYaml11 } from '../yaml/yaml11.ts';

const functionKeys = ['config.kubernetes.io/function', 'config.k8s.io/function'];

const mount = struct('runtimeutil.StorageMount', (field) => field('src', string));

const container = struct('runtimeutil.ContainerSpec', (field) => field('mounts', items(mount)));

const functionSpec = struct('runtimeutil.FunctionSpec', (field) => field('container', container));

const hint =
  'only built-in plugins run here: do the same with a built-in one or a patch, or run the program before the build and list what it wrote';

/**
 * Refuses (FW6007) a plugin that is a program, in the words that kustomize has for each sort that does not run it. As `loadAndConfigurePlugin` of
 * api/internal/plugins/loader, and `Filter.Exec` of kyaml for functions in the folder `/`.
 */
export function refuseForeign(config: Resource, isAllowed: boolean, root: string): never {
  if (!isAllowed) {
    const message = `external plugins disabled; unable to load external plugin '${config.originalId.kind}'`;
    return refuse('FW6007', message, hint, config.place);
  }
  const mounts = mountsOf(config);
  if (mounts === undefined) {
    const message = `unable to find plugin root: ${idText(config.originalId)} is a Go plugin or an executable`;
    return refuse('FW6007', message, hint, config.place);
  }
  for (const path of mounts) refuseMount(config, path);
  const reason =
    root === '' ? "root working directory '/' not allowed" : `${idText(config.originalId)} is a program of its own`;
  return refuse('FW6007', `couldn't execute function: ${reason}`, hint, config.place);
}

function refuseMount(config: Resource, path: string): void {
  const place = path.startsWith('/') ? 'relative to' : isAbove(path) ? 'under' : undefined;
  if (place === undefined) return;
  const message = `plugin ${idText(config.originalId)} with mount path '${path}' is not permitted; mount paths must be ${place} the current kustomization directory`;
  refuse('FW6007', message, hint, config.place);
}

function isAbove(path: string): boolean {
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

/** What the container of a function mounts; `undefined` when the config is not of a function. */
function mountsOf(config: Resource): readonly string[] | undefined {
  for (const key of functionKeys) {
    const text = config.annotation(key);
    if (text === undefined || text === '') continue;
    const file = config.file ?? '';
    return decode(functionSpec, readYaml11(text, file), {
      file,
      scalar: scalar11,
      strict: false,
      coerce: true,
      prefix: '',
    });
  }
  const image = config.annotation('config.kubernetes.io/container') ?? '';
  const isFunction = image !== '' || lookup(config.node, 'metadata', 'configFn') !== undefined;
  return isFunction ? [] : undefined;
}
