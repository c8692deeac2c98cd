import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Clusters, clusters } from '@fleetwright/model/engine';
import { type KubernetesVersion, kubernetesVersions, validateObject } from '@fleetwright/schemas';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { findKustomize, root } from '../src/fleet.ts';

const run = promisify(execFile);
const kustomize = findKustomize();
const folder = (...path: string[]): string => join(root, 'clusters', ...path);

/** What every stage knows of its clusters. */
function stages(): Clusters[] {
  const names = existsSync(folder('stages')) ? readdirSync(folder('stages')).toSorted() : [];
  const files = names.map((stage) => folder('stages', stage, 'fleet', 'clusters.yaml'));
  return files.filter((file) => existsSync(file)).map((file) => clusters.parse(parse(readFileSync(file, 'utf8'))));
}

/** The objects that the real kustomize builds of a folder. */
async function build(path: string): Promise<unknown[]> {
  const { stdout } = await run(kustomize ?? '', ['build', path], { maxBuffer: 2 ** 26 });
  return parseAllDocuments(stdout).map((document) => {
    expect(document.errors).toEqual([]);
    const object: unknown = document.toJS();
    return object;
  });
}

function versionOf(text: string): KubernetesVersion {
  const version = kubernetesVersions.find((known) => known === text);
  if (version === undefined) throw new Error(`no schemas for Kubernetes ${text}`);
  return version;
}

// Every text in a value, keys included.
function* texts(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    yield key;
    yield* texts(item);
  }
}

function hashed(names: readonly string[]): string[] {
  return names.flatMap((name) => /^(.+)-[0-9a-z]{10}$/.exec(name)?.[1] ?? []);
}

function nameOf(object: unknown, kind: string): string[] {
  const isKind = typeof object === 'object' && object !== null && 'kind' in object && object.kind === kind;
  if (!isKind || !('metadata' in object)) return [];
  const { metadata } = object;
  return typeof metadata === 'object' && metadata !== null && 'name' in metadata ? [String(metadata.name)] : [];
}

if (kustomize === undefined)
  process.stderr.write('skipped: no kustomize to build the overlays with (npm run kustomize)\n');

describe.skipIf(kustomize === undefined)('what Argo CD will sync, built by the real kustomize', () => {
  for (const stage of stages()) {
    for (const [cluster, { kubernetes, state }] of Object.entries(stage.clusters)) {
      if (state === 'gone') continue;
      // Of facts and image slots; a variable may well be called IMAGE_URL.
      const placeholder = /FACT_[a-z]|^IMAGE_[a-z0-9-]+([:@]|$)/;
      it(`${stage.stage}: every overlay of ${cluster} builds what Kubernetes ${kubernetes} knows, without placeholders`, async () => {
        const apps = readdirSync(folder('overlays', cluster)).toSorted();
        expect(apps.length).toBeGreaterThan(0);
        for (const app of apps) {
          const objects = await build(folder('overlays', cluster, app));
          expect(objects.length, app).toBeGreaterThan(0);
          expect(
            objects.flatMap((object) => validateObject(object, versionOf(kubernetes))),
            app,
          ).toEqual([]);
          const said = [...texts(objects)];
          expect(
            said.filter((text) => placeholder.test(text)),
            app,
          ).toEqual([]);
          // A reference that kustomize did not follow would still have the name without its hash.
          const unhashed = hashed(objects.flatMap((object) => nameOf(object, 'ConfigMap')));
          expect(
            said.filter((text) => unhashed.includes(text)),
            app,
          ).toEqual([]);
          expect(
            objects
              .flatMap((object) => nameOf(object, 'ConfigMap'))
              .filter((name) => /^(cluster-facts|image-versions)$/.test(name)),
          ).toEqual([]);
        }
      });
    }
  }

  it('every hub builds, and every object of it is one that its kind allows', async ({ skip }) => {
    skip(!existsSync(folder('hubs')), 'no stage holds anything yet');
    const hubs = readdirSync(folder('hubs'));
    expect(hubs.length).toBeGreaterThan(0);
    for (const hub of hubs) {
      const objects = await build(folder('hubs', hub));
      expect(
        objects.flatMap((object) => validateObject(object, '1.36')),
        hub,
      ).toEqual([]);
      expect(objects.flatMap((object) => nameOf(object, 'ApplicationSet')).length).toBeGreaterThan(0);
    }
  });
});
