import fc from 'fast-check';
import { build, type FileTree, nest } from 'kustomize-ts';
import { expect, test } from 'vitest';
import { rendered, valueOf } from './app-fleet.ts';
import { overlay } from './build-app.ts';
import { findKustomize, build as reallyBuild } from './kustomize.ts';
import { randomApp, randomFacts } from './random-app.ts';

test('100 random overlays: the real kustomize builds the same bytes', (context) => {
  const kustomize = findKustomize();
  if (kustomize === undefined) {
    context.skip('no kustomize in KUSTOMIZE, .cache/bin or on the PATH');
    return;
  }
  const seed = Date.now();
  process.stdout.write(`seed ${seed}\n`);
  const apps = fc.sample(fc.tuple(randomApp, randomFacts), { numRuns: 400, seed });
  // Some texts cannot be an app's: what rendering refuses is none of the builder's business.
  const trees = apps.flatMap(([app, facts]) => {
    const release = rendered(app);
    return release.ok ? [overlay(release.value, 'dev', 'default', facts)] : [];
  });
  expect(trees.length).toBeGreaterThan(100);
  const some = trees.slice(0, 100);
  const all: FileTree = new Map(some.flatMap((tree, index) => [...nest(tree, String(index))]));
  const real = reallyBuild(
    kustomize,
    all,
    some.map((_, index) => `${index}/overlay`),
  );
  expect(some.map((tree) => valueOf(build(tree, 'overlay')).yaml)).toEqual(real);
});
