import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { failure } from './failure.ts';
import type { Job, Outcome, SandboxMessage } from './protocol.ts';

/** How definitions are evaluated. */
export interface PoolOptions {
  /** Absolute path of the work tree. */
  readonly root: string;
  /** Number of processes, at least 1. */
  readonly workers: number;
  /** Milliseconds that one definition may take. */
  readonly timeoutMs: number;
  /** Size of the heap, in MB. */
  readonly memoryMb: number;
}

/** Processes that evaluate definitions. */
export interface Pool {
  /** Evaluates a definition as soon as a process is free. Never rejects. */
  run(job: Job): Promise<Outcome>;
  /** Ends the processes; the pool is of no use afterwards. */
  close(): void;
}

/**
 * Starts the processes, without waiting for them. They are processes, not worker threads: in a thread, allocations as
 * simple as a growing Map abort the whole program instead of ending in ERR_WORKER_OUT_OF_MEMORY (run on Node 24.21).
 */
export function openPool(options: PoolOptions): Pool {
  const slots = Array.from({ length: options.workers }, () => openSlot(options));
  const waiting: (() => void)[] = [];
  const free = [...slots];

  async function run(job: Job): Promise<Outcome> {
    while (free.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    const slot = free.pop();
    if (!slot) throw new TypeError('a slot was promised and is not there');
    const outcome = await slot.run(job);
    free.push(slot);
    waiting.shift()?.();
    return outcome;
  }
  // A definition that loops does not notice that nobody waits for it any more.
  process.once('exit', close);
  function close(): void {
    process.off('exit', close);
    for (const slot of slots) slot.close();
  }
  return { run, close };
}

interface Slot {
  run(job: Job): Promise<Outcome>;
  close(): void;
}

/** How an attempt ended. `memory` may be the fault of definitions before it in the same process. */
type End = Outcome | 'timeout' | 'memory' | { readonly crash: string };

/**
 * Node 24.21 never frees a realm that had modules: about 0.3 MB each (run). A process is replaced long before that counts.
 */
const definitionsPerProcess = 100;

/** One process at a time, made anew when a definition took it down. */
function openSlot(options: PoolOptions): Slot {
  let sandbox: Sandbox | undefined = startSandbox(options);

  async function attempt(job: Job): Promise<End> {
    sandbox ??= startSandbox(options);
    const end = await sandbox.evaluate(job);
    if (typeof end === 'string' || 'crash' in end || sandbox.evaluated() >= definitionsPerProcess) {
      sandbox.kill();
      sandbox = undefined;
    }
    return end;
  }
  async function run(job: Job): Promise<Outcome> {
    const fresh = sandbox === undefined || sandbox.evaluated() === 0;
    let end = await attempt(job);
    if (end === 'memory' && !fresh) end = await attempt(job);
    if (end === 'timeout') return { diagnostics: [failure.timeout(job.file, options.timeoutMs)] };
    if (end === 'memory') return { diagnostics: [failure.memory(job.file, options.memoryMb)] };
    return 'crash' in end ? { diagnostics: [failure.crashed(job.file, end.crash)] } : end;
  }
  return { run, close: () => sandbox?.kill() };
}

interface Sandbox {
  /** Number of definitions that it has begun. */
  evaluated(): number;
  evaluate(job: Job): Promise<End>;
  kill(): void;
}

function startSandbox(options: PoolOptions): Sandbox {
  const child = forkSandbox(options);
  const ready = Promise.withResolvers<void>();
  let errors = '';
  let evaluated = 0;
  let finish: ((end: End) => void) | undefined;
  let dead: End | undefined;

  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-10_000)));
  child.on('message', (message: SandboxMessage) => {
    if (message.kind === 'ready') ready.resolve();
    else finish?.(message.outcome);
  });
  child.on('error', (cause) => end({ crash: cause.message }));
  // `close` rather than `exit`: by then all of the error output is there.
  child.on('close', (code, signal) => {
    const outOfMemory = errors.includes('FATAL ERROR:');
    end(outOfMemory ? 'memory' : { crash: `${signal ?? `exit code ${code}`} ${errors.slice(0, 500)}`.trim() });
  });
  function end(how: End): void {
    dead ??= how;
    ready.resolve();
    finish?.(how);
  }

  async function evaluate(job: Job): Promise<End> {
    await ready.promise;
    if (dead !== undefined) return dead;
    evaluated += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve('timeout'), options.timeoutMs);
      finish = (how) => {
        clearTimeout(timer);
        finish = undefined;
        resolve(how);
      };
      child.send(job, (cause) => {
        if (cause) end({ crash: cause.message });
      });
    });
  }
  return { evaluated: () => evaluated, evaluate, kill: () => void child.kill('SIGKILL') };
}

function forkSandbox({ root, timeoutMs, memoryMb }: PoolOptions): ChildProcess {
  // From sources when this file is one, else from what was compiled.
  const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const program = fileURLToPath(new URL(`./child${ending}`, import.meta.url));
  return fork(program, [root, String(timeoutMs)], {
    // Nothing of this machine's settings, and not the work tree as working directory: it shall stay clean of core files.
    env: { TZ: 'UTC', LC_ALL: 'C' },
    cwd: tmpdir(),
    execArgv: [
      ...(ending === '.ts' ? ['--conditions=development'] : []),
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      // A second fence, for free: no writing, no programs, whatever a definition gets hold of.
      '--permission',
      '--allow-fs-read=*',
      `--max-old-space-size=${memoryMb}`,
    ],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
