import { describe, expect, test } from 'vitest';
import { type BuildOptions, build } from './build.ts';

const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

const plugin = (kind: string, rest = '') => `apiVersion: builtin\nkind: ${kind}\nmetadata: {name: plugin}\n${rest}`;

type Files = Readonly<Record<string, string>>;

function run(files: Files, options?: BuildOptions) {
  return build(new Map(Object.entries(files)), 'app', options);
}

/** The output, or what went wrong: code, place and message of each. */
function outcome(files: Files, options?: BuildOptions): string | readonly string[] {
  const result = run(files, options);
  if (result.ok) return result.value.yaml;
  return result.errors.map(
    ({ code, severity, message, at }) =>
      `${severity === 'error' ? '' : '(warning) '}${code} ${at?.file}:${at?.line ?? '-'} ${message}`,
  );
}

describe('all that is wrong is said, with its place', () => {
  test('about the entries of resources', () => {
    expect(
      outcome({
        'app/kustomization.yaml': 'resources:\n- gone.yaml\n- bad.yaml\n- ../base\n- https://example.org/x.yaml\n',
        'app/bad.yaml': 'kind: A\nmetadata: {}\n',
        'base/kustomization.yaml': 'resources: []\nfoo: bar',
      }),
    ).toEqual([
      "FW6003 app/kustomization.yaml:2 accumulating resources: accumulation err='accumulating resources from 'gone.yaml': evalsymlink failure on '/app/gone.yaml' : lstat /app/gone.yaml: no such file or directory': must build at directory: not a valid directory: evalsymlink failure on '/app/gone.yaml' : lstat /app/gone.yaml: no such file or directory",
      'FW6009 app/bad.yaml:1 missing metadata.name in object {{ A} {{ } map[] map[]}}',
      'FW6002 base/kustomization.yaml:2 invalid Kustomization: json: unknown field "foo"',
      "FW6006 app/kustomization.yaml:5 'https://example.org/x.yaml' would have to be fetched over a network",
    ]);
  });

  test('about the files that transformers name', () => {
    expect(
      outcome({
        'app/kustomization.yaml': 'patches:\n- path: one.yaml\n- path: ../two.yaml\n',
        'two.yaml': '',
      }),
    ).toEqual([
      expect.stringContaining('FW6003 app/kustomization.yaml:2 '),
      expect.stringContaining('FW6004 app/kustomization.yaml:3 '),
    ]);
  });

  test('about plugins', () => {
    const transformers = [
      plugin('NoTransformer'),
      plugin('ConfigMapGenerator').replace('name: plugin', 'name: generator'),
      'apiVersion: example.org/v1\nkind: Own\nmetadata: {name: own}\n',
    ].map((text) => `- |-\n  ${text.trimEnd().replaceAll('\n', '\n  ')}\n`);
    expect(outcome({ 'app/kustomization.yaml': `transformers:\n${transformers.join('')}` })).toEqual([
      expect.stringMatching(/^FW6007 .* unable to load builtin NoTransformer\.builtin\.\[noGrp\]$/),
      expect.stringMatching(
        /^FW6002 .* plugin ConfigMapGenerator\.builtin\.\[noGrp\]\/generator\.\[noNs\] not a transformer$/,
      ),
      expect.stringMatching(/^FW6007 .* external plugins disabled; unable to load external plugin 'Own'$/),
    ]);
  });

  test('once, where two folders lead to it', () => {
    expect(
      outcome({
        'app/kustomization.yaml': 'resources: [a, b]',
        'app/a/kustomization.yaml': 'resources: [../../base]',
        'app/b/kustomization.yaml': 'resources: [../../base]',
        'base/kustomization.yaml': 'resources: [gone.yaml]',
      }),
    ).toHaveLength(1);
  });

  test('after the warnings that were due', () => {
    expect(outcome({ 'app/kustomization.yaml': 'bases: [gone]' })).toEqual([
      expect.stringMatching(/^\(warning\) FW6021 app\/kustomization\.yaml:1 # Warning: 'bases' is deprecated/),
      expect.stringMatching(/^FW6003 app\/kustomization\.yaml:1 /),
    ]);
  });
});

describe('a folder', () => {
  test('has one kustomization', () => {
    const names = "'kustomization.yaml', 'kustomization.yml' or 'Kustomization'";
    expect(outcome({ 'app/x.yaml': '' })).toEqual([`FW6001 app:- unable to find one of ${names} in directory '/app'`]);
    expect(outcome({ 'app/Kustomization': '', 'app/kustomization.yml': '' })).toEqual([
      'FW6001 app:- Found multiple kustomization files under: /app',
    ]);
    expect(outcome({ app: '' })).toEqual(["FW6003 app:- must build at directory: '/app': file is not directory"]);
    expect(outcome({})).toEqual([
      "FW6003 app:- must build at directory: not a valid directory: evalsymlink failure on '/app' : lstat /app: no such file or directory",
    ]);
  });

  test('is a component where one is wanted, and only there', () => {
    expect(
      outcome({ 'app/kustomization.yaml': 'components: [c]', 'app/c/kustomization.yaml': 'namePrefix: a' }),
    ).toEqual(["FW6002 app/kustomization.yaml:1 expected kind 'Component' for path '/app/c' but got 'Kustomization'"]);
    expect(
      outcome({
        'app/kustomization.yaml': 'resources: [c]',
        'app/c/kustomization.yaml': 'kind: Component\nnamePrefix: a',
      }),
    ).toEqual(["FW6002 app/kustomization.yaml:1 expected kind != 'Component' for path '/app/c'"]);
  });

  test('may be far below, but not without end', () => {
    const chain = (length: number): Files => ({
      'app/kustomization.yaml': 'resources: [../b1]',
      ...Object.fromEntries(
        Array.from({ length }, (_, index) => [`b${index + 1}/kustomization.yaml`, `resources: [../b${index + 2}]`]),
      ),
      [`b${length + 1}/kustomization.yaml`]: 'resources: [x.yaml]',
      [`b${length + 1}/x.yaml`]: configMap('deep'),
    });
    expect(outcome(chain(190))).toContain('name: deep');
    expect(outcome(chain(5000))).toEqual([
      expect.stringMatching(/^FW5006 b200\/.* exceeded max depth of 200 kustomizations$/),
    ]);
  });

  test('that many lead to is accumulated once', () => {
    const files: Record<string, string> = { 'app/kustomization.yaml': 'resources: [../d0]' };
    for (let index = 0; index < 40; index++) {
      files[`d${index}/kustomization.yaml`] = 'resources: [l, r]';
      for (const side of ['l', 'r']) files[`d${index}/${side}/kustomization.yaml`] = `resources: [../../d${index + 1}]`;
    }
    files['d40/kustomization.yaml'] = 'namePrefix: a-';
    expect(outcome(files)).toBe('');
  });
});

describe('options', () => {
  const files = {
    'app/kustomization.yaml': 'resources: [../x.yaml, web.yaml]',
    'x.yaml': configMap('x'),
    'app/web.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n',
  };
  const kinds = (options: BuildOptions) => {
    const result = run(files, { loadRestrictor: 'LoadRestrictionsNone', ...options });
    return result.ok ? result.value.resources.map(({ kind }) => kind) : result.errors;
  };

  test('order', () => {
    expect(kinds({})).toEqual(['Namespace', 'ConfigMap']);
    expect(kinds({ reorder: 'legacy' })).toEqual(['Namespace', 'ConfigMap']);
    expect(kinds({ reorder: 'none' })).toEqual(['ConfigMap', 'Namespace']);
  });

  test('restriction to the root', () => {
    expect(outcome(files)).toEqual([
      expect.stringMatching(/^FW6004 app\/kustomization\.yaml:1 .*is not in or below '\/app'/),
    ]);
  });

  test('label of who manages them', () => {
    expect(
      outcome({ ...files, 'app/kustomization.yaml': 'resources: [web.yaml]' }, { managedByLabel: true }),
    ).toContain('app.kubernetes.io/managed-by: kustomize-v5.8.1');
  });
});

describe('validators', () => {
  const withValidator = (text: string) => ({
    'app/kustomization.yaml': `resources: [x.yaml]\nvalidators: [v.yaml]`,
    'app/x.yaml': configMap('x'),
    'app/v.yaml': text,
  });
  const labels = (pairs: string) =>
    plugin('LabelTransformer', `labels: ${pairs}\nfieldSpecs: [{path: metadata/labels, create: true}]`);

  test('may say that they were there', () => {
    expect(outcome(withValidator(labels('{validated-by: me}')))).toContain('validated-by: me');
  });

  test('may change nothing else', () => {
    expect(outcome(withValidator(labels('{other: me}')))).toEqual([
      expect.stringMatching(/^FW6019 app\/x\.yaml:1 validator shouldn't modify the resource map: /),
    ]);
  });
});

test('names that JavaScript has a meaning for are names', () => {
  const annotations = '{__proto__: a, constructor: b, toString: c}';
  expect(
    outcome({
      'app/kustomization.yaml': `resources: [x.yaml]\ncommonAnnotations: ${annotations}`,
      'app/x.yaml': configMap('__proto__'),
    }),
  ).toBe(
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  annotations:\n    __proto__: a\n    constructor: b\n    toString: c\n  name: __proto__\n',
  );
  expect(outcome({ 'app/kustomization.yaml': '__proto__: x' })).toEqual([
    'FW6002 app/kustomization.yaml:1 invalid Kustomization: json: unknown field "__proto__"',
  ]);
});
