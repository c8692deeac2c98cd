import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../fields/default-config.ts';
import type { FieldSpec } from '../kustomization/types.ts';
import { enable, setAnnotations } from '../resource/changes.ts';
import { idText } from '../resource/res-id.ts';
import { Resource } from '../resource/resource.ts';
import { formatNode } from '../yaml/format-node.ts';
import { get } from '../yaml/node.ts';
import { readResources } from '../yaml/read.ts';
import { hashTransformer } from './hash.ts';
import { namespaceTransformer } from './namespace.ts';
import { prefixTransformer } from './prefix.ts';
import { sortOrderTransformer } from './sort-order.ts';
import { suffixTransformer } from './suffix.ts';

function read(text: string): readonly Resource[] {
  return readResources(text, 'a.yaml').map((node) => new Resource(node, 'a.yaml'));
}

function object(apiVersion: string, kind: string, name: string, more = ''): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}---\n`;
}

function field(path: string, create = false): FieldSpec {
  return { group: '', version: '', kind: '', path, create };
}

const names = (resources: readonly Resource[]): readonly string[] => resources.map(({ name }) => name);

describe('prefixTransformer and suffixTransformer', () => {
  const fieldSpecs = defaultConfig().namePrefix;

  it('rename all but what is a contract with the cluster', () => {
    const resources = read(
      object('v1', 'ConfigMap', 'x') +
        object('v1', 'Namespace', 'n') +
        object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'c') +
        object('apiregistration.k8s.io/v1', 'APIService', 'a') +
        object('example.com/v1', 'APIService', 'b'),
    );
    expect(names(prefixTransformer({ prefix: 'p-', fieldSpecs })(resources))).toEqual(['p-x', 'n', 'c', 'a', 'p-b']);
    expect(names(suffixTransformer({ suffix: '-s', fieldSpecs })(resources))).toEqual(['x-s', 'n', 'c', 'a', 'b-s']);
  });

  it('remember what was, and nothing where there is nothing to add', () => {
    const [config] = prefixTransformer({ prefix: 'p-', fieldSpecs })(read(object('v1', 'ConfigMap', 'x')));
    expect(config?.previousIds.map(idText)).toEqual(['ConfigMap.v1.[noGrp]/x.default']);
    expect(config?.annotation('internal.config.kubernetes.io/prefixes')).toBe('p-');
    const resources = read(object('v1', 'ConfigMap', 'x'));
    expect(prefixTransformer({ prefix: '', fieldSpecs })(resources)[0]?.previousIds).toEqual([]);
  });

  it('change other fields, and refuse those that are no text', () => {
    const resources = read(object('v1', 'Foo', 'x', 'spec: {a: b, m: {}}\n'));
    const [changed] = prefixTransformer({ prefix: 'p-', fieldSpecs: [field('spec/a'), field('spec/c', true)] })(
      resources,
    );
    const spec = get(changed?.node, 'spec');
    expect(spec === undefined ? '' : formatNode(spec)).toBe('{a: p-b, m: {}, c: p-}\n');
    expect(() => prefixTransformer({ prefix: 'p-', fieldSpecs: [field('spec/m')] })(resources)).toThrow(
      'wrong node kind',
    );
  });
});

describe('namespaceTransformer', () => {
  const args = { namespace: 't', fieldSpecs: defaultConfig().namespace, unsetOnly: false, setRoleBindingSubjects: '' };

  it('sets namespaces where types have them, and renames Namespaces', () => {
    const resources = read(
      object('v1', 'ConfigMap', 'x', '  namespace: old\n') +
        object('v1', 'Namespace', 'old') +
        object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r'),
    );
    const moved = namespaceTransformer(args)(resources);
    expect(moved.map(({ id }) => idText(id))).toEqual([
      'ConfigMap.v1.[noGrp]/x.t',
      'Namespace.v1.[noGrp]/t.[noNs]',
      'ClusterRole.v1.rbac.authorization.k8s.io/r.[noNs]',
    ]);
    expect(namespaceTransformer({ ...args, namespace: '' })(resources)).toBe(resources);
    expect(namespaceTransformer({ ...args, unsetOnly: true })(resources)[0]?.namespace).toBe('old');
  });

  const subjects = `subjects:
- kind: ServiceAccount
  name: default
- kind: ServiceAccount
  name: other
- kind: User
  name: u
`;

  it.each([
    ['', ['t', undefined, undefined]],
    ['defaultOnly', ['t', undefined, undefined]],
    ['allServiceAccounts', ['t', 't', undefined]],
    ['none', [undefined, undefined, undefined]],
  ])('sets the namespace of subjects: %s', (setRoleBindingSubjects, wanted) => {
    const resources = read(object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'x', subjects));
    const [moved] = namespaceTransformer({ ...args, setRoleBindingSubjects })(resources);
    const list = get(moved?.node, 'subjects');
    const found = list?.kind === 'sequence' ? list.items.map((item) => get(item, 'namespace')) : [];
    expect(found.map((node) => (node?.kind === 'scalar' ? node.value : undefined))).toEqual(wanted);
  });

  it('refuses in the words of kustomize', () => {
    const same = read(
      object('v1', 'ConfigMap', 'x', '  namespace: a\n') + object('v1', 'ConfigMap', 'x', '  namespace: b\n'),
    );
    expect(() => namespaceTransformer(args)(same)).toThrow(
      'namespace transformation produces ID conflict: [{"apiVersion":"v1"',
    );
    expect(() => namespaceTransformer({ ...args, setRoleBindingSubjects: 'x' })).toThrow(
      'invalid value "x" for setRoleBindingSubjects: must be one of "defaultOnly", "none" or "allServiceAccounts"',
    );
    const binding = read(object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'x', 'subjects: [text]\n'));
    expect(() => namespaceTransformer(args)(binding)).toThrow('setting namespace on (cluster)role binding subjects: ');
    const foo = read(object('v1', 'Foo', 'x', 'spec: {}\n'));
    expect(() => namespaceTransformer({ ...args, fieldSpecs: [field('spec')] })(foo)).toThrow(
      'namespace field specs must target scalar nodes: considering field',
    );
  });

  it('leaves alone what Helm made', () => {
    const [made] = read(object('v1', 'ConfigMap', 'x'));
    const helm =
      made === undefined
        ? []
        : [setAnnotations(made, new Map([['internal.config.kubernetes.io/helm-generated', 'true']]))];
    expect(namespaceTransformer(args)(helm)).toBe(helm);
  });
});

it('hashTransformer puts the hash of the content behind names that want one', () => {
  const [config] = read(object('v1', 'ConfigMap', 'x', 'data: {a: b}\n'));
  if (config === undefined) throw new Error('not read');
  const flagged = enable(config, 'internal.config.kubernetes.io/needsHashSuffix');
  const [hashed, other] = hashTransformer()([flagged, config]);
  // As kustomize 5.8.1 builds it.
  expect(hashed?.name).toBe('x-4h2mbtbbt6');
  expect(hashed?.originalId.name).toBe('x');
  expect(other).toBe(config);
});

describe('sortOrderTransformer', () => {
  const resources = read(
    object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'w') +
      object('example.com/v1', 'Foo', 'f') +
      object('apps/v1', 'Deployment', 'b') +
      object('apps/v1', 'Deployment', 'a', '  namespace: n\n') +
      object('apps/v1', 'Deployment', 'c') +
      object('v1', 'Pod', 'p') +
      object('v1', 'Namespace', 'n'),
  );
  const sorted = (order: string, orderFirst?: readonly string[]): string =>
    names(
      sortOrderTransformer({
        sortOptions: {
          order,
          legacySortOptions: orderFirst === undefined ? undefined : { orderFirst, orderLast: ['Namespace'] },
        },
      })(resources),
    ).join('');

  it('goes by kind, type, namespace and name', () => {
    expect(sorted('legacy')).toBe('nabcfpw');
    expect(sorted('legacy', ['Foo', 'Pod'])).toBe('fpwabcn');
    expect(sorted('fifo')).toBe('wfbacpn');
    expect(sortOrderTransformer({ sortOptions: undefined })(resources)).toBe(resources);
  });

  it('refuses options that are none', () => {
    expect(() => sorted('')).toThrow("the field 'sortOptions.order' must be one of [fifo, legacy]");
    expect(() => sorted('fifo', [])).toThrow(
      "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'",
    );
  });
});
