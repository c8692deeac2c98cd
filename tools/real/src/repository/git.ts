import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** This process' environment without what a git around it (a hook, `git rebase --exec`) says of its own repository. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
}

/** Keeps what a person or a machine has configured out of git: what it prints and does is then the same everywhere. */
export const withoutConfiguration = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' } as const;

/** Runs git in a folder, bare repository or work tree, and gives its standard output. @throws Error with what it said */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const env = { ...cleanEnvironment(), ...withoutConfiguration };
  const { stdout } = await run('git', args, { cwd: folder, env, maxBuffer: 1 << 28 });
  return stdout;
}
