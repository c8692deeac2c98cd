import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkTree } from '@fleetwright/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../src/run.ts';
import { type BreakableTree, breakable } from './breakable.ts';
import { smallFleet } from './small-fleet.ts';
import { repository, type WorkTree } from './work-tree.ts';

describe('what is written over, and what is not', () => {
  let at: BreakableTree;
  let tree: WorkTree;
  beforeAll(async () => {
    at = await breakable(smallFleet, ['dev', 'prod']);
    tree = at.tree;
  });
  afterAll(() => at[Symbol.dispose]());

  it('a generated file that was edited by hand is named and kept, unless by force', async () => {
    at.reset();
    const file = 'apps/web/rendered/prod/config/common/cronjob-web-nightly.yaml';
    tree.edit(file, '0 3 * * *', '0 4 * * *');
    const edited = tree.read(file);
    const ran = await at.run('render');
    expect(ran.exit).toBe(1);
    expect(ran.stderr).toContain(`${file} error FW5009: ${file} was edited by hand`);
    expect(ran.stderr).toContain('1 error. Nothing was written.');
    expect(tree.read(file)).toBe(edited);
    expect((await at.run('render', '--check')).exit).toBe(2);
    await at.succeed('render', '--force');
    expect(tree.changed()).toEqual([]);
  });

  it('both sides of a merge in a generated file: the sources are to be resolved', async () => {
    at.reset();
    const file = 'apps/web/rendered/prod/config/common/cronjob-web-nightly.yaml';
    const text = tree.read(file);
    tree.write(file, `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> other\n`);
    const ran = await at.run('render');
    expect(ran.stderr).toContain(`${file} error FW5009: ${file} has the conflict markers of a merge`);
    expect(ran.stderr).toContain('`fleetwright render --force`');
    await at.succeed('render', '--force');
    expect(tree.changed()).toEqual([]);
  });

  it('an images.yaml without an app.ts is a warning, unless the app is told to be gone', async () => {
    at.reset();
    tree.write('apps/zz/images.yaml', '{}\n');
    tree.write('apps/shared/ports.ts', 'export const http = 8080;\n');
    const ran = await at.succeed('render');
    expect(ran.stderr.match(/warning FW1001: .*/g)).toEqual([
      'warning FW1001: apps/zz has an images.yaml but no app.ts, so nothing is rendered of it',
    ]);
    at.reset();
    tree.remove('apps/web/app.ts');
    const gone = await at.run('render');
    expect(gone.stderr).toContain('FW5005');
    expect(gone.stderr).not.toContain('FW1001');
  });

  it('an entry of a stage that was edited by hand is not overwritten by a promotion', async () => {
    at.reset();
    tree.edit('apps/web/app.ts', "args: ['nightly']", "args: ['nightly', '--all']");
    await at.succeed('render');
    tree.commit('Change web');
    tree.edit('clusters/stages/dev/web/config/common/cronjob-web-nightly.yaml', '0 3 * * *', '0 4 * * *');
    const ran = await at.run('promote', 'web', '--to', 'dev');
    expect(ran.exit).toBe(1);
    expect(ran.stderr).toContain('FW5009');
    expect(tree.changed()).toEqual(['clusters/stages/dev/web/config/common/cronjob-web-nightly.yaml']);
    tree.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('rendered files of an app that was never retired go only when asked to; facts and overlays when no stage changed do', async () => {
    at.reset();
    const web = tree.read('apps/web/app.ts');
    const api = web.replaceAll("name: 'web'", "name: 'api'").replace(/ {2}patches: .*\n/, '');
    tree.write('apps/api/app.ts', api);
    tree.write('apps/api/images.yaml', tree.read('apps/web/images.yaml'));
    await at.succeed('render');
    tree.remove('apps/api/app.ts');
    await at.succeed('render'); // never committed: a draft
    expect(tree.changed()).toEqual(['apps/api/images.yaml']);
    tree.write('apps/api/app.ts', api);
    await at.succeed('render');
    tree.commit('api');
    tree.edit('apps/api/app.ts', "team: 'shop',", "team: 'shop',\n  only: ['prod'],");
    await at.succeed('render'); // the definition says so
    expect(tree.changed()).toContain('apps/api/rendered/dev/config/release.yaml');
    tree.git('checkout', '--quiet', '--', 'apps/api');
    tree.remove('apps/api/app.ts');
    const ran = await at.run('render');
    expect(ran.stderr).toContain('FW5010');
    expect(ran.stderr).toContain('apps/api/rendered/dev, apps/api/rendered/prod');
    await at.succeed('render', '--allow-deletions');
    expect(tree.changed().every((path) => path.startsWith('apps/api/'))).toBe(true);
    tree.git('reset', '--quiet', '--hard', 'HEAD~1');
    tree.write('clusters/facts/eu-9/facts.yaml', 'x: 1\n');
    tree.commit('Stray');
    expect((await at.run('render')).stderr).toContain(
      '1 of 4 folders of facts would be removed, and nothing explains it',
    );
    tree.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('another run that has the work tree ends it with 75, who is named', async () => {
    at.reset();
    const other = await openWorkTree(tree.root, { command: 'promote' });
    const ran = await runCommand(['status', '--wait', '0'], { cwd: tree.root, color: false, now: 0 });
    expect(ran.exit).toBe(75);
    expect(ran.stderr).toMatch(
      /^error FW5008: `fleetwright promote` has this work tree since \S+Z \(process \d+ on \S+\)\n {2}hint: .*--wait <seconds>/,
    );
    expect(ran.stderr).not.toContain('Nothing was written');
    if (other.ok) other.value.close();
    expect((await runCommand(['status'], { cwd: tree.root, color: false, now: 0 })).exit).toBe(0);
  });

  it('a lock that is none is told as that, and with what to do', async () => {
    at.reset();
    tree.write('.fleetwright/lock', 'half a lo');
    const ran = await runCommand(['status', '--wait', '0'], { cwd: tree.root, color: false, now: 0 });
    tree.remove('.fleetwright/lock');
    expect(ran.exit).toBe(75);
    expect(ran.stderr).toMatch(
      /^error FW5008: \.fleetwright\/lock is no lock that Fleetwright wrote.*\n {2}hint: .*remove \.fleetwright\/lock/,
    );
  });

  it.skipIf(process.platform === 'win32')(
    'a limit of the system is one line with the path, and nothing changes',
    async () => {
      at.reset();
      tree.edit('apps/web/app.ts', "args: ['nightly']", "args: ['nightly', '--all']");
      const before = tree.snapshot();
      const main = join(repository, 'libs/cli/src/main.ts');
      const script = `ulimit -f 1; exec '${process.execPath}' --conditions=development '${main}' render`;
      const ran = spawnSync('sh', ['-c', script], { cwd: tree.root, encoding: 'utf8' });
      expect(ran.stderr).toContain('.fleetwright/journal error FW5001: cannot write .fleetwright/journal: EFBIG');
      expect(ran.stderr).toContain('1 error. Nothing was written.');
      expect(ran.status).toBe(74);
      expect(tree.snapshot()).toEqual(before);
      await at.succeed('render');
    },
  );
});

/** A file system of its own with so many bytes, if this process may mount one. */
function smallDisk(bytes: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]);
  if (mounted.status === 0) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

it('a disk that is really full: the old files, and how much room is needed', async ({ skip }) => {
  const folder = smallDisk(400_000);
  if (folder === undefined) skip('only root may mount a small disk; the seam stands for it in sweep.slow.test.ts');
  try {
    const root = join(folder ?? '', 'tree');
    mkdirSync(root);
    const opened = await openWorkTree(root, { command: 'render' });
    if (!opened.ok) throw new Error(JSON.stringify(opened.errors));
    const paths = Array.from({ length: 60 }, (_, index) => `clusters/facts/f${index}`);
    const apply = (text: string) => {
      const wanted = new Map(paths.map((path) => [path, text]));
      const changes = paths.map((path) => ({ path, change: 'create' }) as const);
      return opened.value.apply({ wanted, changes }, { force: false, owned: 'generated' });
    };
    expect((await apply('small\n')).ok).toBe(true);
    const ended = await apply('large\n'.repeat(700));
    expect(ended.ok ? [] : ended.errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^cannot write \S+: ENOSPC; \d+ bytes are needed$/),
    ]);
    expect(opened.value.unfinished).toBe(false);
    opened.value.close();
    const kept = spawnSync('sh', ['-c', 'cat clusters/facts/* | sort -u; ls -A .fleetwright'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(kept.stdout).toBe('small\n.gitignore\nwritten\n');
  } finally {
    spawnSync('umount', [folder ?? '']);
    rmSync(folder ?? '', { recursive: true });
  }
});
