import type { Movement } from './movement.ts';
import { FLEET } from './paths.ts';
import { isoTime, list, short } from './text.ts';

/** What a trailer says: this movement made the stage's entry that tree. */
export interface Trailer {
  readonly movement: Movement['movement'];
  readonly stage: string;
  readonly app: string;
  readonly tree: string;
}

const keys = { promotion: 'Fleetwright-Promotion', membership: 'Fleetwright-Membership' } as const;

/**
 * The message for a commit of these movements (one at least): subject, a line for each, trailers
 * `Fleetwright-Promotion: <stage> <app> <tree>`. Nothing that decides relies on them: a squash may drop them.
 */
export function commitMessage(movements: readonly Movement[]): string {
  const trailers = movements.map(({ movement, stage, app, to }) => formatTrailer({ movement, stage, app, tree: to }));
  return `${subject(movements)}\n\n${movements.map(bodyLine).join('\n')}\n\n${trailers.join('\n')}\n`;
}

/** One line, without its end. */
export function formatTrailer({ movement, stage, app, tree }: Trailer): string {
  return `${keys[movement]}: ${stage} ${app} ${tree}`;
}

/** The trailers of a commit message, in order: those of its last paragraph, as git has it; other lines there are passed over. */
export function parseTrailers(message: string): readonly Trailer[] {
  const trailers: Trailer[] = [];
  const paragraphs = message.trimEnd().split(/\n[ \t]*\n/);
  for (const line of paragraphs.at(-1)?.split('\n') ?? []) {
    const [, key, stage, app, tree] =
      /^(Fleetwright-[A-Za-z]+): (\S+) (\S+) ([0-9a-f]{40,64})$/.exec(line.trimEnd()) ?? [];
    const movement = key === keys.promotion ? 'promotion' : key === keys.membership ? 'membership' : undefined;
    if (movement && stage && app && tree) trailers.push({ movement, stage, app, tree });
  }
  return trailers;
}

function subject(movements: readonly Movement[]): string {
  const stages = list([...new Set(movements.map((movement) => movement.stage))]);
  if (movements.some((movement) => movement.movement === 'membership')) return splitSubject(movements);
  const apps = movements.map((movement) => movement.app);
  const others = apps.filter((app) => app !== FLEET).length;
  if (apps.length <= 3) return `Promote ${list(apps)} to ${stages}`;
  return `Promote ${others < apps.length ? `fleet and ${others}` : others} apps to ${stages}`;
}

/** The new stage is the one that held nothing of `fleet` before. */
function splitSubject(movements: readonly Movement[]): string {
  const ofFleet = movements.filter((movement) => movement.app === FLEET);
  const created = ofFleet.filter((movement) => movement.from === undefined).map((movement) => movement.stage);
  const from = ofFleet.filter((movement) => movement.from !== undefined).map((movement) => movement.stage);
  return `Split ${list(created)} off ${list(from)}`;
}

function bodyLine({ movement, app, stage, from, to, commit }: Movement): string {
  const trees = `${from === undefined ? 'nothing' : short(from)} -> ${short(to)}`;
  if (movement === 'membership') return `- ${app} in ${stage}: ${trees}`;
  const day = isoTime(commit.time).slice(0, 10);
  return `- ${app}: ${trees} (rendered ${day} in ${short(commit.sha)})`;
}
