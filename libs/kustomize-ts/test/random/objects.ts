import type { Dice } from './dice.ts';
import { autoscaler, binding, ingress, service, webhooks } from './references.ts';
import {
  type Fields,
  present,
  randomKey,
  randomName,
  randomNamespace,
  randomScalar,
  randomStrings,
  randomText,
  type Value,
} from './scalars.ts';
import { randomWorkload } from './workloads.ts';

/** An object that a file of the tree holds, and the folders that can see it know. */
export interface RandomObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly body: Fields;
}

type Make = (dice: Dice) => Fields;

const rbac = 'rbac.authorization.k8s.io/v1';

const makes: readonly Make[] = [
  ...Array.from({ length: 14 }, () => randomWorkload),
  service,
  service,
  service,
  service,
  configMap,
  configMap,
  configMap,
  configMap,
  secret,
  secret,
  (dice) =>
    present({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      imagePullSecrets: dice.chance(0.3) ? [{ name: randomName(dice) }] : undefined,
      secrets: dice.chance(0.2) ? [{ name: randomName(dice) }] : undefined,
    }),
  (dice) => ({ apiVersion: 'v1', kind: 'ServiceAccount', automountServiceAccountToken: dice.chance(0.5) }),
  (dice) => ({ apiVersion: rbac, kind: dice.pick(['Role', 'ClusterRole']), rules: [rule(dice), rule(dice)] }),
  binding,
  binding,
  binding,
  ingress,
  ingress,
  autoscaler,
  (dice) => ({
    apiVersion: dice.pick(['policy/v1', 'policy/v1beta1']),
    kind: 'PodDisruptionBudget',
    spec: { minAvailable: dice.pick([1, '50%']), selector: { matchLabels: randomStrings(dice, 2) } },
  }),
  (dice) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    spec: {
      podSelector: { matchLabels: randomStrings(dice, 1) },
      ingress: [{ from: [{ podSelector: { matchLabels: randomStrings(dice, 1) } }] }],
      egress: [{ to: [{ podSelector: dice.chance(0.5) ? {} : { matchLabels: randomStrings(dice, 1) } }] }],
    },
  }),
  (dice) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: randomName(dice),
      volumeName: randomName(dice),
      resources: { requests: { storage: '1Gi' } },
    },
  }),
  (dice) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    spec: {
      capacity: { storage: '1Gi' },
      claimRef: { name: randomName(dice), namespace: 'ns1' },
      csi: { nodePublishSecretRef: { name: randomName(dice) } },
    },
  }),
  () => ({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', provisioner: 'example.com/csi' }),
  () => ({ apiVersion: 'v1', kind: 'Namespace' }),
  () => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', value: 1000 }),
  definition,
  custom,
  custom,
  custom,
  webhooks,
  (dice) => ({
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    spec: {
      group: 'example.com',
      version: 'v1',
      service: { name: randomName(dice), namespace: dice.pick(['ns1', 'default']) },
    },
  }),
  (dice) => ({
    apiVersion: 'v1',
    kind: 'Endpoints',
    subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: dice.int(65536) }] }],
  }),
  (dice) => ({
    apiVersion: 'v1',
    kind: 'LimitRange',
    spec: { limits: [{ type: 'Container', default: { cpu: randomScalar(dice) } }] },
  }),
];

/** Any object; its name and namespace are those that many have. */
export function randomObject(dice: Dice): RandomObject {
  const made = dice.pick(makes)(dice);
  const name = randomName(dice);
  const namespace = randomNamespace(dice);
  const metadata = present({
    name,
    namespace,
    labels: dice.chance(0.4) ? randomStrings(dice, 3, dice.chance(0.1) ? randomScalar : randomText) : undefined,
    annotations: dice.chance(0.3) ? annotations(dice) : undefined,
    creationTimestamp: dice.chance(0.04) ? null : undefined,
    finalizers: dice.chance(0.04) ? ['example.com/a', 'example.com/b'] : undefined,
  });
  const { apiVersion, kind, ...rest } = made;
  const body = { apiVersion: apiVersion ?? '', kind: kind ?? '', metadata, ...rest };
  return { apiVersion: textOf(apiVersion), kind: textOf(kind), name, namespace, body };
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

function annotations(dice: Dice): Fields {
  const own: Fields = dice.chance(0.06)
    ? {
        [dice.pick([
          'config.kubernetes.io/local-config',
          'config.kubernetes.io/origin',
          'kustomize.config.k8s.io/needs-hash',
          'kustomize.config.k8s.io/behavior',
          'config.kubernetes.io/index',
          'internal.config.kubernetes.io/path',
          'config.kubernetes.io/path',
        ])]: dice.pick(['true', 'false', 'merge', 'x', '1']),
      }
    : {};
  return { ...randomStrings(dice, 3, dice.chance(0.1) ? randomScalar : randomText), ...own };
}

function configMap(dice: Dice): Fields {
  const document = dice.pick([
    '{"host": "db", "ports": [1, 2]}',
    '{\n  "host": "db",\n  "n": 1\n}',
    'host: db\nports:\n- 1\n- 2\n',
    'a=b\nc=d\n',
    'db:5432/name?x=y',
  ]);
  const data = dice.chance(0.95)
    ? {
        ...randomStrings(dice, 4, dice.chance(0.05) ? randomScalar : randomText),
        ...(dice.chance(0.4) ? { document } : {}),
      }
    : dice.pick<Value>([null, {}]);
  return present({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    data,
    binaryData: dice.chance(0.05) ? { bin: 'AAEC' } : undefined,
    immutable: dice.chance(0.05) ? true : undefined,
  });
}

function secret(dice: Dice): Fields {
  return present({
    apiVersion: 'v1',
    kind: 'Secret',
    type: dice.chance(0.7) ? 'Opaque' : undefined,
    data: dice.chance(0.8) ? { password: 'c2VjcmV0', user: 'YWRtaW4=' } : undefined,
    stringData: dice.chance(0.3) ? randomStrings(dice, 2) : undefined,
  });
}

function rule(dice: Dice): Fields {
  return present({
    apiGroups: [dice.pick(['', 'apps', '*'])],
    resources: [dice.pick(['configmaps', 'secrets', 'services', 'deployments'])],
    verbs: ['get', 'list'],
    resourceNames: dice.chance(0.5) ? [randomName(dice), randomName(dice)] : undefined,
  });
}

function definition(dice: Dice): Fields {
  const name = dice.pick(['Widget', 'Gadget']);
  const properties = {
    spec: {
      type: 'object',
      properties: {
        list: { type: 'array', items: { type: 'string' } },
        host: { type: 'string', default: randomText(dice) },
      },
    },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    spec: {
      group: 'example.com',
      names: { kind: name, plural: `${name.toLowerCase()}s` },
      scope: 'Namespaced',
      versions: [
        { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties } } },
      ],
    },
  };
}

function custom(dice: Dice): Fields {
  const value = (depth: number): Value => {
    if (depth === 0 || dice.chance(0.5))
      return dice.chance(0.05) ? dice.pick<Value>([null, {}, []]) : randomScalar(dice);
    if (dice.chance(0.5)) return Array.from({ length: dice.int(3) }, () => value(depth - 1));
    return Object.fromEntries(Array.from({ length: dice.int(3) }, () => [randomKey(dice), value(depth - 1)] as const));
  };
  return {
    apiVersion: dice.pick(['example.com/v1', 'example.com/v1', 'example.com/v1alpha1', 'other.io/v1']),
    kind: dice.pick(['Widget', 'Gadget', 'Deployment', 'MyKind']),
    spec: {
      host: randomName(dice),
      image: 'app:1',
      list: [value(1), value(1)],
      items: [
        { name: 'a', value: value(1) },
        { name: 'b', value: value(2) },
      ],
      config: value(3),
      configMapRef: { name: randomName(dice) },
      secretName: randomName(dice),
      replicas: 2,
      containers: [{ name: 'c', image: dice.pick(['nginx', 'app:2']) }],
    },
  };
}
