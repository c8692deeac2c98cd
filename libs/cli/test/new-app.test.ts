import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../src/run.ts';
import { appTypes } from '../src/templates/app.ts';
import { smallFleet } from './small-fleet.ts';
import { type WorkTree, workTree } from './work-tree.ts';

let tree: WorkTree;
beforeAll(() => {
  tree = workTree(smallFleet);
});
afterAll(() => tree[Symbol.dispose]());

const run = (...args: string[]) => runCommand(args, { cwd: tree.root, color: false, now: 0 });

describe('new app', () => {
  it('writes a definition of each type that renders as it is', async () => {
    for (const type of appTypes) {
      const made = await run(
        'new',
        'app',
        `my-${type}`,
        '--type',
        type,
        '--image',
        `ghcr.io/acme/x:1.2@sha256:${'a'.repeat(64)}`,
      );
      expect(made).toMatchObject({ exit: 0, stdout: '' });
    }
    const rendered = await run('render', '--json');
    expect(rendered.exit).toBe(0);
    // The small fleet has no app that owns its namespace.
    const codes = new Set([...rendered.stdout.matchAll(/"code": "(FW\d+)"/g)].map(([, code]) => code));
    expect([...codes]).toEqual(['FW3007']);
    expect(
      tree.changed().filter((path) => path.endsWith('/config/release.yaml') && path.includes('/my-')),
    ).toHaveLength(10);
    tree.commit('New apps');
    expect((await run('render', 'web')).stderr).toContain('Rendered web for 2 environments.\n');
  });

  it('writes what a person would', async () => {
    const shown = await run('new', 'app', 'hello', '--dry-run');
    expect(shown.stdout).toMatchInlineSnapshot(`
      "// apps/hello/app.ts
      import { defineApp, fact, text } from '#fleet';

      export default defineApp({
        name: 'hello',
        team: 'shop',
        processes: {
          web: {
            type: 'web',
            image: 'hello',
            ports: { http: 8080 },
            host: text\`hello.\${fact.domain}\`,
            // Who may call it: the gateway, by \`host\`, and whoever is named here (\`from\`); what it may call (\`to\`).
            network: {},
            readiness: { type: 'http', path: '/ready' },
            resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
          },
        },
      });

      // apps/hello/images.yaml
      hello:
        name: registry.example.com/shop/hello
        tag: '0.1.0'
      "
    `);
    expect(tree.changed()).toEqual([]);
  });

  it('tells all that is wrong at once, and writes nothing', async () => {
    const wrong = await run('new', 'app', 'Hello.World', '--team', 'shpo');
    expect(wrong.exit).toBe(1);
    expect(wrong.stderr).toMatchInlineSnapshot(`
      "error FW1013: the team "shpo" is not declared
        hint: did you mean "shop"? The teams are platform, shop (clusters/fleet.ts)
      error FW1015: "Hello.World" is not a name that an app may have
        hint: use lower-case letters, digits and hyphens; begin with a letter, end with a letter or digit; no dots
      2 errors. Nothing was written.
      "
    `);
    const taken = await run('new', 'app', 'web');
    expect(taken.stderr).toMatchInlineSnapshot(`
      "error FW5014: the name "web" is taken: apps/web
        hint: choose another: the name of an app is for ever, in every stage and on every cluster
      1 error. Nothing was written.
      "
    `);
    tree.write('clusters/stages/dev/fleet/release.yaml', '');
    tree.write('clusters/stages/dev/old@dev-1/release.yaml', '');
    tree.commit('Promote');
    tree.remove('clusters/stages/dev/old@dev-1');
    tree.commit('Retire');
    const retired = await run('new', 'app', 'old');
    expect(retired.stderr).toContain('FW5014: the name "old" is taken: an app that is gone had it, in dev\n');
    const long = await run('new', 'app', 'a'.repeat(60), '--type', 'cron');
    expect(long.stderr).toContain('FW1015');
    expect(tree.changed()).toEqual([]);
  });
});
