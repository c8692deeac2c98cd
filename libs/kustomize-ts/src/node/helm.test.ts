import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../build/build.ts';
import { toYaml } from '../yaml/to-yaml.ts';
import { diskFiles } from './disk-files.ts';
import { helmRenderer } from './helm.ts';

/** Notes how it is called; fetches a chart with one value; renders a ConfigMap with the values it is given. */
const helm = `#!/bin/sh
echo "$@" >> "$(dirname "$0")/calls"
case "$1" in
  version) echo "$FAKE_VERSION" ;;
  pull) mkdir -p "$4/web"; echo 'a: {b: chart, c: chart}' > "$4/web/values.yaml" ;;
  template)
    test -z "$FAKE_FAILURE" || { echo "boom" >&2; exit 3; }
    echo 'apiVersion: v1'; echo 'kind: ConfigMap'; echo 'metadata: {name: made}'; echo 'data:'; echo '  values: |'
    while [ $# -gt 0 ]; do if [ "$1" = -f ]; then sed 's/^/    /' "$2"; fi; shift; done ;;
esac
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kustomize-ts-helm-'));
  writeFileSync(join(folder, 'helm'), helm);
  chmodSync(join(folder, 'helm'), 0o755);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly output: string;
  readonly calls: readonly string[];
}

function run(
  charts: string,
  files: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Run {
  const root = mkdtempSync(join(folder, 'k-'));
  mkdirSync(join(root, 'charts/here'), { recursive: true });
  const all = { 'charts/here/values.yaml': 'a: {b: own, list: [1]}\n', ...files };
  for (const [path, content] of Object.entries(all)) writeFileSync(join(root, path), content);
  writeFileSync(join(root, 'kustomization.yaml'), `helmCharts:\n${charts}`);
  writeFileSync(join(folder, 'calls'), '');
  Object.assign(process.env, { FAKE_VERSION: 'v3.1.2+g1', FAKE_FAILURE: '', ...environment });
  const flags = { command: join(folder, 'helm'), apiVersions: ['x/v1'], kubeVersion: '', debug: false };
  const result = build(diskFiles('/'), root.slice(1), { helm: helmRenderer(flags, '/') });
  const calls = readFileSync(join(folder, 'calls'), 'utf8')
    .replaceAll(root, 'ROOT')
    .replaceAll(/\S*kustomize-helm-[^/ ]+/g, 'TMP');
  return {
    output: result.ok ? toYaml(result.value.resources) : result.errors.map(({ message }) => message).join('\n'),
    calls: calls.trim().split('\n'),
  };
}

/** What the fake makes of values. */
function made(values: string): string {
  return `apiVersion: v1\ndata:\n  values: |\n${values.replaceAll(/^(?=.)/gm, '    ')}kind: ConfigMap\nmetadata:\n  name: made\n`;
}

describe('helmRenderer', () => {
  it('fetches a chart that is not there, and renders it with its own values', () => {
    const { output, calls } = run(
      '- {name: web, repo: https://charts.example, version: 1.2.3, releaseName: r, includeCRDs: true, namespace: ns}\n',
    );
    expect(output).toBe(made('a: {b: chart, c: chart}\n'));
    expect(calls).toEqual([
      'version --short',
      'pull --untar --untardir ROOT/charts/web-1.2.3 --repo https://charts.example web --version 1.2.3',
      'template r ROOT/charts/web-1.2.3/web --namespace ns -f TMP/web-kustomize-values.yaml --api-versions x/v1 --include-crds',
    ]);
  });

  it('gives all that a chart says to helm', () => {
    const { calls } = run(
      `- name: here
  nameTemplate: t
  additionalValuesFiles: [more.yaml]
  apiVersions: [a/v1, b/v1]
  kubeVersion: "1.30"
  skipTests: true
  skipHooks: true
  debug: true
  devel: true
`,
      { 'more.yaml': 'm: 1\n' },
    );
    expect(calls[1]).toBe(
      'template --generate-name ROOT/charts/here --name-template t -f TMP/here-kustomize-values.yaml -f ROOT/more.yaml --api-versions a/v1 --api-versions b/v1 --kube-version 1.30 --skip-tests --no-hooks --debug --devel',
    );
  });

  it.each([
    ['', 'a:\n  b: inline\n  list:\n  - 1\n  z: 1\n'],
    ['override', 'a:\n  b: inline\n  list:\n  - 1\n  z: 1\n'],
    ['merge', 'a:\n  b: own\n  list:\n  - 1\n  z: 1\n'],
    ['replace', 'a:\n  b: inline\n  z: 1\n'],
  ])('lays inline values over those of the chart (valuesMerge: %s)', (mode, values) => {
    const { output } = run(`- {name: here, valuesMerge: "${mode}", valuesInline: {a: {z: 1, b: inline}}}\n`);
    expect(output).toBe(made(values));
  });

  it('reads another values file instead', () => {
    const { output } = run('- {name: here, valuesFile: v.yaml}\n', { 'v.yaml': 'x: y\n' });
    expect(output).toBe(made('x: y\n'));
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['- {name: none}\n', {}, "no repo specified for pull, no chart found at ''"],
    ['- {releaseName: x}\n', {}, 'chart name cannot be empty'],
    ['- {name: here, valuesMerge: none}\n', {}, 'valuesMerge must be one of [merge override replace]'],
    ['- {name: here}\n', { FAKE_VERSION: 'v2.17.0' }, 'this plugin requires helm V3 or V4 but got v2.17.0'],
    ['- {name: here}\n', { FAKE_VERSION: 'hm' }, 'cannot find version string in hm'],
    ['- {name: here}\n', { FAKE_FAILURE: '1' }, 'boom\n: unable to run: '],
  ])('refuses %s (%j)', (charts, environment, message) => {
    expect(run(charts, {}, environment).output).toContain(message);
  });

  it('says that the program is not there', () => {
    const flags = { command: join(folder, 'none'), apiVersions: [], kubeVersion: '', debug: false };
    const tree = new Map([['kustomization.yaml', 'helmCharts: [{name: x}]']]);
    const result = build(tree, '', { helm: helmRenderer(flags, '/') });
    expect(
      result.ok
        ? []
        : result.errors.map(({ code, message }) => [
            code,
            message.includes('none version --short') && message.endsWith('no such file or directory'),
          ]),
    ).toEqual([['FW6008', true]]);
  });

  it('is asked for', () => {
    const result = build(new Map([['kustomization.yaml', 'helmCharts: [{name: x}]']]), '', {});
    expect(result.ok ? [] : result.errors.map(({ code, message }) => [code, message])).toEqual([
      ['FW6008', 'must specify --enable-helm'],
    ]);
  });
});
