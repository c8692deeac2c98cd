import type { Diagnostic } from '@fleetwright/diagnostics';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { readKustomization } from './read.ts';
import type { Kustomization } from './types.ts';

const file = 'app/kustomization.yaml';

function read(text: string): Kustomization {
  return readKustomization(text, file).kustomization;
}

/** What is said of a kustomization that cannot be read: message and line. */
function problems(text: string): string[] {
  const found = (): readonly Diagnostic[] => {
    try {
      return readKustomization(text, file).problems;
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      return problem.diagnostics;
    }
  };
  return found().map(({ message, at }) => `${at?.line}: ${message}`);
}

describe('a kustomization file', () => {
  test('has its kind and version filled in', () => {
    expect(read('resources: [a]')).toMatchObject({
      kind: 'Kustomization',
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      resources: ['a'],
      patches: [],
    });
    expect(read('{kind: Component, namePrefix: a-}').apiVersion).toBe('kustomize.config.k8s.io/v1alpha1');
  });

  test('has its fields in any case', () => {
    expect(read('nameprefix: a-\nREPLICAS: [{Name: web, coUnt: 3}]')).toMatchObject({
      namePrefix: 'a-',
      replicas: [{ name: 'web', count: '3' }],
    });
    // The letters that Unicode folds to k and s.
    expect(read('name\u017fuffix: -a\n\u212aind: Component').nameSuffix).toBe('-a');
  });

  test('is the last of two spellings of a field, sorted as Go sorts them', () => {
    expect(read('namePrefix: a-\nNamePrefix: b-').namePrefix).toBe('a-');
    expect(read('namePrefix: a-\nnamePrefix: b-').namePrefix).toBe('b-');
  });

  test('has what deprecated fields say under those of today', () => {
    const { kustomization, warnings } = readKustomization(
      'resources: [a]\nbases: [b]\nimages: [{name: x}]\nimageTags: [{name: z, newTag: "1"}]\ncommonLabels: {a: b}',
      file,
    );
    expect(kustomization.resources).toEqual(['a', 'b']);
    expect(kustomization.images.map(({ name }) => name)).toEqual(['x', 'z']);
    expect(warnings.map(({ message, at }) => [message, at?.line])).toEqual([
      [
        "# Warning: 'bases' is deprecated. Please use 'resources' instead. Run 'kustomize edit fix' to update your Kustomization automatically.",
        2,
      ],
      [
        "# Warning: 'commonLabels' is deprecated. Please use 'labels' instead. Run 'kustomize edit fix' to update your Kustomization automatically.",
        5,
      ],
      [
        "# Warning: 'imageTags' is deprecated. Please use 'images' instead. Run 'kustomize edit fix' to update your Kustomization automatically.",
        4,
      ],
    ]);
  });

  test('gives generators its options', () => {
    const { configMapGenerator } = read(`
generatorOptions: {labels: {a: global, b: global}, immutable: true}
configMapGenerator:
- {name: one, env: x.env, envs: [y.env], options: {labels: {a: own}}}
- {name: two}
`);
    expect(configMapGenerator).toMatchObject([
      { name: 'one', envs: ['y.env', 'x.env'], options: { immutable: true, disableNameSuffixHash: false } },
      {
        name: 'two',
        options: {
          labels: new Map([
            ['a', 'global'],
            ['b', 'global'],
          ]),
        },
      },
    ]);
    expect(configMapGenerator[0]?.options?.labels).toEqual(
      new Map([
        ['a', 'own'],
        ['b', 'global'],
      ]),
    );
  });

  test('has charts of the old form', () => {
    expect(
      read('helmChartInflationGenerator: [{chartName: web, chartHome: here, values: v.yaml, valuesLocal: {a: 1}}]'),
    ).toMatchObject({
      helmGlobals: { chartHome: 'here', configHome: '' },
      helmCharts: [{ name: 'web', valuesFile: 'v.yaml', valuesInline: '{"a":1}', skipTests: false }],
    });
  });

  test('splits the apiVersion of what a variable is about', () => {
    expect(read('vars: [{name: A, objref: {apiVersion: apps/v1, kind: Deployment, name: web}}]').vars).toMatchObject([
      {
        name: 'A',
        fieldPath: 'metadata.name',
        objref: { group: 'apps', version: 'v1', kind: 'Deployment', name: 'web', namespace: '' },
      },
    ]);
  });
});

// Each seen with kustomize 5.8.1, which says the first problem only.
describe('a kustomization file is refused', () => {
  test.each([
    [
      'namePrefix: 5',
      '1: invalid Kustomization: json: cannot unmarshal number into Go struct field Kustomization.namePrefix of type string',
    ],
    [
      'resources: a',
      '1: invalid Kustomization: json: cannot unmarshal string into Go struct field Kustomization.resources of type []string',
    ],
    [
      'kind: 5',
      '1: invalid Kustomization: json: cannot unmarshal number into Go struct field Kustomization.TypeMeta.kind of type string',
    ],
    [
      'patches: [{target: {kind: 5}}]',
      '1: invalid Kustomization: json: cannot unmarshal number into Go struct field Selector.patches.target.ResId.Gvk.kind of type string',
    ],
    [
      'patches: [{target: 7}]',
      '1: invalid Kustomization: json: cannot unmarshal number into Go struct field Patch.patches.target of type types.Selector',
    ],
    [
      'patches: [a]',
      '1: invalid Kustomization: json: cannot unmarshal string into Go struct field Kustomization.patches of type types.Patch',
    ],
    [
      'replicas: [{count: 1.5}]',
      '1: invalid Kustomization: json: cannot unmarshal number 1.5 into Go struct field Replica.replicas.count of type int64',
    ],
    ['- a', '1: invalid Kustomization: json: cannot unmarshal array into Go value of type types.Kustomization'],
    [
      'configMapGenerator: [{literals: [1]}]',
      '1: invalid Kustomization: json: cannot unmarshal number into Go struct field ConfigMapArgs.configMapGenerator.GeneratorArgs.KvPairSources.literals of type string',
    ],
    [
      'replacements: [{targets: [{select: {name: 5}}]}]',
      '1: invalid Kustomization: json: cannot unmarshal number into Go struct field Selector.replacements.Replacement.targets.select.ResId.name of type string',
    ],
    [
      'commonLabels: {a: yes}',
      '1: invalid Kustomization: json: cannot unmarshal bool into Go struct field Kustomization.commonLabels of type string',
    ],
    ['namePrefix: .inf', '1: invalid Kustomization: json: unsupported value: +Inf'],
    ['configMapGenerator: [{literal: 3}]', '1: invalid Kustomization: json: unknown field "literal"'],
  ])('%s', (text, problem) => {
    expect(problems(text)).toContain(problem);
  });

  test('with all that is wrong with it', () => {
    expect(problems('namePrefix: 5\nresource: [a]\nimages:\n- name: {}\n  tag: x')).toEqual([
      '1: invalid Kustomization: json: cannot unmarshal number into Go struct field Kustomization.namePrefix of type string',
      '2: invalid Kustomization: json: unknown field "resource"',
      '4: invalid Kustomization: json: cannot unmarshal object into Go struct field Image.images.name of type string',
      '5: invalid Kustomization: json: unknown field "tag"',
    ]);
  });

  test.each(['', '{}', "namePrefix: ''", 'resources:', 'bases: []', 'kind: Kustomization'])(
    'when it says nothing: %j',
    (text) => {
      expect(problems(text)).toEqual(['1: kustomization.yaml is empty']);
    },
  );

  test('of another kind or version', () => {
    expect(problems('apiVersion: v1\nkind: Foo\nresources: [a]')).toEqual([
      '2: Failed to read kustomization file under /app:\nkind should be Kustomization or Component\napiVersion for Foo should be kustomize.config.k8s.io/v1beta1',
    ]);
  });

  test('but not when a list is empty', () => {
    expect(problems('resources: []')).toEqual([]);
  });
});
