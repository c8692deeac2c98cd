import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { realDisk } from '@fleetwright/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ofTheClone } from '../src/commands/init.ts';
import { runCommand, type Surroundings } from '../src/run.ts';
import { smallFleet } from './small-fleet.ts';
import { repository, type WorkTree, workTree } from './work-tree.ts';

let tree: WorkTree;
let minutes = 0;
beforeAll(async () => {
  // A fleet with a past: what was a release of it must not be one of the fleet that is begun.
  const came = smallFleet['clusters/fleet.ts'].replace('https://git.example.com/fleet.git', ofTheClone);
  tree = workTree({ ...smallFleet, 'clusters/fleet.ts': came, 'docs/fleet.md': '# The fleet of others\n' });
  await step('render');
  await step('promote', '--all-due', '--to', 'dev');
  await step('promote', '--all-due', '--to', 'prod');
});
afterAll(() => tree[Symbol.dispose]());

/** Runs a command that has to go well, and commits. */
async function step(...args: string[]): Promise<string> {
  const ran = await run(args);
  if (ran.exit !== 0) throw new Error(`${args.join(' ')}: ${ran.stderr}`);
  minutes += 1;
  tree.commit(args.join(' '));
  return ran.stderr;
}

const run = (args: readonly string[], more: Partial<Surroundings> = {}) =>
  runCommand(args, { cwd: tree.root, color: false, now: 1_767_225_600 + minutes * 60, ...more });

describe('init', () => {
  it('does nothing unasked, nor where work would be lost', async () => {
    const unasked = await run(['init']);
    expect(unasked).toMatchObject({ exit: 64, stdout: '' });
    expect(unasked.stderr).toMatch(
      /FW5015: nobody can be asked[^]*--yes[^]*files below apps\/ and clusters\/ will be removed/,
    );
    const declined = await run(['init'], { ask: async () => false });
    expect(declined).toMatchObject({ exit: 1, stderr: 'Nothing was written.\n' });
    tree.write('apps/web/app.ts', '// a morning of work\n');
    const dirty = await run(['init', '--yes']);
    expect(dirty.exit).toBe(1);
    expect(dirty.stderr).toContain('FW5014');
    tree.git('checkout', '--quiet', '.');
    expect(tree.changed()).toEqual([]);
  });

  it('says so when the fleet was begun and could not be rendered', async () => {
    const create = (path: string): number => {
      if (path.includes('/rendered/')) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      return realDisk.create(path);
    };
    const half = await run(['init', '--yes'], { disk: { ...realDisk, create } });
    expect(half.exit).toBe(74);
    expect(half.stderr).toMatch(
      /ENOSPC[^]*1 error\.\nThe definitions of a small fleet are there[^]*npx fleetwright render\n/,
    );
    expect(await run(['render'])).toMatchObject({ exit: 0 });
    tree.git('reset', '--quiet', '--hard');
    tree.git('clean', '--quiet', '--force', '-d');
  });

  it('begins a small fleet that is rendered, and goes to dev with an app of its own', async () => {
    tree.write('.git/info/exclude', '*.local\n');
    tree.write('apps/web/notes.local', 'git does not have it\n');
    await step('init', '--yes', '--repository', 'https://git.example.com/acme/fleet.git');
    expect(tree.read('apps/web/notes.local')).toBe('git does not have it\n');
    tree.remove('apps/web/notes.local');
    const files = tree.git('ls-files', 'apps', 'clusters', 'docs').split('\n');
    expect(files.filter((file) => !file.includes('/rendered/'))).toEqual([
      'apps/namespaces/app.ts',
      'clusters/fleet.ts',
      'clusters/inventory.ts',
      'docs/fleet.md',
      '',
    ]);
    expect(tree.read('clusters/fleet.ts')).toContain("url: 'https://git.example.com/acme/fleet.git'");
    expect(await run(['render', '--check'])).toMatchObject({ exit: 0, stdout: '' });

    const status: unknown = JSON.parse((await run(['status', '--json'])).stdout);
    // The stages `dev` and `prod` of before have passed nothing.
    expect(status).toMatchObject({ due: { dev: ['fleet', 'namespaces'] } });
    expect(status).not.toHaveProperty(['due', 'prod']);
    await step('promote', '--all-due', '--to', 'dev');
    await step('new', 'app', 'hello');
    await step('render');
    await step('promote', 'hello', '--to', 'dev');
    expect(tree.git('ls-files', 'clusters/overlays')).toBe(
      'clusters/overlays/dev-1/hello/kustomization.yaml\nclusters/overlays/dev-1/namespaces/kustomization.yaml\n',
    );
  });

  it('does not replace a fleet of one’s own that runs, but with --force, which keeps its repository', async () => {
    const refused = await run(['init', '--yes']);
    expect(refused).toMatchObject({ exit: 1, stdout: '' });
    expect(refused.stderr).toMatch(/FW5014: a fleet of your own [^]*: dev holds releases of it\n {2}hint: .* --force/);
    expect(tree.changed()).toEqual([]);
    await step('init', '--yes', '--force');
    expect(tree.read('clusters/fleet.ts')).toContain("url: 'https://git.example.com/acme/fleet.git'");
    expect(await run(['init', '--yes'])).toMatchObject({ exit: 0 });
  });

  it('knows the fleet that comes with a clone', () => {
    expect(readFileSync(join(repository, 'clusters/fleet.ts'), 'utf8')).toContain(`url: '${ofTheClone}'`);
  });
});
