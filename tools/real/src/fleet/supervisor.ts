import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { until } from '../kube.ts';

/** A program to run, as plain data. */
export interface Program {
  /** Unique in a fleet, with the cluster or hub it belongs to: `eu-1/kube-apiserver`. */
  readonly name: string;
  /** A path, or a name to be found on the PATH. */
  readonly command: string;
  readonly args: readonly string[];
  /** Beside PATH, HOME and TMPDIR; nothing else of this process' environment is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it does its work: asked until it is true. */
  ready(): Promise<boolean>;
}

/** Reads a {@link Status} that another process tells. */
export const status = z.object({
  name: z.string(),
  pid: z.int().optional(),
  state: z.enum(['starting', 'running', 'killed', 'exited']),
  /** Exit code or signal of one that ended by itself. */
  exit: z.string().optional(),
  /** In bytes, memory that programs share divided among them; 0 when it does not run. */
  memory: z.number(),
});

/** What became of a program. */
export type Status = z.infer<typeof status>;

interface Run {
  readonly program: Program;
  readonly child: ChildProcess;
  readonly over: Promise<void>;
  state: Status['state'];
  exit: string | undefined;
}

/** A program that starts within this has no excuse on a loaded machine either. In milliseconds. */
const patience = 180_000;

/**
 * Starts programs and ends them. They die with this process, however it ends: the kernel kills them
 * (PR_SET_PDEATHSIG, by util-linux' `setpriv`, which puts itself out of the way).
 */
export class Supervisor {
  readonly #folder: string;
  readonly #runs = new Map<string, Run>();
  #stopped = false;

  /** @param folder where logs (`logs/<name>.log`), `home` and `tmp` go */
  constructor(folder: string) {
    this.#folder = folder;
    for (const name of ['logs', 'home', 'tmp']) mkdirSync(join(folder, name), { recursive: true });
  }

  /** The log of a program; a path. */
  log(name: string): string {
    return join(this.#folder, 'logs', `${name.replaceAll('/', '.')}.log`);
  }

  /** Starts a program and waits until it is ready. @throws Error with the end of its log when it ends first, or never is ready */
  async start(program: Program): Promise<void> {
    const { name } = program;
    if (this.#stopped) throw new Error(`${name} is not started: all programs were stopped`);
    const before = this.#runs.get(name);
    if (before && isAlive(before.state)) throw new Error(`${name} runs already`);
    const child = this.#spawn(program);
    const over = new Promise<void>((resolve) => {
      function ended(how: string): void {
        run.exit = how;
        if (run.state !== 'killed') run.state = 'exited';
        resolve();
      }
      child.once('error', (error) => ended(error.message));
      child.once('exit', (code, signal) => ended(signal ?? String(code)));
    });
    const run: Run = { program, child, over, state: 'starting', exit: undefined };
    this.#runs.set(name, run);
    try {
      await until(`${name} is ready`, () => !isAlive(run.state) || program.ready(), patience);
    } catch (cause) {
      await this.#end(run, 'SIGKILL');
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`${message}\nthe end of its log:\n${this.#tail(name)}`, { cause });
    }
    if (!isAlive(run.state))
      throw new Error(
        `${name} ${run.state === 'killed' ? 'was killed' : `ended with ${run.exit}`} before it was ready\n${this.#tail(name)}`,
      );
    run.state = 'running';
  }

  /** It writes into its log itself: what it says last is there when it has ended, also where this process ends first. */
  #spawn({ name, command, args, env }: Program): ChildProcess {
    const log = openSync(this.log(name), 'a');
    try {
      return spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], {
        cwd: this.#folder,
        env: { PATH: process.env['PATH'], HOME: join(this.#folder, 'home'), TMPDIR: join(this.#folder, 'tmp'), ...env },
        stdio: ['ignore', log, log],
      });
    } finally {
      closeSync(log);
    }
  }

  /** Kills programs, those whose name begins with `prefix`, as a power cut would (SIGKILL), and waits until they are gone. Their names. */
  async kill(prefix: string): Promise<readonly string[]> {
    const found = [...this.#runs.values()].filter(
      ({ program, state }) => isBelow(program.name, prefix) && isAlive(state),
    );
    await Promise.all(found.map((run) => this.#end(run, 'SIGKILL')));
    return found.map(({ program }) => program.name);
  }

  /** Starts again, in the order of their first start, the programs that were killed or ended, those whose name begins with `prefix`. Their names. */
  async startAgain(prefix: string): Promise<readonly string[]> {
    const found = [...this.#runs.values()].filter(
      ({ program, state }) => isBelow(program.name, prefix) && !isAlive(state),
    );
    for (const { program } of found) await this.start(program);
    return found.map(({ program }) => program.name);
  }

  /** Kills programs as {@link kill} does, and forgets them: they are neither listed nor started again. Their names. */
  async remove(prefix: string): Promise<readonly string[]> {
    await this.kill(prefix);
    const found = [...this.#runs.keys()].filter((name) => isBelow(name, prefix));
    for (const name of found) this.#runs.delete(name);
    return found;
  }

  /** Every program that was started and not removed, in the order of their first start. */
  list(): readonly Status[] {
    return [...this.#runs.values()].map(({ program: { name }, child, state, exit }) => ({
      name,
      pid: isAlive(state) ? child.pid : undefined,
      state,
      exit,
      memory: isAlive(state) && child.pid !== undefined ? memoryOf(child.pid) : 0,
    }));
  }

  /** Ends all: asks first, in reverse order of start, and kills what is left after five seconds. Nothing is started any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const alive = [...this.#runs.values()].filter(({ state }) => isAlive(state)).reverse();
    await Promise.all(alive.map((run) => this.#end(run, 'SIGTERM')));
  }

  async #end(run: Run, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    run.state = 'killed';
    run.child.kill(signal);
    const timer = setTimeout(() => run.child.kill('SIGKILL'), 5000);
    await run.over;
    clearTimeout(timer);
  }

  #tail(name: string): string {
    return readFileSync(this.log(name), 'utf8').split('\n').slice(-15).join('\n');
  }
}

function isBelow(name: string, prefix: string): boolean {
  return name === prefix || name.startsWith(`${prefix}/`);
}

function isAlive(state: Status['state']): boolean {
  return state === 'starting' || state === 'running';
}

/** Memory of a process in bytes, as Linux says it: what it shares with others, like its binary, is divided by their number. 0 where it is not said. */
function memoryOf(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
