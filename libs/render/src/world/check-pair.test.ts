import { format } from '@fleetwright/diagnostics';
import { encode } from '@fleetwright/model';
import { resolveDefinition } from '@fleetwright/model/engine';
import { type FileTree, nest, subtree } from 'kustomize-ts';
import { expect, test } from 'vitest';
import { fleet, rendered, valueOf, words } from '../../test/app-fleet.ts';
import { cases } from '../../test/cases.ts';
import { renderApp } from '../app/render-app.ts';
import { checkPair } from './check-pair.ts';

const folder = 'clusters/stages/dev/web';

/** What dev would run of an app with these slots, `slots` as images.yaml has them. */
function release(slots: string, sidecar: boolean): FileTree {
  const definition = words.defineApp({
    name: 'web',
    team: 'shop',
    only: ['dev'],
    processes: {
      web: {
        type: 'web',
        image: 'web',
        ports: { http: 8080 },
        ...(sidecar && { sidecars: { proxy: { image: 'tool' } } }),
      },
    },
  });
  const source = { file: 'apps/web/app.ts', input: encode(definition.input).value, define: 'app' as const };
  const model = valueOf(resolveDefinition(source, 'web', fleet, { file: 'apps/web/images.yaml', text: slots }));
  return subtree(valueOf(renderApp(model, fleet)), 'dev');
}

/** The config of one release with the images of another. */
function pair(config: FileTree, images: FileTree): FileTree {
  return new Map([...nest(subtree(config, 'config'), 'config'), ...nest(subtree(images, 'images'), 'images')]);
}

const one = 'web: { name: registry.example.com/web, tag: v1 }\n';
const both = `${one}tool: { name: registry.example.com/tool, tag: v1 }\n`;

test('the halves of a release fit together, whatever the app is', () => {
  const trees = Object.values(cases).flatMap((definition) => {
    const files = valueOf(rendered(definition));
    const environments = new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''));
    return [...environments].map((environment) => subtree(files, environment));
  });
  const pairs = trees.filter((tree) => subtree(tree, 'images').size > 0);
  expect(pairs.length).toBeGreaterThan(10);
  expect(pairs.flatMap((tree) => checkPair(tree, folder))).toEqual([]);
});

test('a newer image goes with an older config, and spare slots are no fault', () => {
  const newer = release(both.replaceAll('v1', 'v2'), true);
  expect(checkPair(pair(release(one, false), newer), folder)).toEqual([]);
  expect(checkPair(pair(release(both, true), newer), folder)).toEqual([]);
});

test('a config that uses a slot, or its version, which the images do not have, is refused', () => {
  const needy = pair(release(both, true), release(one, false));
  expect(format(checkPair(needy, folder))).toMatchInlineSnapshot(`
    "clusters/stages/dev/web error FW4011: two halves that do not fit: the config uses the image slot "tool" (in config/common/deployment-web.yaml), which the images do not have
      hint: promote both halves together: without --only
    "
  `);
  const unversioned = new Map(needy).set(
    'images/kustomization.yaml',
    release(both, true).get('images/kustomization.yaml') ?? '',
  );
  unversioned.set('images/image-versions.yaml', 'data: { tool: v1 }\n');
  expect(format(checkPair(unversioned, folder))).toMatchInlineSnapshot(`
    "clusters/stages/dev/web error FW4011: two halves that do not fit: the config uses the version of the image slot "web" (in config/default/kustomization.yaml), which the images do not have
      hint: promote both halves together: without --only
    "
  `);
});

test('what does not parse says so', () => {
  const broken = new Map(release(one, false)).set('images/kustomization.yaml', 'images: [\n');
  expect(checkPair(broken, folder).map(({ code }) => code)).toContain('FW1031');
});
