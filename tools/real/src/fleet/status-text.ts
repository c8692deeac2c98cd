import { table } from '../../../../libs/cli/src/table.ts';
import { wrapped } from '../../../../libs/cli/src/words.ts';
import type { FleetStatus } from './status.ts';

/** A fleet's status for people. */
export function statusText(status: FleetStatus): string {
  const clusters = status.clusters.map((one) => [
    one.is,
    one.name,
    one.stage ?? '',
    one.hub ?? '',
    one.argocd ?? one.server,
  ]);
  const programs = status.programs.map((one) => [
    one.name,
    one.state,
    one.exit ?? '',
    one.memory ? megabytes(one.memory) : '',
  ]);
  const { all, fine, others } = status.applications;
  return [
    table([['', 'NAME', 'STAGE', 'HUB', 'ADDRESS'], ...clusters]),
    table([['PROGRAM', 'STATE', 'ENDED WITH', 'MEMORY'], ...programs]),
    `${megabytes(status.memory)} in all\n`,
    `Stood in for:\n${standInsText(status)}`,
    wrapped(`Left out: ${status.leftOut.join(', ') || 'nothing'}`.split(' '), '  '),
    `Repository: ${status.repository}\nWork tree:  ${status.workTree}\n`,
    `Applications: ${fine} of ${all} Synced and Healthy\n${others.map((one) => `  ${one.name}: ${one.sync}, ${one.health}\n`).join('')}`,
  ].join('\n');
}

/** Bytes in words. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

/** By what is stood in for, in lines of 80 columns at most. */
function standInsText({ standIns }: FleetStatus): string {
  const byController = Map.groupBy(standIns, (one) => one.for);
  const line = (words: string, indent: string): string => wrapped(words.split(' '), indent);
  return [...byController]
    .map(([of, all]) => `  ${of}\n${all.map(({ does }) => `    ${line(does, '    ')}`).join('')}`)
    .join('');
}
