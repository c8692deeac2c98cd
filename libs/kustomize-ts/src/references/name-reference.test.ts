import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../fields/default-config.ts';
import { rememberAffix, setName, setNamespace, storePreviousId } from '../resource/changes.ts';
import { Resource } from '../resource/resource.ts';
import { formatNode } from '../yaml/format-node.ts';
import { get } from '../yaml/node.ts';
import { readResources } from '../yaml/read.ts';
import { fixNameReferences } from './name-reference.ts';

function read(text: string): readonly Resource[] {
  return readResources(text, 'a.yaml').map((node) => new Resource(node, 'a.yaml'));
}

function one(text: string): Resource {
  const [resource] = read(text);
  if (resource === undefined) throw new Error('no object');
  return resource;
}

function config(name: string, namespace = ''): Resource {
  return one(`{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}, namespace: "${namespace}"}}`);
}

function account(name: string, namespace: string): Resource {
  return one(`{apiVersion: v1, kind: ServiceAccount, metadata: {name: ${name}, namespace: ${namespace}}}`);
}

function pod(reference: string, namespace = ''): Resource {
  return one(`
apiVersion: v1
kind: Pod
metadata: {name: pod, namespace: "${namespace}"}
spec:
  volumes:
  - configMap: {name: ${reference}}
`);
}

function binding(subjects: string, role = 'Role'): Resource {
  return one(`
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b, namespace: n}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ${role}, name: r}
subjects: ${subjects}
`);
}

function prefixed(resource: Resource, prefix: string): Resource {
  return setName(rememberAffix(resource, 'prefixes', prefix), prefix + resource.name);
}

/** The first resource after fixing all, one of its fields. */
function fixed(field: string, ...resources: readonly Resource[]): string {
  const [first] = fixNameReferences(defaultConfig())(resources);
  const value = get(first?.node, field);
  return value === undefined ? '' : formatNode(value).trim();
}

describe('fixNameReferences', () => {
  it('gives references the new name, and leaves everything else the same object', () => {
    const [referrer, target, other] = [pod('x'), prefixed(config('x'), 'p-'), pod('y')];
    const result = fixNameReferences(defaultConfig())([referrer, target, other]);
    expect(formatNode(result[0]?.node ?? referrer.node)).toContain('configMap: {name: p-x}');
    expect(result[1]).toBe(target);
    expect(result[2]).toBe(other);
    const unchanged = [pod('x'), config('x')];
    expect(fixNameReferences(defaultConfig())(unchanged)).toBe(unchanged);
  });

  it('looks in the namespace of the referrer only', () => {
    expect(fixed('spec', pod('x', 'n'), prefixed(config('x', 'm'), 'p-'))).toContain('name: x');
    expect(fixed('spec', pod('x', 'n'), prefixed(config('x', 'n'), 'p-'), prefixed(config('x', 'm'), 'q-'))).toContain(
      'name: p-x',
    );
  });

  it('prefers what came with the same prefixes', () => {
    const targets = [prefixed(config('x'), 'a-'), prefixed(config('x'), 'b-')];
    expect(fixed('spec', prefixed(pod('x'), 'b-'), ...targets)).toContain('name: b-x');
    // Nothing says which one is meant.
    expect(fixed('spec', pod('x'), ...targets)).toContain('name: x');
  });

  it('refuses several that could be meant', () => {
    const targets = ['1', '2'].map((end) => {
      const renamed = prefixed(config('x'), 'a-');
      return setName(storePreviousId(renamed), `${renamed.name}${end}`);
    });
    const run = (): unknown => fixNameReferences(defaultConfig())([prefixed(pod('x'), 'a-'), ...targets]);
    expect(run).toThrow(
      "updating name reference in 'spec/volumes/configMap/name' field of 'Pod.v1.[noGrp]/a-pod.[noNs]'",
    );
    expect(run).toThrow(
      'found multiple possible referrals: ConfigMap.v1.[noGrp]/a-x1.[noNs], ConfigMap.v1.[noGrp]/a-x2.[noNs]',
    );
  });

  it('gives subjects name and namespace, in whatever namespace they are', () => {
    const moved = setNamespace(storePreviousId(account('s', 'm')), 'o');
    expect(fixed('subjects', binding('[{kind: ServiceAccount, name: s, namespace: m}]'), moved)).toBe(
      '[{kind: ServiceAccount, name: s, namespace: m}]',
    );
    expect(
      fixed('subjects', binding('[{kind: ServiceAccount, name: s, namespace: o}]'), prefixed(account('s', 'o'), 'p-')),
    ).toBe('[{kind: ServiceAccount, name: p-s, namespace: o}]');
    expect(fixed('subjects', binding('[{kind: ServiceAccount, name: s}]'), prefixed(account('s', 'n'), 'p-'))).toBe(
      '[{kind: ServiceAccount, name: p-s, namespace: "n"}]',
    );
  });

  it('takes the role that roleRef says', () => {
    const role = (kind: string): Resource =>
      prefixed(
        one(`{apiVersion: rbac.authorization.k8s.io/v1, kind: ${kind}, metadata: {name: r, namespace: n}}`),
        `${kind}-`,
      );
    expect(fixed('roleRef', binding('[]'), role('ClusterRole'), role('Role'))).toContain('name: Role-r');
    expect(fixed('roleRef', binding('[]', 'ClusterRole'), role('ClusterRole'), role('Role'))).toContain(
      'name: ClusterRole-r',
    );
  });

  it('refuses fields that cannot hold names, whether anything was renamed or not', () => {
    const broken = one('{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: text}}');
    expect(() => fixed('spec', broken)).toThrow('expected sequence or mapping node');
    expect(() => fixed('spec', binding('[{kind: ServiceAccount}]'))).toThrow(
      "path config error; no 'name' field in node",
    );
    expect(() => fixed('spec', binding('[{kind: ServiceAccount, name: a, namespace: null}]'))).toThrow(
      'Invalid Input: namespace is blank for resource "RoleBinding.v1.rbac.authorization.k8s.io/b.n"',
    );
    const odd = one('{apiVersion: /v1, kind: Pod, metadata: {name: x}}');
    expect(() => fixed('spec', odd)).toThrow("node-referrerOriginal 'APIVersion' mismatch '/v1' != 'v1'");
  });

  it('goes on with a name just written, as kustomize does', () => {
    const fieldSpecs = [{ group: '', version: '', kind: 'User', path: 'ref', create: false }];
    const nameReference = ['A', 'B'].map((kind) => ({ group: '', version: '', kind, fieldSpecs }));
    const user = one('{apiVersion: t/v1, kind: User, metadata: {name: u}, ref: n}');
    const a = prefixed(one('{apiVersion: t/v1, kind: A, metadata: {name: n}}'), 'x-');
    const b = prefixed(one('{apiVersion: t/v1, kind: B, metadata: {name: x-n}}'), 'q-');
    const [result] = fixNameReferences({ nameReference })([user, a, b]);
    expect(formatNode(result?.node ?? user.node)).toContain('ref: q-x-n');
  });
});
