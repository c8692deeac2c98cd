import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { moduleFolder, type Toolchain, toolchain } from './go.ts';

/** Something that this machine does not have. */
export interface Lack {
  readonly problem: string;
  /** How to get it, a line for each kind of machine. */
  readonly hint: readonly string[];
}

interface Need {
  readonly program: string;
  /** What it does for us, behind "it". */
  readonly does: string;
  readonly hint: readonly string[];
}

const needs: readonly Need[] = [
  {
    program: 'git',
    does: 'keeps and serves the repository',
    hint: ['Debian, Ubuntu: apt-get install -y git', 'macOS: brew install git'],
  },
  {
    program: 'redis-server',
    does: "holds Argo CD's cache",
    hint: ['Debian, Ubuntu: apt-get install -y redis-server', 'macOS: brew install redis'],
  },
  {
    program: 'setpriv',
    does: 'ends what we start when we are killed',
    hint: ['Debian, Ubuntu: apt-get install -y util-linux', 'elsewhere: use a virtual machine with Linux'],
  },
];

/**
 * What a real fleet needs of this machine and does not find on its PATH, all at once.
 * @param modules folders below `programs/`
 */
export async function checkPrerequisites(modules: readonly string[]): Promise<readonly Lack[]> {
  const lacks = needs.filter(({ program }) => !isOnPath(program)).map(missing);
  return [...(await checkGo(modules)), ...lacks, ...(await checkGitServer())];
}

function missing({ program, does, hint }: Need): Lack {
  return { problem: `no ${program} on the PATH: it ${does}`, hint };
}

/** Goes through the whole PATH as a shell does. */
function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder || '.', program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function checkGo(modules: readonly string[]): Promise<readonly Lack[]> {
  const needed = newest(modules.map((module) => goLine(readFileSync(join(moduleFolder(module), 'go.mod'), 'utf8'))));
  // No name of a package: what Linux distributions carry is most often older.
  const hint = [`install Go ${needed} or later: https://go.dev/doc/install`, 'macOS: brew install go'];
  if (!isOnPath('go')) return [missing({ program: 'go', does: 'builds the programs', hint })];
  try {
    const found = await Promise.all(modules.map(toolchain));
    return found
      .filter((one) => isTooOld(one, needed))
      .slice(0, 1)
      .map(({ version }) => ({ problem: `${version} is too old for the programs`, hint }));
  } catch (error) {
    const [, ...said] = (error instanceof Error ? error.message : String(error)).trim().split('\n');
    return [{ problem: `go refuses to build the programs: ${said.join('\n  ')}`, hint }];
  }
}

/** Some packages of git leave out the part that serves it. */
async function checkGitServer(): Promise<readonly Lack[]> {
  if (!isOnPath('git')) return [];
  const { stdout } = await promisify(execFile)('git', ['--exec-path']);
  const folder = stdout.trim();
  if (existsSync(join(folder, 'git-http-backend'))) return [];
  return [
    { problem: `no git-http-backend in ${folder}: it serves the repository`, hint: ['Alpine: apk add git-daemon'] },
  ];
}

/** The version of Go that a go.mod asks for. */
function goLine(text: string): string {
  return /^go (\S+)$/m.exec(text)?.[1] ?? '1';
}

function newest(versions: readonly string[]): string {
  return [...versions].sort(compareVersions).at(-1) ?? '1';
}

/** Whether a Go, one from before there were toolchains to switch to, cannot build what asks for `needed`. */
export function isTooOld({ version }: Pick<Toolchain, 'version'>, needed: string): boolean {
  const numbers = /^go(\d+(?:\.\d+)*)/.exec(version)?.[1];
  // A Go built from its sources has no number.
  return numbers !== undefined && compareVersions(numbers, needed) < 0;
}

function compareVersions(left: string, right: string): number {
  const [a = 0, b = 0, c = 0] = left.split('.').map(Number);
  const [x = 0, y = 0, z = 0] = right.split('.').map(Number);
  return a - x || b - y || c - z;
}
