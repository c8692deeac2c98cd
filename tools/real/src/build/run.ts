import { spawn } from 'node:child_process';

/** A command to run to its end. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Beside this process' environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Told the last line of standard error as more of it comes. */
  readonly onLine?: (line: string) => void;
}

/** Runs a command, which ends when this process does. @throws Error with the end of what it said when it does not end with 0 */
export async function run({ file, args, cwd, env, onLine }: Command): Promise<void> {
  // Also when this process is killed. A compiler that go has started ends the one file that it is at.
  const dying = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'INT', '--'] : [];
  const [program = file, ...rest] = [...dying, file, ...args];
  const child = spawn(program, rest, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that all of it can be ended.
    detached: true,
  });
  let said = '';
  const hear = (text: string): void => {
    said += text;
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    hear(text);
    onLine?.(text.trimEnd().split('\n').at(-1) ?? '');
  });
  const interrupt = (): void => interruptGroup(child.pid);
  process.once('exit', interrupt);
  try {
    const ended = await new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(signal ?? String(code)));
    });
    if (ended !== '0') throw new Error(`${file} ended with ${ended}\n${lastLines(said)}`);
  } finally {
    process.off('exit', interrupt);
  }
}

function interruptGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGINT');
  } catch {
    // All of them have ended.
  }
}

/** What Go says of a mistake is at the end, after what it downloads and compiles. */
function lastLines(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .slice(-20)
    .map((line) => `  ${line}`)
    .join('\n');
}
