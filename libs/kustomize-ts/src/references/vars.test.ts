import { expect, test } from 'vitest';
import { fieldSpec, printed, refusalOf, resourcesIn } from '../../test/resources.ts';
import { emptyConfig } from '../fields/config.ts';
import type { Var } from '../kustomization/types.ts';
import { expandVars } from './expand.ts';
import { varValue } from './var-value.ts';
import { mergeVarSets, mergeVars, resolveVars } from './vars.ts';

const config = {
  ...emptyConfig,
  varReference: [fieldSpec('spec/text'), fieldSpec('spec/list'), fieldSpec('metadata/labels')],
};

const objects = `apiVersion: v1
kind: ConfigMap
metadata:
  name: a
data: {text: T, number: 8080, yes: true, float: 1e21, map: {}, odd: 0x10, none: null}
list: [{k: v}, 2]
---
apiVersion: v1
kind: X
metadata:
  name: x
  labels: {l: $(B), n: 1}
spec:
  text: %
  list: [$(A), '$(N)']
`;

function variable(name: string, fieldPath: string, kind = 'ConfigMap', namespace = ''): Var {
  return { name, objref: { group: '', version: 'v1', kind, name: 'a', namespace }, fieldPath };
}

function built(text: string, vars: readonly Var[]) {
  const merged = mergeVars(
    { resources: resourcesIn(objects.replace('%', () => text)), vars: new Map() },
    vars,
    'k.yaml',
  );
  const { resources, warnings } = resolveVars(merged.resources, merged.vars, config);
  return { yaml: printed(resources), warnings: warnings.map(({ message }) => message) };
}

test('replaces variables, with their type where they are all there is', () => {
  const vars = [variable('A', 'data.text'), variable('N', 'data.number'), variable('B', 'data.yes')];
  const { yaml, warnings } = built('"$(N)/$(A)$$(A)$(unknown)$(B)"', vars);
  expect(yaml).toContain('  list:\n  - T\n  - 8080\n  text: 8080/T$(A)$(unknown)true\n');
  expect(yaml).toContain('    l: true\n');
  expect(warnings).toEqual([]);
});

test('tells of variables that are not used', () => {
  const { warnings } = built('x', [variable('Z', 'data.text'), variable('C', 'data.map'), variable('A', 'data.text')]);
  expect(warnings).toEqual(['well-defined vars that were never replaced: C,Z']);
});

const same = (name: string) => ({ type: 'string' as const, text: `<${name}>` });

// As expand_test.go of kustomize says, or as it was run.
test.each([
  ['$', '$'],
  ['$$$(A)', '$<A>'],
  ['$(A', '$(A'],
  ['$(A$(B)', '<A$(B>'],
  ['$()', '<>'],
  ['$x $(A)', '$x <A>'],
  ['($(A))', '(<A>)'],
  ['$é', 'JMODqQ=='],
])('expands %s', (text, expected) => {
  expect(expandVars(text, same)).toEqual({ type: 'string', text: expected });
});

test('expands a long unclosed text in linear time', () => {
  const text = '$('.repeat(500_000);
  expect(expandVars(text, same).text).toBe(text);
});

test.each([
  [1e21, '$(F)', '1000000000000000000000'],
  [1e21, '-$(F)', '-1e+21'],
  [0.00001, '-$(F)', '-1e-05'],
  [1.5, '-$(F)', '-1.5'],
])('writes %d in %s', (number, text, expected) => {
  const [resource] = resourcesIn(`apiVersion: v1\nkind: A\nmetadata: {name: a}\nf: ${number.toExponential()}\n`);
  const value = resource && varValue(resource.node, 'f');
  expect(value?.type === 'float' && expandVars(text, () => value).text).toBe(expected);
});

test('finds values by paths of kyaml', () => {
  const [resource] = resourcesIn(objects.replace('%', 'x'));
  const value = (path: string) => resource && varValue(resource.node, path);
  expect(value('list[1]')).toEqual({ type: 'int', text: '2' });
  expect(value('list.[k=v].k')).toEqual({ type: 'string', text: 'v' });
  expect(value('data.none')).toEqual({ type: 'string', text: 'null' });
  expect(value('data.odd')).toBeUndefined();
  expect(value('list[7]')).toBeUndefined();
  expect(value('kind.x')).toBeUndefined();
  expect(value('data')).toEqual({ type: 'other' });
});

test.each([
  [[variable('A', 'data.text'), variable('A', 'data.text')], "var 'A' already encountered"],
  [[variable('A', 'x')], "field specified in var '{A ConfigMap.v1.[noGrp] {x}}' not found in corresponding resource"],
  [
    [variable('A', 'x', 'Pod')],
    "var '{A Pod.v1.[noGrp] {x}}' cannot be mapped to a field in the set of known resources",
  ],
  [
    [variable('A', 'data.text', 'ConfigMap', 'other')],
    "var '{A ConfigMap.v1.[noGrp] {data.text}}' cannot be mapped to a field in the set of known resources",
  ],
])('refuses %j', (vars, message) => {
  expect(refusalOf(() => built('x', vars))).toEqual([`FW6014 ${message}`]);
});

test('refuses what could be about several resources', () => {
  const two = resourcesIn(
    ['one', 'two']
      .map((ns) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: ${ns}}\n`)
      .join('---\n'),
  );
  const merge = (namespace: string) =>
    mergeVars({ resources: two, vars: new Map() }, [variable('A', 'data', 'ConfigMap', namespace)], 'k.yaml');
  expect(refusalOf(() => merge(''))).toEqual([
    'FW6014 found 2 resId matches for var {A ConfigMap.v1.[noGrp] {data}} (unable to disambiguate)',
  ]);
  expect(merge('two').resources.map(({ vars }) => vars)).toEqual([[], ['A']]);
});

test('refuses a variable of two bases', () => {
  const vars = new Map([['A', variable('A', 'x')]]);
  expect(refusalOf(() => mergeVarSets(vars, vars))).toEqual(["FW6014 var 'A' already encountered"]);
  expect(mergeVarSets(vars, new Map())).toBe(vars);
});

test('refuses lists of other than text', () => {
  const text = 'x\n  list: [1]';
  const vars = [variable('A', 'data.text')];
  const yaml = objects.replace("  list: [$(A), '$(N)']\n", '').replace('%', text);
  const merged = mergeVars({ resources: resourcesIn(yaml), vars: new Map() }, vars, 'k.yaml');
  expect(refusalOf(() => resolveVars(merged.resources, merged.vars, config))).toEqual([
    "FW6017 considering field 'spec/list' of object X.v1.[noGrp]/x.[noNs]: invalid value type expect a string",
  ]);
});
