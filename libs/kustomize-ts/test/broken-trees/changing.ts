import { app, type BrokenTree, configMap, deployment, plugin } from './tree.ts';

/** Mistakes in what changes resources, by what is wrong. */
export const changingMistakes: Readonly<Record<string, BrokenTree>> = {
  'a patch that is neither this nor that': app('patches:\n- path: p.yaml\n- patch: just text\n', {
    'app/p.yaml': 'spec:\n  replicas: 1\n',
  }),
  'patches with neither path nor patch, and with both': app(
    'patches:\n- target:\n    kind: ConfigMap\n- path: p.yaml\n  patch: "a: b"\n',
  ),
  'patches for what is not there': app(
    `patches:
- path: p.yaml
- patch: |-

    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: away
patchesStrategicMerge:
- |-
  apiVersion: v1
  kind: Secret
  metadata:
    name: away
- p.yaml
`,
    { 'app/p.yaml': `# for prod\n${configMap('gone')}---\n${configMap('lost')}` },
  ),
  'a patch that several could be meant by': app('- two.yaml\npatches:\n- path: p.yaml\n', {
    'app/two.yaml': configMap('one').replace('  name: one', '  name: one\n  namespace: two'),
    'app/p.yaml': configMap('one'),
    'app/kustomization.yaml': 'resources:\n- ../base\npatches:\n- path: p.yaml\n',
    'base/kustomization.yaml': 'resources:\n- a\n- b\n',
    'base/a/kustomization.yaml': 'namePrefix: a-\nresources:\n- one.yaml\n',
    'base/b/kustomization.yaml': 'namePrefix: b-\nresources:\n- one.yaml\n',
    'base/a/one.yaml': configMap('one'),
    'base/b/one.yaml': configMap('one'),
  }),
  'patches of another shape than the resource': app(
    `patches:
- path: p.yaml
- target:
    kind: Deployment
  patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: any
    spec:
      template:
        spec: [a]
`,
    { 'app/p.yaml': configMap('one', 'data:\n- a\n') },
  ),
  'JSON patches without a target': app('patches:\n- patch: \'[{"op": "remove", "path": "/data"}]\'\n'),
  'operations that fail': app(
    `patches:
- target:
    name: one
  path: ops.yaml
- target:
    kind: Deployment
  patch: |-
    - op: test
      path: /kind
      value: Deployment
    - op: replace
      path: /spec/away/0
      value: 1
patchesJson6902:
- target:
    version: v1
    kind: ConfigMap
    name: one
  patch: '[{"op": "move", "from": "/a/b", "path": "/b"}]'
`,
    { 'app/ops.yaml': '- op: add\n  path: /data/b\n  value: "2"\n- op: remove\n  path: /data/c\n' },
  ),
  'JSON patches that cannot be read': app(
    `patchesJson6902:
- target:
    kind: ConfigMap
  patch: '[]'
- target:
    kind: ConfigMap
    name: one
  path: ops.yaml
`,
    { 'app/ops.yaml': 'op: add\n' },
  ),
  'replacements without source, target or select': app(
    `replacements:
- source:
    name: gone
  targets:
  - select:
      kind: ConfigMap
- source:
    kind: ConfigMap
    fieldPath: data.away
  targets:
  - select:
      kind: ConfigMap
- sourceValue: x
  targets:
  - fieldPaths:
    - data.a
- sourceValue: x
- path: more.yaml
`,
    {
      'app/more.yaml':
        '- sourceValue: x\n  targets:\n  - select:\n      kind: ConfigMap\n    fieldPaths:\n    - data.a\n    - data.b.c\n',
    },
  ),
  'variables that stand for nothing': app(
    `vars:
- name: A
  objref:
    kind: ConfigMap
    apiVersion: v1
    name: gone
- name: B
  objref:
    kind: ConfigMap
    apiVersion: v1
    name: one
  fieldref:
    fieldpath: data.z
`,
  ),
  'a variable that is declared twice': app('- ../base\nvars:\n- name: A\n  objref:\n    kind: X\n    name: x\n', {
    'base/kustomization.yaml': 'vars:\n- name: A\n  objref:\n    kind: X\n    name: x\n',
  }),
  'a name that several are meant by': {
    files: {
      'app/kustomization.yaml': 'resources:\n- a\n- b\n',
      'app/a/kustomization.yaml': 'namePrefix: a-\nnameSuffix: -a\nresources:\n- one.yaml\n- ../../base\n',
      'app/a/one.yaml': configMap('one'),
      'app/b/kustomization.yaml': 'namePrefix: b-\nnameSuffix: -b\nresources:\n- ../../base\n',
      'base/kustomization.yaml': 'namePrefix: base-\nnameSuffix: -base\nresources:\n- one.yaml\n- pod.yaml\n',
      'base/one.yaml': configMap('one'),
      'base/pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: pod\nspec:\n  volumes:\n  - name: v\n    configMap:\n      name: one\n',
    },
  },
  'generators of what is there, or not there': app(
    `configMapGenerator:
- name: one
- name: away
  behavior: merge
secretGenerator:
- literals:
  - a=b
- name: twice
  envs:
  - env.txt
  literals:
  - a=b
  - a=c
  - b=
`,
    { 'app/env.txt': '# of prod\nb=1\n' },
  ),
  'a text where configurations want a mapping': app('configurations:\n- c.yaml\ncrds:\n- crd.yaml\n', {
    'app/c.yaml': 'images:\n- path: a\n  paths: b\n',
    'app/crd.yaml': 'a: b\n',
  }),
  'replicas of what is not there': app(
    'replicas:\n- name: web\n  count: 2\n- name: gone\n  count: 1\n- name: lost\n  count: 1\n',
  ),
  'a schema that is not built in': app('openapi:\n  version: v1.99.0\nimages:\n- nam: a\n'),
  'labels that do not fit': app('- list.yaml\ncommonLabels:\n  a: b\n', {
    'app/list.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: s\nspec:\n  selector:\n  - a\n',
  }),
  'selectors that cannot be read': app(
    `patches:
- target:
    name: "(a"
  patch: '[{"op": "remove", "path": "/data"}]'
- target:
    labelSelector: a in b
  patch: '[{"op": "remove", "path": "/data"}]'
images:
- name: "(a"
  newTag: v2
replacements:
- sourceValue: x
  targets:
  - select:
      name: "a("
    fieldPaths:
    - data.a
- sourceValue: x
  targets:
  - select:
      labelSelector: a in b
    fieldPaths:
    - data.a
`,
  ),
  'a validator that changes something': app('validators:\n- v.yaml\n', {
    'app/v.yaml': plugin('LabelTransformer', 'labels:\n  a: b\nfieldSpecs:\n- path: metadata/labels\n  create: true\n'),
  }),
  'data that cannot be written': app('- nan.yaml\nnamePrefix: a-\n', {
    'app/nan.yaml': configMap('nan', 'data:\n  a: .nan\n').replace('ConfigMap', 'Foo'),
    'app/one.yaml': configMap('one', 'data:\n  1: a\n  1: b\n'),
  }),
  'annotations whose keys lose their quotes': app('- key.yaml\n', {
    'app/key.yaml': configMap('key', '  annotations:\n    "1": a\n'),
  }),
  'a generator that has nothing to merge with': app(
    'configMapGenerator:\n- name: other\n- name: gone\n  behavior: merge\n',
  ),
  'an order that there is not': app('sortOptions:\n  order: random\n'),
  'deprecated fields': app('bases: []\ncommonLabels:\n  a: b\npatchesJson6902: []\nvars: []\n'),
  'deprecated fields before an error': app('commonLabels:\n  a: b\npatches:\n- path: gone.yaml\n'),
  'what finds nothing to change': app(
    `- ../base
components:
- ../part
patches:
- target:
    kind: Secret
  patch: '[{"op": "remove", "path": "/data"}]'
- target:
    name: web
  path: p.yaml
- target:
    kind: Job
  path: p.yaml
images:
- name: registry.example.com/web
  newTag: v2
- name: registry.example.com/away
  newTag: v2
transformers:
- images.yaml
`,
    {
      'app/p.yaml': deployment('any'),
      'app/images.yaml': plugin('ImageTagTransformer', 'imageTag:\n  name: away\n  newTag: v1\n'),
      'base/kustomization.yaml':
        'resources:\n- two.yaml\nimages:\n- name: base\n  newTag: v1\nreplacements:\n- path: r.yaml\n',
      'base/two.yaml': configMap('two'),
      'base/r.yaml':
        'sourceValue: x\ntargets:\n- select:\n    name: two\n  reject:\n  - kind: ConfigMap\n- select:\n    name: two\n  fieldPaths:\n  - metadata.annotations.a\n  options:\n    create: true\n- select:\n    name: gone\n',
      'part/kustomization.yaml':
        'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nimages:\n- name: registry.example.com/web\n  newTag: v3\n- name: part\n  newTag: v1\n',
    },
  ),
  'mistakes in bases that two overlays share': {
    files: {
      'app/kustomization.yaml': 'resources:\n- a\n- b\n',
      'app/a/kustomization.yaml': 'resources:\n- ../../base\npatches:\n- path: gone.yaml\n',
      'app/b/kustomization.yaml': 'resources:\n- ../../base\nnameSuffix: -b\n',
      'base/kustomization.yaml': 'resources:\n- gone.yaml\nimages:\n- tag: v1\n',
    },
  },
  'a file that is not text': {
    files: { 'app/kustomization.yaml': 'resources:\n- x.yaml\n', 'app/x.yaml': 'a: \ud800\n' },
  },
};
