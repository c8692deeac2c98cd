import type { NameBackReferences, TransformerConfig } from '../build/scope.ts';
import type { FieldSpec } from '../kustomization/types.ts';
import { Refusal, refuse } from '../refusal.ts';
import { compareText } from '../text/order.ts';
import { get, isNull, type Mapping, type Node, textOf } from '../yaml/node.ts';
import { readYaml11 } from '../yaml/yaml11.ts';
import { emptyConfig, mergeConfig } from './config.ts';

/** More fields than any real file has; one whose definitions name each other twice, and so on, has billions. */
const mostProperties = 100_000;

/**
 * What a file under `crds` says of fields: OpenAPI definitions by name, whose properties are marked as annotations, selectors of labels, names, or names of other
 * objects. Refuses (FW6017) what cannot be read, and definitions that contain themselves. As api/internal/accumulator/loadconfigfromcrds.go does, with the
 * definitions in order of their names, where kustomize has none. `path`: that of the file as it is written.
 */
export function crdConfig(content: Uint8Array | string, file: string, path: string = file): TransformerConfig {
  const definitions = readDefinitions(content, file, path);
  let result = emptyConfig;
  for (const name of [...definitions.keys()].sort(compareText)) {
    const properties = propertiesOf(definitions, name);
    if (!['kind', 'apiVersion', 'metadata'].every((key) => get(properties, key) !== undefined)) continue;
    const found: Found = { annotations: [], labels: [], prefixes: [], references: [] };
    const kind = name.slice(name.lastIndexOf('.') + 1);
    collectFields({ definitions, kind, found, file, seen: { count: 0 } }, name, [], []);
    result = mergeConfig(result, configOf(found));
  }
  return result;
}

interface Found {
  readonly annotations: FieldSpec[];
  readonly labels: FieldSpec[];
  readonly prefixes: FieldSpec[];
  readonly references: NameBackReferences[];
}

function configOf(found: Found): TransformerConfig {
  return mergeConfig(emptyConfig, {
    ...emptyConfig,
    commonAnnotations: found.annotations,
    commonLabels: found.labels,
    namePrefix: found.prefixes,
    nameReference: found.references,
  });
}

type Definitions = ReadonlyMap<string, Node>;

function readDefinitions(content: Uint8Array | string, file: string, name: string): Definitions {
  const prefix = `unable to parse open API definition from '${name}': `;
  const node = read(content, file, prefix);
  if (content.length === 0 || (node.kind !== 'mapping' && !isNull(node))) {
    refuseFile(`${prefix}not a mapping of names to definitions`, node, file);
  }
  const definitions = new Map<string, Node>();
  if (node.kind !== 'mapping') return definitions;
  for (const { key, value } of node.entries) {
    const schema = value.kind === 'mapping' ? schemaOf(value) : undefined;
    if (schema !== undefined) definitions.set(key.value, schema);
    else if (value.kind !== 'mapping') refuseFile(`${prefix}definition \`${key.value}\` is not a mapping`, value, file);
  }
  return definitions;
}

function read(content: Uint8Array | string, file: string, prefix: string): Node {
  try {
    return readYaml11(content, file, prefix);
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    throw new Refusal(problem.diagnostics.map((each) => (each.code === 'FW6002' ? { ...each, code: 'FW6017' } : each)));
  }
}

function schemaOf(definition: Mapping): Node | undefined {
  return definition.entries.findLast((entry) => entry.key.value.toLowerCase() === 'schema')?.value;
}

function refuseFile(message: string, node: Node, file: string): never {
  const hint = 'Files under `crds` hold OpenAPI definitions: the name of a type, and its `Schema`.';
  const at = node.line === 0 ? { file } : { file, line: node.line, column: node.column };
  return refuse('FW6017', message, hint, at);
}

function propertiesOf(definitions: Definitions, name: string): Node | undefined {
  return get(definitions.get(name), 'properties');
}

interface Search {
  readonly definitions: Definitions;
  readonly kind: string;
  readonly found: Found;
  readonly file: string;
  readonly seen: { count: number };
}

function collectFields(search: Search, name: string, path: readonly string[], within: readonly string[]): void {
  const properties = propertiesOf(search.definitions, name);
  if (properties?.kind !== 'mapping') return;
  if (within.includes(name)) refuseFile(`definition \`${name}\` contains itself`, properties, search.file);
  for (const { key, value } of properties.entries) {
    search.seen.count += 1;
    if (search.seen.count > mostProperties) refuseFile('definitions with too many properties', properties, search.file);
    const inner = [...path, key.value];
    collectProperty(search, value, inner);
    const reference = textOf(get(value, '$ref'));
    if (reference !== undefined) collectFields(search, reference, inner, [...within, name]);
  }
}

function collectProperty({ kind, found }: Search, property: Node, path: readonly string[]): void {
  const extension = (name: string): string | undefined => {
    const value = get(property, `x-kubernetes-${name}`);
    return value?.kind === 'scalar' && value.tag === '!!str' ? value.value : undefined;
  };
  const spec = (parts: readonly string[]): FieldSpec => ({
    group: '',
    version: '',
    kind,
    path: parts.join('/'),
    create: false,
  });
  if (extension('annotation') !== undefined) found.annotations.push(spec(path));
  if (extension('label-selector') !== undefined) found.labels.push(spec(path));
  if (extension('identity') !== undefined) found.prefixes.push(spec(path));
  const [version, target] = [extension('object-ref-api-version'), extension('object-ref-kind')];
  if (version === undefined || target === undefined) return;
  const name = extension('object-ref-name-key') ?? 'name';
  found.references.push({ group: '', version, kind: target, fieldSpecs: [spec([...path, name])] });
}
