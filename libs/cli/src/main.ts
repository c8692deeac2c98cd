import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Diagnostic, error } from '@fleetwright/diagnostics';
import { findRoot, GitFailed } from '@fleetwright/workspace';
import { type Invocation, parse } from './cli.ts';
import type { Context } from './context.ts';
import { exitCode, failed, type Outcome } from './outcome.ts';
import { report } from './report.ts';

/** The edge of the command: arguments, environment, streams and the exit status meet here and nowhere else. */
async function main(): Promise<void> {
  const parsed = parse(process.argv.slice(2), version());
  if (parsed.type === 'print') return print(parsed);
  const { invocation } = parsed;
  const root = findRoot(process.cwd());
  const color = process.stderr.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  const outcome = root.ok ? await run(invocation, contextAt(root.value, color)) : failed(root.errors);
  const read = (file: string): string | undefined => readIfThere(join(root.ok ? root.value : '.', file));
  print(report(outcome, { command: invocation.command, json: invocation.json, color, read }));
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

function contextAt(root: string, color: boolean): Context {
  const path = [join(root, '.cache', 'bin'), ...(process.env['PATH'] ?? '').split(delimiter)].filter(
    (folder) => folder !== '',
  );
  return { root, color, now: Math.floor(Date.now() / 1000), path };
}

/** A reader that went away, or a full disk behind a redirection: nothing more can be said. */
function quit(cause: NodeJS.ErrnoException): void {
  process.exit(cause.code === 'EPIPE' ? exitCode.ok : exitCode.io);
}

function print(text: { readonly stdout: string; readonly stderr: string; readonly exit: number }): void {
  process.stderr.write(text.stderr);
  process.stdout.write(text.stdout);
  process.exitCode = text.exit;
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

// With a listener of our own a signal ends the process as any other exit does, so that what it started ends with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
process.stdout.on('error', quit);
process.stderr.on('error', quit);
await main();
