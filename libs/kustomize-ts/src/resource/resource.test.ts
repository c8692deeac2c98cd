import { describe, expect, it } from 'vitest';
import { formatNode } from '../yaml/format-node.ts';
import { get } from '../yaml/node.ts';
import { readResources } from '../yaml/read.ts';
import * as changes from './changes.ts';
import { idText, parseId } from './res-id.ts';
import { Resource, writtenIds } from './resource.ts';

function read(text: string): Resource {
  const [node] = readResources(text, 'a.yaml');
  if (node === undefined) throw new Error('no object');
  return new Resource(node, 'a.yaml');
}

const config = read(`
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  annotations:
    z: "1"
    b: c
data:
  k: v
`);

describe('Resource', () => {
  it('has the id that it says', () => {
    expect(idText(config.id)).toBe('ConfigMap.v1.[noGrp]/web.[noNs]');
    expect(config.id.effectiveNamespace).toBe('default');
    expect(config.originalId).toBe(config.id);
    expect(parseId(idText(config.id))).toEqual({
      group: '',
      version: 'v1',
      kind: 'ConfigMap',
      name: 'web',
      namespace: '',
    });
  });

  it('knows types without namespace, built in or by a schema', () => {
    const role = read('apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r, namespace: n}');
    expect(role.id.effectiveNamespace).toBe('_non_namespaceable_');
    const foo = read('apiVersion: example.com/v1\nkind: Foo\nmetadata: {name: f}');
    expect(foo.id.clusterScoped).toBe(false);
    const scoping = { isClusterScoped: ({ kind }: { readonly kind: string }) => kind === 'Foo' };
    expect(new Resource(foo.node, undefined, [], scoping).id.clusterScoped).toBe(true);
  });

  it('remembers earlier ids, oldest first', () => {
    const first = changes.setName(changes.storePreviousId(config), 'p-web');
    const second = changes.setNamespace(changes.storePreviousId(first), 'prod');
    expect(second.previousIds.map(idText)).toEqual([
      'ConfigMap.v1.[noGrp]/web.default',
      'ConfigMap.v1.[noGrp]/p-web.default',
    ]);
    expect(idText(second.originalId)).toBe('ConfigMap.v1.[noGrp]/web.default');
    expect(writtenIds(second).map(idText)[0]).toBe('ConfigMap.v1.[noGrp]/p-web.prod');
    expect(changes.removeBuildAnnotations(second).annotations).toEqual(
      new Map([
        ['b', 'c'],
        ['z', '1'],
      ]),
    );
  });

  it('refuses memories that do not fit together', () => {
    const broken = changes.setAnnotations(config, new Map([['internal.config.kubernetes.io/previousNames', 'a,b']]));
    expect(() => broken.previousIds).toThrow('number of previous names');
  });
});

describe('changes', () => {
  it('sorts what it sets and takes empty maps away', () => {
    const sorted = changes.setAnnotations(config, config.annotations);
    expect(formatNode(get(sorted.node, 'metadata') ?? sorted.node)).toBe('name: web\nannotations:\n  b: c\n  z: "1"\n');
    const none = changes.setAnnotations(config, new Map());
    expect(formatNode(get(none.node, 'metadata') ?? none.node)).toBe('name: web\n');
  });

  it('keeps the quotes of what it writes over, and quotes anew what YAML 1.1 would not read as text', () => {
    const quoted = read('apiVersion: v1\nkind: A\nmetadata:\n  name: "x"\n');
    expect(formatNode(changes.setName(quoted, '1').node)).toContain('name: "1"\n');
    const plain = read('apiVersion: v1\nkind: A\nmetadata:\n  name: x\n');
    expect(formatNode(changes.setName(plain, '1').node)).toContain('name: 1\n');
    expect(formatNode(changes.setNamespace(plain, '1').node)).toContain('namespace: "1"\n');
    const written = changes.setName(plain, 'x');
    expect(changes.setName(written, 'x')).toBe(written);
  });

  it('compares prefixes and suffixes from their ends', () => {
    const prefixed = (...prefixes: readonly string[]): Resource => {
      let resource = config;
      for (const prefix of prefixes) resource = changes.rememberAffix(resource, 'prefixes', prefix);
      return resource;
    };
    expect(changes.samePrefixesAndSuffixes(prefixed('a', 'b'), prefixed('b'), false)).toBe(true);
    expect(changes.samePrefixesAndSuffixes(prefixed('a', 'b'), prefixed('a'), true)).toBe(false);
    expect(changes.samePrefixesAndSuffixes(prefixed('a'), config, true)).toBe(true);
    expect(changes.samePrefixesAndSuffixes(prefixed('a'), config, false)).toBe(false);
  });

  it('merges data and metadata of what a generator adds to', () => {
    const old = changes.setName(changes.storePreviousId(changes.setLabels(config, new Map([['l', 'old']]))), 'p-web');
    const added = read(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  labels: {m: new}\ndata:\n  j: "1"\n  k: w\n',
    );
    const merged = changes.mergeDataMaps(changes.copyMergeMetadata(added, old), old);
    expect(merged.name).toBe('p-web');
    expect(merged.labels).toEqual(
      new Map([
        ['l', 'old'],
        ['m', 'new'],
      ]),
    );
    expect(formatNode(get(merged.node, 'data') ?? merged.node)).toBe('j: "1"\nk: w\n');
    expect(idText(merged.originalId)).toBe('ConfigMap.v1.[noGrp]/web.default');
  });
});
