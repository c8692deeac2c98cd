import { app, type BrokenTree, configMap, deployment, plugin } from './tree.ts';

/** Mistakes in kustomizations, in what they name and in resources, by what is wrong. */
export const readingMistakes: Readonly<Record<string, BrokenTree>> = {
  'no kustomization': { files: { 'app/x.yaml': configMap('x') } },
  'two kustomizations in a base': app('- ../base\n', { 'base/kustomization.yaml': '', 'base/Kustomization': '' }),
  'a kustomization that says nothing': { files: { 'app/kustomization.yaml': '\n' } },
  'a kustomization that is no YAML': { files: { 'app/kustomization.yaml': 'resources:\n- a\n b: c\n' } },
  'a kind that is none': app('kind: Kustomize\n'),
  'a kind that is misspelt': app('kind: Componnent\n'),
  'fields that are misspelt': app(
    'resource: []\nnamePrefx: a-\nimages:\n- nme: a\nconfigMapGenerator:\n- name: a\n  behaviour: merge\n',
  ),
  'a component among resources': app('- ../part\n', {
    'part/kustomization.yaml': 'kind: Component\nnamePrefix: a-\n',
  }),
  'mistakes of many kinds, in several files': app(
    `- gone.yaml
- ../gone
- bad.yaml
- ../base
- https://example.com/x.yaml
components:
- ../part
configurations:
- config.yaml
configMapGenerator:
- name: generated
  literals:
  - a=b
  - c
  files:
  - gone.txt
patches:
- path: gone.yaml
- patch: '[1'
foo: bar
`,
    {
      'app/bad.yaml': `${configMap('good')}---\nkind: A\n---\napiVersion: v1\nmetadata:\n  name: x\n`,
      'app/config.yaml': 'namePrefix:\n- path: a\n  where: b\n',
      'base/kustomization.yaml': 'resources:\n- gone.yaml\nnamePrefix: 5\nreplacements:\n- path: gone.yaml\n',
      'part/kustomization.yaml':
        'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nresources:\n- gone.yaml\npatches:\n- path: gone.yaml\n',
    },
  ),
  'paths that leave the root': app(
    `- /abs
- ../../x.yaml
patches:
- path: ../patch.yaml
`,
    { 'patch.yaml': configMap('one') },
  ),
  'a cycle': app('- ../base\n', { 'base/kustomization.yaml': 'resources:\n- ../app\n' }),
  'a remote base': app('- https://github.com/example/repo//base?ref=v1\n'),
  'plugins that are programs': app('transformers:\n- own.yaml\ngenerators:\n- none.yaml\n', {
    'app/own.yaml': 'apiVersion: example.com/v1\nkind: Own\nmetadata:\n  name: own\n',
    'app/none.yaml': plugin('NoGenerator', ''),
  }),
  'a plugin written in the kustomization, of the wrong type': app(
    `transformers:
- |-
  apiVersion: builtin
  kind: ReplicaCountTransformer
  metadata:
    name: plugin
  replica:
    name: [web]
`,
  ),
  'a plugin that finds nothing': app('transformers:\n- replicas.yaml\n', {
    'app/replicas.yaml': plugin('ReplicaCountTransformer', 'replica:\n  name: gone\n  count: 1\n'),
  }),
  'a chart without helm': app('helmCharts:\n- name: minecraft\n  repo: https://example.com\n'),
  'a resource that is no YAML': app('- bad.yaml\n', { 'app/bad.yaml': 'a: b\nc: [\n' }),
  'ids that are there twice': app('- same.yaml\n- ../base\n', {
    'app/same.yaml': `${deployment('other')}---\n${configMap('one')}`,
    'base/kustomization.yaml': 'resources:\n- web.yaml\n',
    'base/web.yaml': deployment('web'),
  }),
  'a namespace that makes two ids one': app('- two.yaml\nnamespace: all\n', {
    'app/two.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n  namespace: two\n',
  }),
};
