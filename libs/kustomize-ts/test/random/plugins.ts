import type { Dice } from './dice.ts';
import type { RandomObject } from './objects.ts';
import { jsonPatch, jsonText, mergePatch, selector } from './patches.ts';
import { replacement } from './replacements.ts';
import { type Fields, present, randomKey, randomName, randomStrings, randomText, type Value } from './scalars.ts';

/** Field specifications for a plugin of its own. */
function fieldSpecs(dice: Dice): Value {
  const path = (): string =>
    dice.pick([
      'metadata/labels',
      'metadata/annotations',
      'metadata/name',
      'spec/host',
      'spec/template/metadata/labels',
      'spec/items/value',
      'spec/items[]/value',
      'spec/config/new',
      'metadata/namespace',
      'spec/replicas',
      'spec/containers[]/image',
      'data/a\\/b',
    ]);
  return Array.from({ length: 1 + dice.int(2) }, () =>
    present({
      path: path(),
      create: dice.chance(0.5) ? dice.chance(0.6) : undefined,
      kind: dice.chance(0.3) ? dice.pick(['Deployment', 'ConfigMap', 'Widget']) : undefined,
      group: dice.chance(0.1) ? 'apps' : undefined,
      version: dice.chance(0.1) ? 'v1' : undefined,
    }),
  );
}

/** A transformer that is built in, as `transformers:` takes it. */
export function transformer(objects: readonly RandomObject[], dice: Dice): Fields {
  const object = dice.pick(objects);
  const builtin = (kind: string, fields: Fields): Fields => ({
    apiVersion: 'builtin',
    kind,
    metadata: present({ name: 'it', namespace: kind === 'NamespaceTransformer' ? 'own' : undefined }),
    ...fields,
  });
  const kinds: readonly (() => Fields)[] = [
    () => builtin('PrefixTransformer', { prefix: 'tp-', fieldSpecs: [{ path: 'metadata/name' }] }),
    () =>
      builtin('SuffixTransformer', {
        suffix: '-ts',
        fieldSpecs: dice.chance(0.5) ? [{ path: 'metadata/name' }] : fieldSpecs(dice),
      }),
    () =>
      builtin('LabelTransformer', {
        labels: randomStrings(dice, 2),
        fieldSpecs: dice.chance(0.5) ? [{ path: 'metadata/labels', create: true }] : fieldSpecs(dice),
      }),
    () =>
      builtin('AnnotationsTransformer', {
        annotations: randomStrings(dice, 2),
        fieldSpecs: dice.chance(0.5) ? [{ path: 'metadata/annotations', create: true }] : fieldSpecs(dice),
      }),
    () =>
      builtin(
        'NamespaceTransformer',
        present({
          fieldSpecs: [{ path: 'metadata/namespace', create: true }],
          unsetOnly: dice.chance(0.5) ? true : undefined,
          setRoleBindingSubjects: dice.chance(0.6)
            ? dice.slip(0.2)
              ? 'odd'
              : dice.pick(['defaultOnly', 'allServiceAccounts', 'none'])
            : undefined,
        }),
      ),
    () =>
      builtin('ImageTagTransformer', {
        imageTag: present({
          name: dice.pick(['nginx', 'app']),
          newTag: dice.chance(0.6) ? 'v2' : undefined,
          newName: dice.chance(0.4) ? 'mirror/nginx' : undefined,
          digest: dice.chance(0.2) ? 'sha256:ff' : undefined,
          tagSuffix: dice.chance(0.2) ? '-s' : undefined,
        }),
        fieldSpecs: dice.chance(0.5) ? [{ path: 'spec/template/spec/containers[]/image' }] : fieldSpecs(dice),
      }),
    () =>
      builtin('ReplicaCountTransformer', {
        replica: { name: object.name, count: dice.int(9) },
        fieldSpecs: [{ path: 'spec/replicas', create: true, kind: object.kind }],
      }),
    () =>
      builtin(
        'PatchTransformer',
        present({
          patch: dice.chance(0.5) ? jsonText(mergePatch(object, dice)) : jsonText(jsonPatch(object, dice)),
          target: dice.chance(0.7) ? selector(object, dice, true) : undefined,
        }),
      ),
    () => builtin('PatchStrategicMergeTransformer', { patches: jsonText(mergePatch(object, dice)) }),
    () =>
      builtin('PatchJson6902Transformer', {
        target: { name: object.name, kind: object.kind },
        jsonOp: jsonText(jsonPatch(object, dice)),
      }),
    () => builtin('ReplacementTransformer', { replacements: [replacement(objects, dice)] }),
    () =>
      builtin('ValueAddTransformer', {
        value: randomText(dice),
        targets: [
          {
            fieldPath: dice.pick(['metadata/namespace', 'spec/host', 'metadata/labels/app']),
            filePathPosition: dice.int(3),
          },
        ],
      }),
    () =>
      dice.slip(0.2)
        ? builtin('SortOrderTransformer', { sortOptions: { order: dice.pick(['legacy', 'fifo']) } })
        : builtin('HashTransformer', {}),
  ];
  return dice.pick(kinds)();
}

/** A generator that is built in, as `generators:` takes it. */
export function generator(dice: Dice): Fields {
  const kind = dice.pick(['ConfigMapGenerator', 'SecretGenerator', 'IAMPolicyGenerator']);
  const metadata = present({ name: `made-${randomName(dice)}`, namespace: dice.chance(0.2) ? 'ns1' : undefined });
  if (kind === 'IAMPolicyGenerator')
    return {
      apiVersion: 'builtin',
      kind,
      metadata,
      cloud: 'gke',
      kubernetesService: { namespace: 'k', name: 'sa' },
      serviceAccount: { name: 'gsa', projectId: 'project' },
    };
  return { apiVersion: 'builtin', kind, metadata, literals: [`a=${randomText(dice)}`, 'b=1'] };
}

/** Transformer configuration, as `configurations:` takes it. */
export function configuration(dice: Dice): Fields {
  const spec = (path: string, extra: Fields = {}): Value => [
    { path, kind: dice.pick(['Widget', 'Gadget', 'MyKind']), ...extra },
  ];
  const fields: Fields = {
    nameReference: [
      {
        kind: dice.pick(['ConfigMap', 'Secret', 'Deployment', 'Widget']),
        version: 'v1',
        fieldSpecs: spec(dice.pick(['spec/configMapRef/name', 'spec/secretName', 'spec/host', 'spec/list'])),
      },
    ],
    varReference: spec(dice.pick(['spec/host', 'spec/list', 'spec/config', 'metadata/annotations', 'data'])),
    commonLabels: spec('spec/config/labels', { create: true }),
    labels: spec('spec/config/labels', { create: true }),
    templateLabels: spec('spec/config/labels', { create: true }),
    commonAnnotations: spec('spec/config/annotations', { create: true }),
    namePrefix: spec('spec/host'),
    nameSuffix: spec('spec/host'),
    namespace: spec('spec/config/namespace', { create: true }),
    images: spec(dice.pick(['spec/image', 'spec/containers[]/image']), { create: true }),
    replicas: spec('spec/replicas'),
  };
  return Object.fromEntries(dice.some(Object.entries(fields), 0.35));
}

/** A custom type with annotations for kustomize, as `crds:` takes it. */
export function customType(dice: Dice): Value {
  return {
    'example.com/v1.Widget': {
      Schema: {
        properties: {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          metadata: { $ref: 'k8s.io/ObjectMeta' },
          spec: { $ref: 'example.com/v1.WidgetSpec' },
        },
      },
      Dependencies: [],
    },
    'example.com/v1.WidgetSpec': {
      Schema: {
        properties: {
          secretName: {
            'x-kubernetes-object-ref-api-version': 'v1',
            'x-kubernetes-object-ref-kind': dice.pick(['Secret', 'ConfigMap']),
          },
          host: { 'x-kubernetes-identity': '' },
          config: { 'x-kubernetes-label-selector': '' },
          configMapRef: {
            'x-kubernetes-object-ref-api-version': 'v1',
            'x-kubernetes-object-ref-kind': 'ConfigMap',
            'x-kubernetes-object-ref-name-key': 'name',
            $ref: 'example.com/v1.Ref',
          },
        },
      },
      Dependencies: [],
    },
    'example.com/v1.Ref': { Schema: { properties: { [randomKey(dice)]: { type: 'string' } } }, Dependencies: [] },
  };
}

/** A schema with merge keys for custom objects, as `openapi.path` takes it. */
export function schema(dice: Dice): Value {
  return {
    definitions: {
      'v1.Widget': {
        type: 'object',
        'x-kubernetes-group-version-kind': [
          { group: 'example.com', version: 'v1', kind: dice.pick(['Widget', 'Gadget']) },
        ],
        properties: {
          spec: {
            type: 'object',
            properties: {
              items: {
                type: 'array',
                items: { type: 'object', properties: { name: { type: 'string' } } },
                'x-kubernetes-patch-merge-key': 'name',
                'x-kubernetes-patch-strategy': dice.pick(['merge', 'merge,retainKeys', 'replace']),
              },
            },
          },
        },
      },
    },
  };
}
