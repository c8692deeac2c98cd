import { describe, expect, it } from 'vitest';
import { Refusal } from '../refusal.ts';
import { readResources } from '../yaml/read.ts';
import { absorbAll } from './absorb.ts';
import { setBehavior, setName, storePreviousId } from './changes.ts';
import { Resource } from './resource.ts';
import { appendAll, dropEmpties, editAll, getById, unique, withAnyId, withCurrentId } from './resources.ts';
import { select } from './selector.ts';

function read(file: string, ...names: readonly string[]): readonly Resource[] {
  return names.flatMap((name) => {
    const [namespace, own] = name.includes('/') ? name.split('/') : ['', name];
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${own}, namespace: "${namespace}", labels: {app: ${own}}}`;
    return readResources(text, file).map((node) => new Resource(node, file));
  });
}

function renamed(resource: Resource, name: string): Resource {
  return setName(storePreviousId(resource), name);
}

describe('appendAll', () => {
  it('puts lists together', () => {
    const all = appendAll(read('a.yaml', 'x'), [], read('b.yaml', 'y', 'n/x'));
    expect(all.map(({ name }) => name)).toEqual(['x', 'y', 'x']);
    const one = read('a.yaml', 'x');
    expect(appendAll(one, [])).toBe(one);
  });

  it('refuses an id that is there, however the list came to be', () => {
    const base = appendAll(read('a.yaml', 'x'), read('b.yaml', 'y'));
    const words = 'may not add resource with an already registered id: ConfigMap.v1.[noGrp]/x.default';
    for (let time = 0; time < 2; time++) {
      expect(() => appendAll(base, read('c.yaml', 'default/x'))).toThrow(words);
      expect(appendAll(base, read('c.yaml', 'z'))).toHaveLength(3);
    }
    expect(() => unique([...base, ...read('d.yaml', 'y')])).toThrow(Refusal);
  });

  it('lets a list grow one by one', () => {
    const [model] = read('a.yaml', 'x');
    if (model === undefined) throw new Error('not read');
    let all: readonly Resource[] = [];
    for (let index = 0; index < 1000; index++) all = appendAll(all, [setName(model, `n${index}`)]);
    expect(all).toHaveLength(1000);
  });
});

describe('looking up', () => {
  const [first, second, third] = read('a.yaml', 'x', 'y', 'n/x');
  if (first === undefined || second === undefined || third === undefined) throw new Error('not read');
  const list = [renamed(first, 'p-x'), second, third];

  it('finds by the id of now or before', () => {
    expect(withCurrentId(list, first.id)).toEqual([]);
    expect(withAnyId(list, first.id)).toEqual([list[0]]);
    expect(getById(list, third.id, third)).toBe(third);
  });

  it('refuses none and several', () => {
    const missing = renamed(second, 'gone');
    expect(() => getById(list, missing.id, missing)).toThrow(
      'no matches for Id ConfigMap.v1.[noGrp]/gone.[noNs]; failed to find unique target for patch ConfigMap.v1.[noGrp]/gone.[noNs]',
    );
    expect(() => getById([...list, ...read('b.yaml', 'x')], first.id, first)).toThrow('multiple matches for Id');
  });

  it('still finds after edits, whether they change ids or not', () => {
    withAnyId(list, first.id);
    const same = editAll(list, (resource) => (resource === second ? resource.withVars(['v']) : resource));
    expect(withAnyId(same, second.id)).toEqual([same[1]]);
    const moved = editAll(same, (resource, index) => (index === 1 ? renamed(resource, 'z') : resource));
    expect(withAnyId(moved, second.id)).toEqual([moved[1]]);
    const fewer = editAll(moved, (_, index) => (index === 0 ? undefined : moved[index]));
    expect(withAnyId(fewer, first.id)).toEqual([]);
    expect(editAll(fewer, (resource) => resource)).toBe(fewer);
  });

  it('selects by expressions over the name of now and before', () => {
    const any = {
      group: '',
      version: '',
      kind: '',
      name: '',
      namespace: '',
      labelSelector: '',
      annotationSelector: '',
    };
    expect(select(list, any)).toEqual(list);
    expect(select(list, { ...any, name: 'x' })).toEqual([list[0], third]);
    expect(select(list, { ...any, name: 'p-.*|y' })).toEqual([list[0], second]);
    expect(select(list, { ...any, namespace: 'default', kind: 'Config.*' })).toEqual([list[0], second]);
    expect(select(list, { ...any, labelSelector: 'app!=x' })).toEqual([second]);
    expect(select(list, { ...any, annotationSelector: 'a' })).toEqual([]);
    expect(() => select(list, { ...any, name: '(' })).toThrow('missing closing )');
    expect(() => select(list, { ...any, labelSelector: '=' })).toThrow("found '='");
    expect(select(list, { ...any, name: 'nobody', labelSelector: '=' })).toEqual([]);
  });

  it('drops what is empty', () => {
    const emptied = list.map((resource, index) =>
      index === 1 ? resource.withFresh({ ...resource.node, entries: [] }) : resource,
    );
    expect(dropEmpties(emptied)).toHaveLength(2);
    expect(dropEmpties(list)).toBe(list);
  });
});

describe('absorbAll', () => {
  const [old] = read('a.yaml', 'x');
  const [generated] = read('b.yaml', 'x');
  if (old === undefined || generated === undefined) throw new Error('not read');

  it('merges into what has or had the id', () => {
    const [merged] = absorbAll([renamed(old, 'p-x')], [setBehavior(generated, 'merge')]);
    expect(merged?.name).toBe('p-x');
    expect(absorbAll([], [generated])).toEqual([generated]);
  });

  it('refuses what does not fit, in the words of kustomize', () => {
    const go =
      'id resid.ResId{Gvk:resid.Gvk{Group:"", Version:"v1", Kind:"ConfigMap", isClusterScoped:false}, Name:"x", Namespace:""}';
    expect(() => absorbAll([], [setBehavior(generated, 'replace')])).toThrow(
      `${go} does not exist; cannot merge or replace`,
    );
    expect(() => absorbAll([old], [generated])).toThrow(
      `${go} exists; can not use behavior: 'unspecified', behavior must be merge or replace`,
    );
    const others = [renamed(old, 'a'), renamed(old, 'b')];
    expect(() => absorbAll(others, [setBehavior(generated, 'merge')])).toThrow('found multiple objects [{"apiVersion"');
  });
});
