import type { FieldSpec } from '../src/kustomization/types.ts';
import { Refusal } from '../src/refusal.ts';
import { Resource } from '../src/resource/resource.ts';
import { readResources } from '../src/yaml/read.ts';
import { toYaml } from '../src/yaml/to-yaml.ts';

/** The resources of a file `all.yaml`. */
export function resourcesIn(text: string): Resource[] {
  return readResources(text, 'all.yaml').map((node) => new Resource(node, 'all.yaml'));
}

/** Resources as a build prints them. */
export function printed(resources: readonly Resource[]): string {
  return toYaml(resources);
}

/** A field of the types written `Kind.version.group`, nothing for any. */
export function fieldSpec(path: string, type = '', create = false): FieldSpec {
  const [kind = '', version = '', ...group] = type.split('.');
  return { group: group.join('.'), version, kind, path, create };
}

/** Codes and messages that `run` is refused with, each as `FW1234 message`; fails when it is not refused. */
export function refusalOf(run: () => unknown): string[] {
  try {
    run();
  } catch (problem) {
    if (problem instanceof Refusal) return problem.diagnostics.map(({ code, message }) => `${code} ${message}`);
    throw problem;
  }
  throw new Error('not refused');
}
