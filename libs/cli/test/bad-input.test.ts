import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../src/run.ts';
import { smallFleet } from './small-fleet.ts';
import { type WorkTree, workTree } from './work-tree.ts';

/** What a new user gets wrong, one mistake each: what to replace in which file. */
const mistakes: Readonly<Record<string, (tree: WorkTree) => void>> = {
  'typo-in-team': (tree) => tree.edit('apps/web/app.ts', "team: 'shop'", "team: 'shpo'"),
  'typo-in-environment': (tree) => tree.edit('apps/web/app.ts', 'environments: { prod:', 'environments: { prd:'),
  'typo-in-fact': (tree) => tree.edit('apps/web/app.ts', 'REGION_DOMAIN: fact.domain', 'REGION_DOMAIN: fact.domian'),
  'typo-in-label': (tree) => tree.edit('apps/web/app.ts', "when: { size: 'large' }", "when: { sise: 'large' }"),
  'typo-in-label-value': (tree) => tree.edit('apps/web/app.ts', "when: { size: 'large' }", "when: { size: 'lrge' }"),
  'typo-in-port-name': (tree) => tree.edit('apps/web/app.ts', "port: 'http'", "port: 'htpp'"),
  'typo-in-image-slot': (tree) =>
    tree.edit('apps/web/app.ts', "image: 'server',\n      ports", "image: 'sever',\n      ports"),
  'typo-in-field': (tree) => tree.edit('apps/web/app.ts', 'ports: { http', 'prots: { http'),
  'typo-in-process': (tree) => tree.edit('apps/web/app.ts', 'prod: { processes: { web', 'prod: { processes: { wbe'),
  'two-processes-on-one-port': (tree) =>
    tree.edit(
      'apps/web/app.ts',
      'ports: { http: 8080 },',
      "ports: { http: 8080 },\n      sidecars: { proxy: { image: 'server', ports: { proxy: 8080 } } },",
    ),
  'two-processes-with-one-name': (tree) =>
    tree.edit(
      'apps/web/app.ts',
      "nightly: { type: 'cron',",
      "api: { type: 'web', name: 'web', image: 'server', ports: { http: 8080 } },\n    nightly: { type: 'cron',",
    ),
  'impossible-schedule': (tree) => tree.edit('apps/web/app.ts', '0 3 * * *', '0 25 * * *'),
  'patch-without-target': (tree) =>
    tree.edit('apps/web/app.ts', "patch('Deployment', 'web'", "patch('Deployment', 'web-api'"),
  'patch-that-changes-nothing': (tree) =>
    tree.edit('apps/web/app.ts', "dnsPolicy: 'Default'", "serviceAccountName: 'web'"),
  'patch-with-unknown-field': (tree) => tree.edit('apps/web/app.ts', "dnsPolicy: 'Default'", "dnsPolcy: 'Default'"),
  'name-of-64-characters': (tree) => {
    const name = 'a'.repeat(64);
    tree.write(
      `apps/${name}/app.ts`,
      tree
        .read('apps/web/app.ts')
        .replace("name: 'web'", `name: '${name}'`)
        .replace(/ {2}patches: .*\n/, ''),
    );
    tree.write(`apps/${name}/images.yaml`, tree.read('apps/web/images.yaml'));
  },
  'name-of-another-folder': (tree) => tree.edit('apps/web/app.ts', "name: 'web'", "name: 'wbe'"),
  'folder-that-no-app-may-have': (tree) => {
    tree.write('apps/Shop/app.ts', tree.read('apps/web/app.ts'));
    tree.write('apps/Shop/images.yaml', tree.read('apps/web/images.yaml'));
  },
  'definition-that-throws': (tree) => tree.edit('apps/web/app.ts', "  name: 'web',", "  name: JSON.parse('{').name,"),
  'definition-that-does-not-parse': (tree) => tree.edit('apps/web/app.ts', "  name: 'web',", "  name: 'web'"),
  'definition-that-reads-the-clock': (tree) =>
    tree.edit('apps/web/app.ts', "args: ['nightly']", 'args: [String(Date.now())]'),
  'fact-used-as-text': (tree) => tree.edit('apps/web/app.ts', 'text`web.${fact.domain}`', '`web.${fact.domain}`'),
  'no-default-export': (tree) =>
    tree.edit('apps/web/app.ts', 'export default defineApp', 'export const app = defineApp'),
  'images-is-a-list': (tree) => tree.write('apps/web/images.yaml', '- server\n'),
  'images-does-not-parse': (tree) => tree.edit('apps/web/images.yaml', 'server:', 'server: {'),
  'images-with-unquoted-tag': (tree) => tree.edit('apps/web/images.yaml', '"1.4.2"', '1.10'),
  'images-with-crlf': (tree) =>
    tree.write('apps/web/images.yaml', tree.read('apps/web/images.yaml').replaceAll('\n', '\r\n')),
  'images-with-unknown-field': (tree) => tree.edit('apps/web/images.yaml', 'digest:', 'digset:'),
  'no-images': (tree) => tree.remove('apps/web/images.yaml'),
  'empty-inventory': (tree) =>
    tree.write(
      'clusters/inventory.ts',
      "import { defineInventory } from '#fleet';\n\nexport default defineInventory({});\n",
    ),
  'inventory-with-typos': (tree) => {
    tree.edit('clusters/inventory.ts', "stage: 'dev'", "stage: 'dve'");
    tree.edit('clusters/inventory.ts', "labels: { size: 'large' }", "labels: { size: 'huge' }");
    tree.edit('clusters/inventory.ts', 'shards: 2', "shards: 'two'");
  },
  'stages-in-a-circle': (tree) =>
    tree.edit(
      'clusters/fleet.ts',
      "dev: { environment: 'dev', after: [] }",
      "dev: { environment: 'dev', after: ['prod'] }",
    ),
  'many-mistakes-at-once': (tree) => {
    tree.edit('apps/web/app.ts', "team: 'shop'", "team: 'shpo'");
    tree.edit('apps/web/app.ts', '0 3 * * *', 'daily');
    tree.write(
      'apps/api/app.ts',
      "import { defineApp } from '#fleet';\n\nexport default defineApp({ name: 'api', team: 'shop', processes: { web: { type: 'web', image: 'x' } } });\n",
    );
    tree.write('apps/loop/app.ts', "throw new Error('not today');\n");
  },
};

describe('a mistake is shown with its line and the way out, and nothing is written', () => {
  let tree: WorkTree;
  beforeAll(() => {
    tree = workTree(smallFleet);
  });
  afterAll(() => tree[Symbol.dispose]());

  it.for(Object.keys(mistakes))('%s', async (name, { expect: check }) => {
    tree.git('reset', '--quiet', '--hard');
    tree.git('clean', '--quiet', '--force', '-d');
    mistakes[name]?.(tree);
    const before = tree.snapshot();
    const ran = await runCommand(['render'], { cwd: tree.root, color: false, now: 0 });
    check(tree.snapshot()).toEqual(before);
    check(ran.exit).not.toBe(0);
    const shown = `$ fleetwright render\n${ran.stdout}${ran.stderr}exit ${ran.exit}\n`;
    await check(shown).toMatchFileSnapshot(join('golden', 'bad-input', `${name}.txt`));
  });

  it('has a golden for each, and none besides', async () => {
    const { readdirSync } = await import('node:fs');
    const goldens = readdirSync(new URL('golden/bad-input', import.meta.url)).sort();
    expect(goldens).toEqual(
      Object.keys(mistakes)
        .map((name) => `${name}.txt`)
        .sort(),
    );
  });
});
