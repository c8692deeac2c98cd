import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { findRoot, GitFailed } from '@fleetwright/workspace';
import { type Invocation, parse } from './cli.ts';
import type { Context } from './context.ts';
import { exitCode, failed, type Outcome } from './outcome.ts';
import { type Report, report } from './report.ts';

/** Where a command line is run. */
export interface Surroundings extends Omit<Context, 'root' | 'path'> {
  /** Working directory: the work tree, or a folder in it. */
  readonly cwd: string;
  /** Folders of the PATH; those of the work tree come before them. */
  readonly path: readonly string[];
}

/** Does what the arguments after the program's name ask for; gives what is to be printed, and the exit status. Prints nothing. */
export async function runCommand(args: readonly string[], { cwd, path, color, now }: Surroundings): Promise<Report> {
  const parsed = parse(args, version());
  if (parsed.type === 'print') return parsed;
  const { invocation } = parsed;
  const root = findRoot(cwd);
  const outcome = root.ok
    ? await run(invocation, { root: root.value, color, now, path: [join(root.value, '.cache', 'bin'), ...path] })
    : failed(root.errors);
  const read = (file: string): string | undefined => readIfThere(join(root.ok ? root.value : cwd, file));
  return report(outcome, { command: invocation.command, json: invocation.json, color, read });
}

async function run(invocation: Invocation, context: Context): Promise<Outcome> {
  try {
    return await invocation.run(context);
  } catch (thrown) {
    return failedBy(thrown);
  }
}

/** The user's mistakes are diagnostics; what is thrown is the machine's (a full disk, a missing permission) or ours. */
function failedBy(thrown: unknown): Outcome {
  if (thrown instanceof GitFailed) return failed([thrown.diagnostic]);
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && 'syscall' in thrown) {
    const hint = 'mend what the system says and run the command again; files are written whole or not at all';
    return failed([error('FW5001', thrown.message, hint, undefined)], exitCode.io);
  }
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const ours: Diagnostic = error(
    'FW9999',
    `Fleetwright made a mistake: ${text}`,
    'please report it, with what you ran',
    undefined,
  );
  return failed([ours]);
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion ? String(manifest.version) : 'unknown';
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
