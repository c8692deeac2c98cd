import type { Command } from 'commander';
import { endingTime, refuse } from './command.ts';

/** What a command takes that writes. */
export interface DryRun {
  dryRun?: true;
}

/** What a command takes that writes a hold. */
export interface Reasoned extends DryRun {
  why?: string;
  until?: string;
}

/** Adds `--dry-run`. */
export function addDryRun(command: Command): Command {
  return command.option('--dry-run', 'print the plan, write nothing');
}

/** Adds `--why`, `--until` and `--dry-run`. */
export function addReason(command: Command): Command {
  return addDryRun(
    command
      .option('--why <reason>', 'why, for whoever finds it later; needed')
      .option('--until <when>', 'when it should end (2h, 3d, 2026-12-01); its removal is due then', endingTime),
  );
}

/** The `--why` of a command line; without one it is refused, with `line` completed as the example. */
export function reasonOf(command: Command, { why }: Reasoned, line: string): string {
  const reason = why?.trim() ?? '';
  return reason === '' ? refuse(command, 'say why, with --why <reason>', `${line} --why "INC-7: orders fail"`) : reason;
}
