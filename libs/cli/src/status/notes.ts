import {
  isoTime,
  type Reason,
  type Status,
  type StatusCell,
  type StatusHold,
  type StatusPin,
} from '@fleetwright/promotion';
import { type IsRetired, releaseText } from './cells.ts';

/** What stands below the table: freezes, holds, pins, halves, what is left of retired apps, what waits; without what there is not. */
export function notes(found: Status, isRetired: IsRetired): string {
  const cells = found.apps.flatMap(({ app, stages }) => stages.map((cell) => ({ app, cell })));
  return [
    section('Frozen', freezes(found)),
    section(
      'Held',
      cells.flatMap(({ app, cell }) => heldNotes(app, cell)),
    ),
    section(
      'Pinned',
      cells.flatMap(({ app, cell }) => pinNotes(app, cell.stage, cell.pins, isRetired)),
    ),
    section(
      'Not tested together',
      cells.flatMap(({ app, cell }) => pairNotes(app, cell)),
    ),
    section('Retired, and still there', retiredNotes(found, isRetired)),
    section('Not there yet', waiting(found)),
  ].join('');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length > 0 ? `${title}:\n${lines.map((line) => `  ${line}\n`).join('')}` : '';
}

function freezes(found: Status): readonly string[] {
  const ofStages = found.stages.flatMap(({ stage, freeze }) =>
    freeze ? holdLines(stage, freeze, `fleetwright unhold --stage ${stage}`) : [],
  );
  return [...(found.freeze ? holdLines('every stage', found.freeze, 'fleetwright unhold --all') : []), ...ofStages];
}

function heldNotes(app: string, { stage, held }: StatusCell): readonly string[] {
  if (!held) return [];
  const halves = held.not ? Object.entries(held.not).flatMap(([half, tree]) => (tree === null ? [] : [half])) : [];
  const what = halves.length > 0 ? `, one release's ${halves.join(' and ')} only` : '';
  return holdLines(`${app} in ${stage}${what}`, held, `fleetwright unhold ${app} --stage ${stage}`);
}

/** What clusters of a stage are pinned to of an app, why, and what ends a pin whose end is due. */
export function pinNotes(
  app: string,
  stage: string,
  pins: readonly StatusPin[],
  isRetired: IsRetired,
): readonly string[] {
  return pins.flatMap(({ cluster, holds, held, gone }) => {
    const what = `${app} on ${cluster} (${stage}) to ${isRetired(app, holds) ? 'its marker' : releaseText(holds)}`;
    const command = `fleetwright unhold ${app} --cluster ${cluster}`;
    const lines = held ? holdLines(what, held, command) : [what, `  its hold file is missing: ${command}`];
    return gone ? [...lines, `  its cluster is gone, ending it is due: ${command}`] : lines;
  });
}

/** Why, by whom, until when; for what is over also the command that ends it. */
function holdLines(what: string, { reason, author, until, expired }: StatusHold, command: string): readonly string[] {
  const end = until === null ? '' : `, until ${isoTime(until).replace('.000Z', 'Z')}`;
  const over = expired ? [`  that time is over, ending it is due: ${command}`] : [];
  return [`${what}: ${reason}`, `  ${author}${end}`, ...over];
}

function pairNotes(app: string, { stage, holds }: StatusCell): readonly string[] {
  if (!holds?.halves || holds.release) return [];
  const [config, images] = releaseText(holds).split('/');
  return [`${app} in ${stage}: config of ${config}, images of ${images}`];
}

function retiredNotes(found: Status, isRetired: IsRetired): readonly string[] {
  return found.apps.flatMap(({ app, stages }) => {
    const left = stages.filter((cell) => isRetired(app, cell.holds)).map(({ stage }) => stage);
    return left.length > 0 ? [`${app} in ${left.join(', ')}: fleetwright retire ${app}`] : [];
  });
}

/** One app for each stage, with what keeps its newest release out. */
function waiting(found: Status): readonly string[] {
  return found.stages.flatMap(({ stage }) => {
    const all = found.apps.flatMap(({ app, stages }) => {
      const cell = stages.find((one) => one.stage === stage);
      return cell?.blocked ? [{ app, reasons: cell.blocked.reasons }] : [];
    });
    const [first] = all;
    if (!first) return [];
    const others = all.length > 1 ? ` (and ${all.length - 1} more)` : '';
    return [`${stage}: ${first.app}${others}`, `  ${reasonText(first.reasons[0])}`];
  });
}

function reasonText(reason: Reason | undefined): string {
  if (!reason) return '';
  return reason.state === 'closed' ? reason.because : `waiting for ${reason.for}`;
}
