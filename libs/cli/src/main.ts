import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { exitCode } from './outcome.ts';
import { runCommand } from './run.ts';

/** The edge of the command: arguments, environment, streams and the exit status meet here and nowhere else. */
async function main(): Promise<void> {
  const color = process.stderr.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const now = Math.floor(Date.now() / 1000);
  const { stdout, stderr, exit } = await runCommand(process.argv.slice(2), { cwd: process.cwd(), path, color, now });
  process.stderr.write(stderr);
  process.stdout.write(stdout);
  process.exitCode = exit;
}

/** A reader that went away, or a full disk behind a redirection: nothing more can be said. */
function quit(cause: NodeJS.ErrnoException): void {
  process.exit(cause.code === 'EPIPE' ? exitCode.ok : exitCode.io);
}

// With a listener of our own a signal ends the process as any other exit does, so that what it started ends with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
process.stdout.on('error', quit);
process.stderr.on('error', quit);
await main();
