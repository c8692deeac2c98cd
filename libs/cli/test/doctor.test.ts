import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommand } from '../src/run.ts';
import { smallFleet } from './small-fleet.ts';
import { workTree } from './work-tree.ts';

const report = z.object({
  checks: z.array(z.object({ check: z.string(), state: z.string(), found: z.string(), mend: z.string().optional() })),
  diagnostics: z.array(z.object({ code: z.literal('FW5013'), severity: z.string() })),
});

/** What `doctor` says in a folder: its exit status, and what is not ok as `state check: mend`. */
async function doctor(cwd: string) {
  const { stdout, exit } = await runCommand(['doctor', '--json'], { cwd, color: false, now: 0 });
  const { checks, diagnostics } = report.parse(JSON.parse(stdout));
  const wrong = checks.filter(({ state }) => state !== 'ok');
  expect(diagnostics).toHaveLength(wrong.length);
  return {
    exit,
    checks: checks.map(({ check }) => check),
    wrong: wrong.map(({ state, check, mend }) => `${state} ${check}: ${mend}`),
  };
}

describe('doctor', () => {
  it('finds nothing broken in a sound work tree, broken definitions or not', async () => {
    using tree = workTree({ ...smallFleet, 'clusters/fleet.ts': 'nonsense(' });
    const { exit, checks, wrong } = await doctor(tree.root);
    expect(exit).toBe(0);
    expect(wrong.filter((line) => line.startsWith('failed'))).toEqual([]);
    expect(checks).toEqual(expect.arrayContaining(['Node', 'git', 'history', 'line ends', 'lock', 'journal', 'disk']));
  });

  it('finds what is wrong, each with the command that mends it', async () => {
    using tree = workTree(smallFleet);
    tree.commit('A second commit');
    using shallow = workTree({});
    shallow.git('fetch', '--quiet', '--depth=1', `file://${tree.root}`, 'main');
    shallow.git('reset', '--quiet', '--hard', 'FETCH_HEAD');
    shallow.git('config', 'core.autocrlf', 'true');
    shallow.git('config', 'core.ignorecase', 'true');
    shallow.write('package-lock.json', '{ "packages": { "node_modules/left-pad": { "version": "1.3.0" } } }');
    shallow.write('.fleetwright/journal', '');
    shallow.write('.fleetwright/lock', 'half a lo');
    const { exit, wrong } = await doctor(shallow.root);
    expect(exit).toBe(1);
    expect(wrong).toEqual(
      expect.arrayContaining([
        'failed history: git fetch --unshallow',
        'failed line ends: git config core.autocrlf false',
        'failed node_modules: npm ci',
        'warning journal: npx fleetwright render --check',
        'warning lock: when nobody runs `fleetwright` here, remove .fleetwright/lock',
      ]),
    );
  });

  it('works outside a work tree', async () => {
    const { exit, wrong } = await doctor(tmpdir());
    expect(exit).toBe(1);
    expect(wrong.join('\n')).toContain('failed fleet:');
  });
});
