import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CaseFiles, CaseOptions } from './builder.ts';

/** What kustomize made of a tree of files. */
export interface Answer {
  readonly ok: boolean;
  readonly stdout: string;
  /** Lines on standard error, without the error itself. */
  readonly warnings: readonly string[];
  /** Why it failed; the text of a panic starts with `panic: `. */
  readonly error: string;
  readonly millis: number;
}

/** A process of kustomize-oracle. Builds are answered one after the other; several processes use several cores. */
export interface Oracle {
  /** Builds a folder of these files so many times: one answer each, in order. */
  build(files: CaseFiles, root: string, options: CaseOptions, times?: number): Promise<readonly Answer[]>;
  close(): void;
}

const suffix = process.platform === 'win32' ? '.exe' : '';

/** Where a program that `npm run kustomize` builds is: in `.cache/bin`, or on the PATH, which may have another version; `undefined`: nowhere. */
export function findProgram(name: 'kustomize' | 'kustomize-oracle'): string | undefined {
  const own = fileURLToPath(new URL('../../../.cache/bin', import.meta.url));
  const folders = [own, ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, `${name}${suffix}`)).find((file) => existsSync(file));
}

/** Arguments of `kustomize build` for options of a case. */
export function argsOf(root: string, options: CaseOptions): string[] {
  return [
    root,
    ...(options.order === 'fifo' ? ['--reorder', 'none'] : options.order === 'legacy' ? ['--reorder', 'legacy'] : []),
    ...(options.loadRestrictor === undefined ? [] : ['--load-restrictor', options.loadRestrictor]),
    ...(options.enableAlphaPlugins === true ? ['--enable-alpha-plugins'] : []),
    ...(options.managedByLabel === true ? ['--enable-managedby-label'] : []),
  ];
}

/** The lines of what kustomize writes to standard error that warn of something in the files, not of flags: without times of day, lists in any order sorted. */
export function warningsOf(stderr: string): string[] {
  return stderr
    .split('\n')
    .map((line) => line.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /, ''))
    .map((line) =>
      line.replace(
        /^(well-defined vars that were never replaced: )(.*)$/,
        (_, said: string, names: string) => said + names.split(',').sort().join(','),
      ),
    )
    .filter((line) => line !== '' && !/^(?:Flag --|Error: )/.test(line));
}

/** Starts an oracle. A build that takes longer than `patience` (ms), or that ends the process, is answered as a failure; the next one gets a fresh process. */
export function startOracle(program: string, patience = 60_000): Oracle {
  let child: ChildProcessWithoutNullStreams | undefined;
  let waiting: ((line: string | undefined) => void) | undefined;
  let lastWords = '';
  let queue: Promise<unknown> = Promise.resolve();

  function started(): ChildProcessWithoutNullStreams {
    if (child !== undefined) return child;
    // No git to be found: nothing is fetched.
    const fresh = spawn(program, { env: { PATH: '' } });
    lastWords = '';
    createInterface({ input: fresh.stdout }).on('line', (line) => waiting?.(line));
    fresh.stderr.on('data', (data: Buffer) => {
      lastWords = `${lastWords}${data.toString()}`.slice(0, 10_000);
    });
    fresh.stdin.on('error', () => undefined);
    fresh.on('close', () => {
      if (child !== fresh) return;
      child = undefined;
      waiting?.(undefined);
    });
    child = fresh;
    return fresh;
  }

  async function ask(request: object): Promise<string | undefined> {
    const asked = started();
    return new Promise((resolve) => {
      const timer = setTimeout(() => asked.kill('SIGKILL'), patience);
      waiting = (line) => {
        clearTimeout(timer);
        waiting = undefined;
        resolve(line);
      };
      asked.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  async function build(
    files: CaseFiles,
    root: string,
    options: CaseOptions,
    times: number,
  ): Promise<readonly Answer[]> {
    const contents = [...files].map(([path, content]) => [path, Buffer.from(content).toString('base64')] as const);
    const line = await ask({ files: Object.fromEntries(contents), args: argsOf(root, options), times });
    if (line === undefined) {
      return [{ ok: false, stdout: '', warnings: [], error: `panic: the process ended: ${lastWords}`, millis: 0 }];
    }
    const answers: unknown = JSON.parse(line);
    return Array.isArray(answers)
      ? answers.filter((answer) => isRawAnswer(answer)).map((answer) => readAnswer(answer))
      : [];
  }

  return {
    build: (files, root, options, times = 1) => {
      const answered = queue.then(() => build(files, root, options, times));
      queue = answered;
      return answered;
    },
    close: () => {
      child?.stdin.end();
    },
  };
}

interface RawAnswer {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly error?: string;
  readonly panic?: string;
  readonly failed?: boolean;
  readonly millis: number;
}

function isRawAnswer(value: unknown): value is RawAnswer {
  return typeof value === 'object' && value !== null && 'millis' in value;
}

function readAnswer({ stdout, stderr, error, panic, failed, millis }: RawAnswer): Answer {
  return {
    ok: failed !== true,
    stdout: Buffer.from(stdout ?? '', 'base64').toString(),
    warnings: warningsOf(stderr ?? ''),
    error: panic === undefined ? (error ?? '') : `panic: ${panic}`,
    millis,
  };
}
