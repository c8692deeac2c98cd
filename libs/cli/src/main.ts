import { constants } from 'node:os';
import type { HeldBy } from '@fleetwright/workspace';
import { terminalAsk } from './ask.ts';
import { exitCode } from './outcome.ts';
import { runCommand } from './run.ts';

/** The edge of the command: arguments, environment, streams and the exit status meet here and nowhere else. */
async function main(): Promise<void> {
  // A terminal on which lines can be written over.
  const moves = process.stderr.isTTY && process.env['TERM'] !== 'dumb';
  const color = moves && !process.env['NO_COLOR'];
  const now = Math.floor(Date.now() / 1000);
  const columns = process.stdout.columns;
  const ask = terminalAsk();
  const surroundings = {
    cwd: process.cwd(),
    color,
    now,
    ...(columns > 0 && { columns }),
    ...(ask && { ask }),
    say: (text: string) => void process.stderr.write(text),
    ...(process.stderr.isTTY && { onWait }),
    ...(moves && { progress: (await import('./progress-bar.ts')).progressBar(process.stderr) }),
  };
  const { stdout, stderr, exit } = await runCommand(process.argv.slice(2), surroundings);
  process.exitCode = exit;
  // Words last: they are about the data, and stand nearest to the next prompt.
  process.stdout.write(stdout);
  process.stderr.write(stderr);
}

/** Said while another run is waited for, so that nobody takes waiting for hanging. */
function onWait(holder: HeldBy): void {
  const waited =
    holder === 'unreadable'
      ? '.fleetwright/lock, which is no lock that Fleetwright wrote, to be removed or to grow old'
      : `\`fleetwright ${holder.command}\` (process ${holder.pid}) to end`;
  process.stderr.write(`Waiting for ${waited} …\n`);
}

/** Nothing more can be said: a reader went away, and what was done is done; or the disk behind a redirection is full. */
function quit(cause: NodeJS.ErrnoException): void {
  process.exit(cause.code === 'EPIPE' ? (process.exitCode ?? exitCode.ok) : exitCode.io);
}

// With a listener of our own a signal ends the process as any other exit does, so that what it started ends with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
process.stdout.on('error', quit);
process.stderr.on('error', quit);
await main();
