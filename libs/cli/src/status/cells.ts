import {
  isMarker,
  type PlanWorld,
  type Status,
  type StatusCell,
  type StatusHolding,
  short,
} from '@fleetwright/promotion';
import { blocks, table } from '../table.ts';
import { age, wrapped } from '../words.ts';

/** Whether a stage, or a pin, holds nothing but the marker of an app that goes. */
export type IsRetired = (app: string, holds: StatusHolding | null) => boolean;

/** How that is told in a world. */
export function retiredIn(world: PlanWorld): IsRetired {
  return (app, holds) => {
    const release = holds ? world.contents.release(app, holds.tree) : undefined;
    // A marker has one ConfigMap: most releases are told from one without making theirs.
    return holds !== null && release?.kinds.join() === '/ConfigMap' && isMarker(world, app, holds.tree);
  };
}

/** Apps × stages, cut into blocks where the terminal is narrower than that. */
export function statusTable(found: Status, columns: number, isRetired: IsRetired): string {
  const head = found.stages.map(({ stage, freeze }) => ((freeze ?? found.freeze) ? `${stage} F` : stage));
  const rows = found.apps.map(({ app, stages }) => [
    app,
    ...stages.map((cell) => cellText(cell, isRetired(app, cell.holds))),
  ]);
  return blocks([['', ...head], ...rows], columns);
}

function cellText(cell: StatusCell, retired: boolean): string {
  const due = cell.due ? '*' : '';
  const news = cell.behind > 0 ? `+${cell.behind}${due}` : due;
  const marks = [news, cell.held ? 'H' : '', cell.pins.length > 0 ? `P${cell.pins.length}` : '', retired ? 'R' : ''];
  const what = cell.holds ? [releaseText(cell.holds), ageText(cell.holds)] : [cell.rendered ? 'nothing' : '–'];
  return [...what, ...marks].filter((part) => part !== '').join(' ');
}

/** A release by its commit, two halves by theirs, anything else by its tree. */
export function releaseText({ release, halves, tree }: StatusHolding): string {
  if (release) return short(release.commit);
  return halves ? `${short(halves.config.commit)}/${short(halves.images.commit)}` : `tree ${short(tree)}`;
}

function ageText({ age: seconds }: StatusHolding): string {
  return seconds === null ? 'new' : age(seconds);
}

/** What the marks mean that occur in a table. */
export function legend(found: Status, isRetired: IsRetired): string {
  const cells = found.apps.flatMap(({ app, stages }) => stages.map((cell) => ({ app, cell })));
  const some = (test: (cell: StatusCell) => boolean): boolean => cells.some(({ cell }) => test(cell));
  const held = (test: (holds: StatusHolding) => boolean): boolean => some(({ holds }) => holds !== null && test(holds));
  const marks: readonly (readonly [boolean, string])[] = [
    [held(({ halves, release }) => halves !== null && !release), 'a/b: config of a, images of b'],
    [held(({ halves, release }) => !halves && !release), 'tree …: no release'],
    [held(({ age: seconds }) => seconds === null), 'new: not committed'],
    [some(({ behind }) => behind > 0), '+n: n newer releases'],
    [some(({ due }) => due !== null), '*: one of them may come'],
    [some((cell) => cell.held !== null), 'H: held'],
    [some(({ pins }) => pins.length > 0), 'Pn: pinned on n clusters'],
    [(found.freeze ?? found.stages.find(({ freeze }) => freeze)) !== undefined, 'F: frozen'],
    [cells.some(({ app, cell }) => isRetired(app, cell.holds)), 'R: retired'],
    [some(({ rendered, holds }) => !rendered && !holds), '–: not rendered there'],
  ];
  const words = [
    'A cell: the commit whose rendering the stage holds, and for how long',
    ...marks.flatMap(([is, what]) => (is ? [what] : [])),
  ];
  return wrapped(words.map((word, index) => (index === words.length - 1 ? `${word}.` : `${word},`)));
}

/** One line for each stage: what it runs of an app, since when, what is due, what is special. */
export function appTable(found: Status, app: string, isRetired: IsRetired): string {
  const cells = found.apps.find((one) => one.app === app)?.stages ?? [];
  const rows = cells.map((cell) => {
    const frozen = found.freeze ?? found.stages.find(({ stage }) => stage === cell.stage)?.freeze;
    const special = [
      cell.held ? 'held' : '',
      frozen ? 'frozen' : '',
      cell.pins.length > 0
        ? `pinned on ${cell.pins.map(({ cluster, gone }) => `${cluster}${gone ? ' (gone)' : ''}`).join(', ')}`
        : '',
      cell.exceptions.includes('pair') ? 'halves not tested together' : '',
      cell.exceptions.includes('foreign') ? 'never a release' : '',
      isRetired(app, cell.holds) ? 'retired' : '',
    ];
    return [
      cell.stage,
      cell.holds ? releaseText(cell.holds) : cell.rendered ? 'nothing' : 'not rendered',
      cell.holds ? ageText(cell.holds) : '',
      cell.behind > 0 ? `${cell.behind}` : '',
      cell.due ? short(cell.due.commit) : '',
      special.filter((word) => word !== '').join('; '),
    ];
  });
  return table([[app, 'release', 'since', 'newer', 'due', ''], ...rows]);
}
