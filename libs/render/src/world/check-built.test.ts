import type { Diagnostic } from '@fleetwright/diagnostics';
import type { FileTree } from 'kustomize-ts';
import { describe, expect, test } from 'vitest';
import { small } from '../../test/small.ts';
import { type AppSketch, type StageSketch, stagesOf } from '../../test/stages.ts';
import { openDocuments } from '../deploy/documents.ts';
import { type CheckBuiltOptions, checkBuilt } from './check-built.ts';

const all: CheckBuiltOptions = { overlays: 'all' };

/** A stage whose clusters have a fact, and one app. */
function stage(app: AppSketch, clusters: readonly string[] = ['a']): StageSketch {
  const known = clusters.map((name) => [name, { facts: { domain: `${name}.example.com` } }] as const);
  return { clusters: Object.fromEntries(known), apps: { web: { facts: { domain: 'text' }, ...app } } };
}

const of = (app: AppSketch = {}, ...clusters: string[]): FileTree =>
  stagesOf({ dev: stage(app, clusters.length > 0 ? clusters : undefined) });

function edited(stages: FileTree, path: string, edit: (text: string) => string): FileTree {
  const text = stages.get(path);
  if (text === undefined) throw new Error(`there is no ${path}`);
  expect(edit(text)).not.toBe(text);
  return new Map(stages).set(path, edit(text));
}

const said = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code, message, at }) => `${code} ${at?.file}:${at?.line ?? '-'} ${message}`);
const check = (stages: FileTree, options: CheckBuiltOptions = all): string[] =>
  said(checkBuilt(stages, openDocuments(), options));

const factsFile = 'dev/web/config/default/facts/kustomization.yaml';
const objectFile = 'dev/web/config/common/0.yaml';

/** What is built of a tree, as `<done> of <total>`. */
function progress(stages: FileTree, options: CheckBuiltOptions): string[] {
  const seen: string[] = [];
  checkBuilt(stages, openDocuments(), { ...options, progress: (done, total) => seen.push(`${done} of ${total}`) });
  return seen;
}

describe('overlays', () => {
  test('that are as they should be have nothing said of them', () => {
    expect(check(of())).toEqual([]);
    expect(check(stagesOf(small))).toEqual([]);
  });

  test('are built each, or one of those that are alike', () => {
    const stages = of({}, 'a', 'b', 'c');
    expect(progress(stages, all)).toEqual(['0 of 3', '1 of 3', '2 of 3']);
    expect(progress(stages, { overlays: 'alike' })).toEqual(['0 of 1']);
    const newer = { facts: { domain: 'd.example.com' }, kubernetes: '1.34' };
    const two = stage({}, ['a', 'b']);
    const mixed = stagesOf({ dev: { ...two, clusters: { ...two.clusters, d: newer } } });
    expect(progress(mixed, { overlays: 'alike' })).toEqual(['0 of 2', '1 of 2']);
  });

  test('are built of some entries, or of all of a stage whose clusters moved', () => {
    const one = stage({}, ['a']);
    const stages = stagesOf({
      dev: { ...one, apps: { ...one.apps, api: { facts: {} } } },
      prod: { ...stage({}, ['p']), environment: 'prod' },
    });
    expect(progress(stages, all)).toHaveLength(3);
    expect(progress(stages, { ...all, of: new Set(['dev/api']) })).toHaveLength(1);
    expect(progress(stages, { ...all, of: new Set(['dev/fleet']) })).toHaveLength(2);
    expect(progress(stages, { ...all, of: new Set() })).toEqual([]);
  });

  test('are not built where deploying is refused', () => {
    expect(
      progress(
        edited(of(), 'dev/fleet/clusters.yaml', () => '{'),
        all,
      ),
    ).toEqual([]);
  });
});

describe('refused is', () => {
  test('a placeholder that is left, once for all clusters', () => {
    const spread = edited(of({}, 'a', 'b'), objectFile, (text) =>
      text.replace('\ndata:', '\ndata:\n  more: x-FACT_domain'),
    );
    expect(check(spread)).toEqual([
      `FW3009 clusters/stages/${objectFile}:- web, variant default: "x-FACT_domain" in ConfigMap web is still there when the overlay is built`,
    ]);
    const image = edited(of(), objectFile, (text) =>
      text.replace('\ndata:', '\ndata:\n  image: IMAGE_web:v1\n  url: IMAGE_URL'),
    );
    expect(check(image)).toEqual([expect.stringContaining('"IMAGE_web:v1" in ConfigMap web is still there')]);
  });

  test('an overlay that builds nothing', () => {
    const local = edited(of(), objectFile, (text) =>
      text.replace('metadata:', 'metadata:\n  annotations:\n    config.kubernetes.io/local-config: "true"'),
    );
    expect(check(local)).toEqual([
      'FW3009 clusters/stages/dev/web/config/default/kustomization.yaml:- the overlay of web on a builds nothing',
    ]);
  });

  test('a file of a stage that the builder does not take, where it is broken', () => {
    const broken = edited(of({}, 'a', 'b'), factsFile, (text) => text.replace('fieldPaths', 'fieldPath'));
    expect(check(broken)).toEqual([
      expect.stringMatching(
        /^FW6002 clusters\/stages\/dev\/web\/config\/default\/facts\/kustomization\.yaml:\d+ .*unknown field "fieldPath"$/,
      ),
    ]);
  });

  test("an object that the cluster's version of Kubernetes does not take", () => {
    const wrong = edited(of(), objectFile, (text) => `${text}binaryDate: {}\n`);
    expect(check(wrong)).toEqual([
      expect.stringMatching(
        /^FW2001 clusters\/stages\/dev\/web\/config\/default\/kustomization\.yaml:- web on a, built: .*binaryDate/,
      ),
    ]);
  });

  test('a replacement or a patch that changes nothing, once, with its place', () => {
    const spare = `- sourceValue: x\n  targets:\n  - select:\n      kind: Secret\n    fieldPaths:\n    - data.x\n`;
    const stages = edited(of({}, 'a', 'b'), factsFile, (text) =>
      text.replace(
        'replacements:\n',
        `patches:\n- target:\n    kind: Job\n  patch: '[{"op": "remove", "path": "/spec"}]'\nreplacements:\n${spare}`,
      ),
    );
    const lines = (stages.get(factsFile) ?? '').split('\n');
    const lineOf = (text: string) => lines.findIndex((line) => line.includes(text)) + 1;
    const file = `clusters/stages/${factsFile}`;
    expect(check(stages)).toEqual([
      expect.stringContaining(`FW3009 ${file}:${lineOf('Job')} the target of a patch selects nothing`),
      `FW3009 ${file}:${lineOf('Secret')} a target of a replacement selects nothing`,
    ]);
  });

  test('no image that nothing uses: a release may have spare ones', () => {
    const spare = edited(of(), 'dev/web/images/kustomization.yaml', (text) =>
      text.replace('images: []', 'images:\n- name: IMAGE_tool\n  newName: registry.example.com/tool\n  newTag: v1'),
    );
    expect(check(spare)).toEqual([]);
  });
});
