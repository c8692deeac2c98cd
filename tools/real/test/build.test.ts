import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coldSeconds, estimate } from '../src/build/estimate.ts';
import { compile, edited } from '../src/build/go.ts';
import { checkPrerequisites, isTooOld } from '../src/build/prerequisites.ts';
import { duration, lineOf, progressOn } from '../src/build/progress.ts';
import { install, isBuilt, stampOf } from '../src/build/stamp.ts';
import { type Binary, binaries } from '../src/programs.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleetwright-build-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Programs that do nothing but what a script says, and no others, on the PATH. */
function onPath(scripts: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  vi.stubEnv('PATH', join(folder, 'bin'));
}

const goEnv = `echo '{"GOVERSION":"go1.26.8","GOOS":"linux","GOARCH":"amd64"}'`;
const setpriv = `shift 3; exec "$@"`;
const kubectl: Binary = { name: 'kubectl', module: 'kubernetes', package: 'k8s.io/kubectl', flags: ['-X a.b=1'] };

describe('whether a binary is stale', () => {
  const go = { version: 'go1.26.8', platform: 'linux/amd64' };
  const stamp = stampOf(kubectl, ['go.mod', 'go.sum'], go);

  it('is not when it was made from the same', () => {
    writeFileSync(join(folder, 'made'), 'program');
    install(join(folder, 'made'), folder, 'kubectl', stamp);
    expect(readFileSync(join(folder, 'kubectl'), 'utf8')).toBe('program');
    expect(existsSync(join(folder, 'made'))).toBe(false);
    expect(isBuilt(folder, 'kubectl', stampOf(kubectl, ['go.mod', 'go.sum'], go))).toBe(true);
  });

  it('is without a stamp, and without a binary', () => {
    writeFileSync(join(folder, 'kubectl'), 'program');
    expect(isBuilt(folder, 'kubectl', stamp)).toBe(false);
    install(join(folder, 'kubectl'), folder, 'kubectl', stamp);
    rmSync(join(folder, 'kubectl'));
    expect(isBuilt(folder, 'kubectl', stamp)).toBe(false);
  });

  const edit = { module: 'm', file: 'f.go', from: 'a', to: 'b' };
  it.each([
    ['pins', stampOf(kubectl, ['go.mod', 'go.sum 2'], go)],
    ['a line that moved from one file to the other', stampOf(kubectl, ['go.mo', 'dgo.sum'], go)],
    ['package', stampOf({ ...kubectl, package: 'other' }, ['go.mod', 'go.sum'], go)],
    ['flags', stampOf({ ...kubectl, flags: ['-X a.b=2'] }, ['go.mod', 'go.sum'], go)],
    ['edits', stampOf({ ...kubectl, edits: [edit] }, ['go.mod', 'go.sum'], go)],
    ['Go', stampOf(kubectl, ['go.mod', 'go.sum'], { ...go, version: 'go1.26.9' })],
    ['platform', stampOf(kubectl, ['go.mod', 'go.sum'], { ...go, platform: 'linux/arm64' })],
  ])('is by other %s', (_, other) => {
    writeFileSync(join(folder, 'made'), 'program');
    install(join(folder, 'made'), folder, 'kubectl', stamp);
    expect(isBuilt(folder, 'kubectl', other)).toBe(false);
  });
});

describe('what is missing', () => {
  it('is told at once, each with how to get it', async () => {
    onPath({});
    const lacks = await checkPrerequisites(['kubernetes', 'argo-rollouts']);
    expect(lacks).toEqual([
      {
        problem: 'no go on the PATH: it builds the programs',
        hint: ['install Go 1.26.1 or later: https://go.dev/doc/install', 'macOS: brew install go'],
      },
      {
        problem: 'no git on the PATH: it keeps and serves the repository',
        hint: ['Debian, Ubuntu: apt-get install -y git', 'macOS: brew install git'],
      },
      {
        problem: "no redis-server on the PATH: it holds Argo CD's cache",
        hint: ['Debian, Ubuntu: apt-get install -y redis-server', 'macOS: brew install redis'],
      },
      {
        problem: 'no setpriv on the PATH: it ends what we start when we are killed',
        hint: ['Debian, Ubuntu: apt-get install -y util-linux', 'elsewhere: use a virtual machine with Linux'],
      },
    ]);
  });

  it('is nothing where all is there', async () => {
    writeFileSync(join(folder, 'git-http-backend'), '');
    onPath({ go: goEnv, git: `echo ${folder}`, 'redis-server': '', setpriv });
    expect(await checkPrerequisites(['kubernetes'])).toEqual([]);
  });

  it("is git's server, which some packages leave out", async () => {
    onPath({ go: goEnv, git: `echo ${folder}`, 'redis-server': '', setpriv });
    const [lack, ...others] = await checkPrerequisites(['kubernetes']);
    expect(lack?.problem).toBe(`no git-http-backend in ${folder}: it serves the repository`);
    expect(others).toEqual([]);
  });

  it('is a newer Go where it says so itself, and where it is from before it could', async () => {
    writeFileSync(join(folder, 'git-http-backend'), '');
    const others = { git: `echo ${folder}`, 'redis-server': '', setpriv };
    onPath({
      ...others,
      go: 'echo "go: go.mod requires go >= 1.26.0 (running go 1.25.0; GOTOOLCHAIN=local)" >&2; exit 1',
    });
    expect((await checkPrerequisites(['kubernetes'])).map(({ problem }) => problem)).toEqual([
      'go refuses to build the programs: go: go.mod requires go >= 1.26.0 (running go 1.25.0; GOTOOLCHAIN=local)',
    ]);
    onPath({ ...others, go: goEnv.replace('1.26.8', '1.19.8') });
    expect((await checkPrerequisites(['kubernetes'])).map(({ problem }) => problem)).toEqual([
      'go1.19.8 is too old for the programs',
    ]);
  });

  it.each([
    ['go1.26.1', '1.26.1', false],
    ['go1.26.10', '1.26.9', false],
    ['go1.27rc1', '1.26.1', false],
    ['go1.26', '1.26.1', true],
    ['go1.9.7', '1.26.1', true],
    ['devel go1.28-abc', '1.26.1', false],
  ])('%s, when %s is needed: too old is %s', (version, needed, tooOld) => {
    expect(isTooOld({ version }, needed)).toBe(tooOld);
  });
});

describe('compiling', () => {
  it('hands go the flags, in the folder of the module, without those of the machine', async () => {
    vi.stubEnv('GOFLAGS', '-mod=mod');
    onPath({
      setpriv,
      go: `out=; while [ $# -gt 1 ]; do [ "$1" = -o ] && out=$2; echo "$1"; shift; done > ${folder}/args; echo "$PWD $GOFLAGS|$1" > "$out"`,
    });
    const built = await compile(kubectl, { folder, onLine: () => undefined });
    expect(built).toBe(join(folder, 'kubectl'));
    expect(readFileSync(built, 'utf8')).toMatch(/programs\/kubernetes \|k8s\.io\/kubectl\n$/);
    expect(readFileSync(join(folder, 'args'), 'utf8').split('\n')).toContain('-s -w -X a.b=1');
  });

  it('tells the lines as they come, and the last of them when it fails', async () => {
    onPath({ setpriv, go: 'i=0; while [ $i -lt 30 ]; do echo "line $i" >&2; i=$((i+1)); done; exit 3' });
    const lines: string[] = [];
    const failure = compile(kubectl, { folder, onLine: (line) => lines.push(line) });
    await expect(failure).rejects.toThrow(/^go ended with 3\n {2}line 10\n(?: {2}line \d+\n)+ {2}line 29$/);
    expect(lines.at(-1)).toBe('line 29');
  });

  it('edits exactly one place', () => {
    const edit = { module: 'm', file: 'f.go', from: '"0.0.0.0"', to: '"127.0.0.1"' };
    expect(edited('listen("0.0.0.0")', edit)).toBe('listen("127.0.0.1")');
    expect(() => edited('listen("[::]")', edit)).toThrow('f.go of m must have "0.0.0.0" exactly once');
    expect(() => edited('"0.0.0.0" "0.0.0.0"', edit)).toThrow('exactly once');
  });
});

describe('how long it takes', () => {
  const task = (expected: number, elapsed?: number) => ({ expected, elapsed });

  it('is known for every program', () => {
    expect(Object.keys(coldSeconds).sort()).toEqual(Object.keys(binaries).sort());
  });

  it('is what was measured, before anything is done', () => {
    expect(estimate([], task(50, 0), [task(100)])).toEqual({ part: 0, left: 150 });
  });

  it('follows the pace of this machine', () => {
    const slow = estimate([task(540, 1140)], task(100, 0), []);
    expect(slow.left).toBe(200);
    expect(estimate([task(540, 1140)], task(100, 100), [])).toEqual({ part: 590 / 640, left: 100 });
  });

  it('never is less than what waits, however long the current one takes', () => {
    expect(estimate([], task(10, 1000), [task(90)])).toEqual({ part: 0.1, left: 90 });
  });

  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min 0 s'],
    [272, '4 min 32 s'],
    [1034, '17 min'],
  ])('%s seconds are %s', (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });
});

describe('progress', () => {
  /** What is written while two programs are built, in 3 and 4 seconds. */
  function build(terminal: { readonly isTTY: boolean; readonly columns?: number }): string {
    let [text, now] = ['', 0];
    const out = { ...terminal, write: (more: string) => (text += more) };
    const plan = new Map([
      ['etcd', 60],
      ['kubectl', 30],
    ]);
    const progress = progressOn(out, plan, () => now);
    progress.begin('etcd');
    now += 3000;
    progress.done();
    progress.begin('kubectl');
    now += 4000;
    progress.done();
    progress.end();
    return text;
  }

  it('is a line for each where nobody looks', () => {
    expect(build({ isTTY: false })).toBe('built etcd in 3 s (1 of 2)\nbuilt kubectl in 4 s (2 of 2)\n');
  });

  it('moves in one line of a terminal, which is gone in the end', () => {
    const lines = build({ isTTY: true, columns: 40 }).split('\r');
    expect(lines).toContain('.................... etcd (1 of 2) 0 s,\u001B[K');
    expect(lines).toContain('\u001B[Kbuilt etcd in 3 s (1 of 2)\n');
    expect(lines.at(-1)).toBe('\u001B[K');
  });

  it('says what is downloaded', () => {
    const moment = { name: 'etcd', place: '1 of 2', elapsed: 61, said: 'downloading k8s.io/api v0.36.3' };
    expect(lineOf(moment, { part: 0.5, left: 1000 })).toBe(
      '##########.......... etcd (1 of 2) 1 min 1 s, about 17 min left, downloading k8s.io/api v0.36.3',
    );
  });
});
