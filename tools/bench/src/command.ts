import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Root of this repository. */
const repository = join(import.meta.dirname, '../../..');

/** Time in milliseconds. */
export interface Took {
  /** On the clock. */
  readonly wall: number;
  /** Of processors, in all processes together; `undefined` where the system does not say it. */
  readonly cpu: number | undefined;
}

/** What a program did, and what running it took. */
export interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly took: Took;
  /** The most that all its processes together had resident, looked at every 20 ms; `undefined` where /proc does not say it. */
  readonly peakBytes: number | undefined;
}

/** Runs `fleetwright` in a folder as a person would: by its launcher, with the compile cache of its repository. */
export function fleetwright(folder: string, args: readonly string[]): Promise<Ran> {
  return measured(process.execPath, [join(repository, 'libs/cli/bin/fleetwright.js'), ...args], folder);
}

/** Runs the command without its launcher and with the profiler on; `profiles` is the folder that gets its profile. */
export function profiled(folder: string, args: readonly string[], profiles: string): Promise<Ran> {
  const node = ['--cpu-prof', `--cpu-prof-dir=${profiles}`, '--conditions=development'];
  return measured(process.execPath, [...node, join(repository, 'libs/cli/src/main.ts'), ...args], folder);
}

function measured(program: string, args: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const before = cpuOfChildren();
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
    let peakBytes: number | undefined;
    const timer = setInterval(() => {
      const bytes = child.pid === undefined ? undefined : residentBytes(child.pid);
      if (bytes !== undefined) peakBytes = Math.max(peakBytes ?? 0, bytes);
    }, 20);
    child.on('error', reject);
    child.on('close', (exit) => {
      clearInterval(timer);
      const wall = performance.now() - began;
      const after = cpuOfChildren();
      const cpu = before === undefined || after === undefined ? undefined : after - before;
      resolve({ exit, ...texts, took: { wall, cpu }, peakBytes });
    });
  });
}

/** Milliseconds of all processes that this one started and that have ended, and of those that they started. */
function cpuOfChildren(): number | undefined {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // cutime and cstime of proc(5), in hundredths of a second.
    return 10 * (Number(fields[13]) + Number(fields[14]));
  } catch {
    return undefined; // no Linux
  }
}

/** Of a process and all that it started; pages that they share count once for each. */
function residentBytes(pid: number): number | undefined {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    let bytes = pages * 4096;
    for (const child of children) bytes += residentBytes(Number(child)) ?? 0;
    return bytes;
  } catch {
    return undefined; // it has ended, or this system has no /proc
  }
}
