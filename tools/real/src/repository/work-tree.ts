import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { repositoryRoot } from '../programs.ts';
import { cleanEnvironment } from './git.ts';

const run = promisify(execFile);

/** A clone of a fleet's repository, and what a member of the team does in it. */
export class WorkTree {
  /** A path. */
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** A file's text. */
  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** Changes a file: old text to new text. @throws Error where the text is not there, or more than once */
  edit(file: string, from: string, to: string): void {
    const text = this.read(file);
    if (text.split(from).length !== 2)
      throw new Error(`${file}: ${JSON.stringify(from)} is there ${text.split(from).length - 1} times`);
    this.write(
      file,
      text.replace(from, () => to),
    );
  }

  /** Writes a file whole. */
  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** Runs `fleetwright <args>` here and gives its standard output. @throws Error with what it said when it does not end with 0 */
  async fleetwright(...args: readonly string[]): Promise<string> {
    const program = join(repositoryRoot, 'libs/cli/bin/fleetwright.js');
    const options = { cwd: this.folder, env: { ...cleanEnvironment(), NO_COLOR: '1' }, maxBuffer: 1 << 26 };
    return outputOf(`fleetwright ${args.join(' ')}`, run(process.execPath, [program, ...args], options));
  }

  /** Runs git here and gives its standard output without the last line end. @throws Error with what it said when it does not end with 0 */
  async git(...args: readonly string[]): Promise<string> {
    const options = { cwd: this.folder, env: { ...cleanEnvironment(), GIT_TERMINAL_PROMPT: '0' }, maxBuffer: 1 << 26 };
    return (await outputOf(`git ${args.join(' ')}`, run('git', args, options))).trimEnd();
  }

  /** Commits all that changed and pushes it: the server tells every hub by webhook. The new commit's sha. */
  async push(message: string): Promise<string> {
    await this.commit(message);
    await this.git('push', '--quiet', 'origin', 'HEAD:main');
    return this.git('rev-parse', 'HEAD');
  }

  /** Commits all that changed; where nothing did, too. */
  async commit(message: string): Promise<void> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--allow-empty', '--message', message);
  }

  /** Makes main what it was at `sha`, as if nothing had been pushed since: by force, and with its webhook. */
  async reset(sha: string): Promise<void> {
    await this.git('reset', '--quiet', '--hard', sha);
    await this.git('clean', '--quiet', '--force', '-d');
    await this.git('push', '--quiet', '--force', 'origin', 'HEAD:main');
  }
}

const failure = z.object({ code: z.unknown(), stdout: z.string(), stderr: z.string() });

/** What a command printed. @throws Error with all that it said: with `--json`, what is wrong stands on standard output */
async function outputOf(what: string, running: Promise<{ readonly stdout: string }>): Promise<string> {
  try {
    return (await running).stdout;
  } catch (error) {
    const { code, stdout, stderr } = failure.parse(error);
    throw new Error(`${what} ended with ${String(code)}\n${stderr}${stdout}`, { cause: error });
  }
}
