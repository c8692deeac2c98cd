import type { Diagnostic } from '@fleetwright/diagnostics';
import { describe, expect, it } from 'vitest';
import type { Scope } from '../build/scope.ts';
import { decode, list } from '../kustomization/decode.ts';
import { replacementField } from '../kustomization/shapes.ts';
import type { ReplacementField, ReplacementTarget } from '../kustomization/types.ts';
import { scalar11 } from '../kustomization/yaml11-scalar.ts';
import { builtInSchema } from '../merge/openapi.ts';
import { Refusal } from '../refusal.ts';
import { Resource } from '../resource/resource.ts';
import { bytesOfText } from '../text/utf8.ts';
import { readResources } from '../yaml/read.ts';
import { toYaml } from '../yaml/to-yaml.ts';
import { readYaml11 } from '../yaml/yaml11.ts';
import { replacementTransformer } from './replacement.ts';

const source = `apiVersion: v1
kind: ConfigMap
metadata: {name: src}
data: {host: new.example, pair: "a:b:c", number: 5}
`;
const head = 'apiVersion: ex.io/v1\nkind: Thing\nmetadata:\n  labels:\n    app: x\n  name: dst\n';

/** Expected texts are those of kustomize 5.8.1. */
function replaced(spec: string, replacements: string, files: Readonly<Record<string, string>> = {}): string {
  const scope = scopeWith(files);
  const reading = { file: scope.file, scalar: scalar11, strict: true, coerce: false, prefix: '' };
  const fields = decode(list(replacementField), readYaml11(replacements, scope.file), reading) ?? [];
  const resources = readResources(`${source}---\n${head}${spec}`, 'r.yaml').map((node) => new Resource(node, 'r.yaml'));
  const result = replacementTransformer({ replacements: fields }, scope)(resources);
  return toYaml(result.slice(1)).replace(head, '');
}

function scopeWith(files: Readonly<Record<string, string>>): Scope {
  return {
    file: 'kustomization.yaml',
    root: '',
    schema: builtInSchema,
    read: (path) => bytesOfText(files[path] ?? ''),
    readText: (path) => files[path] ?? '',
    helm: undefined,
  };
}

/** A replacement of one field by another. */
function put(from: string, to: string, rest = '', sourceRest = ''): string {
  return `- source: {kind: ConfigMap, name: src, fieldPath: ${from}${sourceRest}}
  targets: [{select: {name: dst}, fieldPaths: ["${to}"]${rest}}]
`;
}

const create = ', options: {create: true}';

describe('replacementTransformer', () => {
  it.each([
    [
      'keeps the type of a scalar',
      'spec: {n: 8080, s: "x"}',
      put('data.number', 'spec.n') + put('data.number', 'spec.s'),
      'spec:\n  "n": 5\n  s: "5"\n',
    ],
    ['replaces what is no scalar', 'spec: {a: [1]}', put('data.host', 'spec.a'), 'spec:\n  a: new.example\n'],
    ['empties a scalar for a mapping', 'spec: {a: x}', put('data', 'spec.a'), 'spec:\n  a: ""\n'],
    [
      'puts a piece in front of others',
      'spec: {a: "x:y"}',
      put('data.pair', 'spec.a', ', options: {delimiter: ":", index: -1}', ', options: {delimiter: ":", index: 2}'),
      'spec:\n  a: c:x:y\n',
    ],
    [
      'makes what is missing, down into lists',
      'spec: {list: []}',
      put('data.host', 'spec.list.[name=x].value', create) + put('data.host', 'spec.more.0.deep', create),
      'spec:\n  list:\n  - name: x\n    value: new.example\n  more:\n  - deep: new.example\n',
    ],
    [
      'makes scalars without a type',
      'spec: {x: "y"}',
      put('data.number', 'spec.port', create),
      'spec:\n  port: 5\n  x: "y"\n',
    ],
    ['does nothing below a null', 'spec: {a: null}', put('data.host', 'spec.a.b', create), 'spec:\n  a: null\n'],
    [
      'forgets the path behind an item of itself',
      'spec: {list: [x, "y"]}',
      put('data.host', 'spec.list.[=x].no.matter'),
      'spec:\n  list:\n  - new.example\n  - "y"\n',
    ],
    [
      'edits compact JSON in a text',
      `spec: {doc: '{"b": {"host": "old"}, "a": [1, 2.50]}'}`,
      put('data.host', 'spec.doc.b.host'),
      `spec:\n  doc: '{"a":[1,2.5],"b":{"host":"new.example"}}'\n`,
    ],
    [
      'edits indented JSON in a text',
      'spec:\n  doc: |-\n    {\n      "b": {"host": "old", "e": {}}\n    }\n',
      put('data.host', 'spec.doc.b.host'),
      'spec:\n  doc: |-\n    {\n      "b": {\n        "e": {},\n        "host": "new.example"\n      }\n    }\n',
    ],
    [
      'edits YAML in a text, with its comments',
      'spec:\n  doc: |\n    # top\n    b:\n        host: old # here\n        list:\n          - 1\n',
      put('data.host', 'spec.doc.b.host'),
      'spec:\n  doc: |-\n    # top\n    b:\n      host: new.example # here\n      list:\n      - 1\n',
    ],
    [
      'loses what a wildcard leads into a text',
      `spec: {list: [{doc: '{"host": "old"}'}]}`,
      put('data.host', 'spec.list.*.doc.host'),
      `spec:\n  list:\n  - doc: '{"host": "old"}'\n`,
    ],
    [
      'loses what the JSON of a text cannot hold',
      `spec: {doc: '{"n": 1}'}`,
      put('data.host', 'spec.doc.n'),
      `spec:\n  doc: '{"n": 1}'\n`,
    ],
    [
      'keeps the first document of a text alone',
      'spec:\n  doc: |\n    host: old\n    ---\n    second: 1\n',
      put('data.host', 'spec.doc.host'),
      `spec:\n  doc: 'host: new.example'\n`,
    ],
    [
      'rejects what has the labels, though not the kind, of a rejection',
      'spec: {a: b}',
      put('data.host', 'spec.a', ', reject: [{kind: Other, labelSelector: app=x}]'),
      'spec:\n  a: b\n',
    ],
    [
      'writes a value that no object has, to targets by pattern',
      'spec: {a: b}',
      '- {sourceValue: "5", targets: [{select: {kind: "T.*g"}, fieldPaths: [spec.a]}]}',
      'spec:\n  a: "5"\n',
    ],
    [
      'sees the source change under its hands',
      'spec: {a: x, b: {}}',
      `- source: {name: dst, fieldPath: spec.a}
  targets:
  - {select: {name: dst}, fieldPaths: [spec.a], options: {delimiter: "-", index: 9}}
  - {select: {name: dst}, fieldPaths: [spec.b]}
`,
      'spec:\n  a: x-x\n  b: x-x\n',
    ],
  ])('%s', (_, spec, replacements, expected) => {
    expect(replaced(spec, replacements)).toBe(expected);
  });

  it.each([
    ['spec: {a: b}', put('data.host', 'spec.no.such'), 'unable to find field "spec.no.such" in replacement target'],
    [
      'spec: {list: [a]}',
      put('data.host', 'spec.list.3'),
      'unable to find field "spec.list.3" in replacement target: index 3 specified but only 1 elements found',
    ],
    [
      'spec: {list: [a]}',
      put('data.host', 'spec.list.name'),
      'unable to find field "spec.list.name" in replacement target: wrong node kind: expected MappingNode but got SequenceNode: node contents:\n[a]\n',
    ],
    [
      'spec:\n  a:\n',
      put('data.host', 'spec.a.b', create),
      'unable to find or create field "spec.a.b" in replacement target: wrong node kind: expected MappingNode but got : node contents:\nnull\n',
    ],
    [
      'spec: {list: [{name: "one", v: x}]}',
      put('data.host', 'spec.list.[name=^one$].v'),
      'unable to find field "spec.list.[name=^one$].v" in replacement target',
    ],
    [
      'spec: {list: []}',
      put('data.host', 'spec.list', ', options: {delimiter: ":"}'),
      'delimiter option can only be used with scalar nodes',
    ],
    [
      'spec: {a: b}',
      put('data.none', 'spec.a'),
      'fieldPath `data.none` is missing for replacement source ConfigMap.[noVer].[noGrp]/src.[noNs]',
    ],
    [
      'spec: {a: b}',
      put('data.pair', 'spec.a', '', ', options: {delimiter: ":", index: 3}'),
      'options.index 3 is out of bounds for value a:b:c',
    ],
    [
      'spec: {a: b}',
      '- {source: {kind: C.*, fieldPath: x}, targets: [{select: {name: dst}}]}',
      'nothing selected by C.*.[noVer].[noGrp]/[noName].[noNs]:x',
    ],
    [
      'spec: {a: b}',
      '- {source: {}, targets: [{select: {}}]}',
      'multiple matches for selector [noKind].[noVer].[noGrp]/[noName].[noNs]',
    ],
    ['spec: {a: b}', '- {source: {kind: Thing}}', 'replacements must specify a source and at least one target'],
    [
      'spec: {a: b}',
      '- {source: {kind: Thing}, sourceValue: x, targets: [{select: {}}]}',
      'value and resource selectors are mutually exclusive',
    ],
    ['spec: {a: b}', '- {source: {kind: Thing}, targets: [{}]}', 'target must specify resources to select'],
    ['spec: {a: b}', '- {path: x, source: {}}', 'cannot specify both path and inline replacement'],
    [
      'spec: {a: b}',
      '- {source: {kind: Thing}, targets: [{select: {name: "dst("}}]}',
      'error creating target selector: error parsing regexp: missing closing ): `^(?:dst()$`',
    ],
  ])('refuses (%s) %s', (spec, replacements, message) => {
    const run = (): string => replaced(spec, replacements);
    expect(run).toThrow(Refusal);
    expect(run).toThrow(message);
  });

  it('says where the path is written, and where in the file of the target it is lost', () => {
    let found: Diagnostic | undefined;
    try {
      replaced('spec:\n  a:\n    b: c\n', put('data.host', 'spec.a.x'));
    } catch (problem) {
      found = problem instanceof Refusal ? problem.diagnostics[0] : undefined;
    }
    expect(found?.at).toMatchObject({ file: 'kustomization.yaml', line: 2 });
    expect(found?.related).toMatchObject([{ file: 'r.yaml', line: 14 }]);
  });

  it('reads replacements of a file: one, or a list', () => {
    const one = put('data.host', 'spec.a').replaceAll(/^..(?=\S)/gm, '');
    const files = { 'one.yaml': one, 'list.yaml': put('data.number', 'spec.b') };
    expect(replaced('spec: {a: x, b: 1}', '[{path: one.yaml}, {path: list.yaml}]', files)).toBe(
      'spec:\n  a: new.example\n  b: 5\n',
    );
    expect(() => replaced('spec: {}', '[{path: x}]', { x: 'text' })).toThrow(
      'unsupported replacement type encountered within replacement path: string',
    );
  });

  it('finds targets by name among many objects, and by the name that a replacement gave', () => {
    const objects = Array.from(
      { length: 40 },
      (_, index) => `{apiVersion: v1, kind: A, metadata: {name: n${index}}, v: x}`,
    );
    const resources = readResources(objects.join('\n---\n'), 'r.yaml').map((node) => new Resource(node, 'r.yaml'));
    const replacement: ReplacementField = {
      path: '',
      source: undefined,
      sourceValue: 'other',
      targets: [target('n7', 'metadata.name'), target('other', 'v')],
    };
    const result = replacementTransformer({ replacements: [replacement] }, scopeWith({}))(resources);
    expect(
      result.filter((resource, index) => resource !== resources[index]).map((resource) => toYaml([resource])),
    ).toEqual(['apiVersion: v1\nkind: A\nmetadata:\n  name: other\nv: other\n']);
  });
});

function target(name: string, path: string): ReplacementTarget {
  const select = { group: '', version: '', kind: '', name, namespace: '', annotationSelector: '', labelSelector: '' };
  return { select, reject: [], fieldPaths: [path], options: undefined };
}
