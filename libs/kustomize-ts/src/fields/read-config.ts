import type { NameBackReferences, TransformerConfig } from '../build/scope.ts';
import { decode, list, mapped, type Shape, string, struct } from '../kustomization/decode.ts';
import { fieldSpec } from '../kustomization/shapes.ts';
import type { FieldSpec } from '../kustomization/types.ts';
import { scalar11 } from '../kustomization/yaml11-scalar.ts';
import { Refusal } from '../refusal.ts';
import { readYaml11 } from '../yaml/yaml11.ts';
import { sortedConfig } from './config.ts';

const specs: Shape<readonly FieldSpec[]> = mapped(list(fieldSpec, 'types.FsSlice'), (found) => found ?? []);

const references: Shape<NameBackReferences> = struct('builtinconfig.NameBackReferences', (field) => ({
  group: field('group', string, 'Gvk'),
  version: field('version', string, 'Gvk'),
  kind: field('kind', string, 'Gvk'),
  fieldSpecs: field('fieldSpecs', specs),
}));

const nameReferences = mapped(list(references, 'builtinconfig.nbrSlice'), (found) => found ?? []);

const shape: Shape<TransformerConfig> = struct('builtinconfig.TransformerConfig', (field) => ({
  namePrefix: field('namePrefix', specs),
  nameSuffix: field('nameSuffix', specs),
  namespace: field('namespace', specs),
  labels: field('labels', specs),
  templateLabels: field('templateLabels', specs),
  commonLabels: field('commonLabels', specs),
  commonAnnotations: field('commonAnnotations', specs),
  nameReference: field('nameReference', nameReferences),
  varReference: field('varReference', specs),
  images: field('images', specs),
  replicas: field('replicas', specs),
}));

/**
 * What a file under `configurations` says. Refuses (FW6017) what is not YAML, has a key twice, a field that there is not, or a value of another type. As
 * `makeTransformerConfigFromBytes` of api/internal/plugins/builtinconfig does.
 */
export function readConfig(content: Uint8Array | string, file: string): TransformerConfig {
  try {
    const node = readYaml11(content, file, 'error converting YAML to JSON: ', true);
    const prefix = 'error unmarshaling JSON: while decoding JSON: ';
    return sortedConfig(decode(shape, node, { file, scalar: scalar11, strict: true, coerce: true, prefix }));
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    throw new Refusal(problem.diagnostics.map((each) => ({ ...each, code: 'FW6017' })));
  }
}
