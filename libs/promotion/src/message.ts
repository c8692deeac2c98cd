import type { Movement } from './movement.ts';
import { FLEET } from './paths.ts';
import { isoTime, list, short } from './text.ts';

/** What a trailer says: this movement made the stage's entry that tree. */
export interface Trailer {
  readonly movement: Movement['movement'];
  readonly stage: string;
  /** An app, `fleet`, or a pin `<app>@<cluster>`. */
  readonly entry: string;
  /** `undefined`: the entry went. */
  readonly tree: string | undefined;
}

const keys = {
  promotion: 'Fleetwright-Promotion',
  membership: 'Fleetwright-Membership',
  rollback: 'Fleetwright-Rollback',
  pin: 'Fleetwright-Pin',
  removal: 'Fleetwright-Removal',
} as const satisfies Record<Movement['movement'], string>;

const nothing = 'nothing';

const movementsByKey: ReadonlyMap<string, Movement['movement']> = new Map([
  [keys.promotion, 'promotion'],
  [keys.membership, 'membership'],
  [keys.rollback, 'rollback'],
  [keys.pin, 'pin'],
  [keys.removal, 'removal'],
]);

/**
 * The message for a commit of these movements (one at least): subject, a line for each, trailers
 * `Fleetwright-Promotion: <stage> <app> <tree>`. Nothing that decides relies on them: a squash may drop them.
 */
export function commitMessage(movements: readonly Movement[]): string {
  const trailers = movements.map(({ movement, stage, entry, to }) =>
    formatTrailer({ movement, stage, entry, tree: to }),
  );
  return `${subject(movements)}\n\n${movements.map(bodyLine).join('\n')}\n\n${trailers.join('\n')}\n`;
}

/** One line, without its end. */
export function formatTrailer({ movement, stage, entry, tree }: Trailer): string {
  return `${keys[movement]}: ${stage} ${entry} ${tree ?? nothing}`;
}

/** The trailers of a commit message, in order: those of its last paragraph, as git has it; other lines there are passed over. */
export function parseTrailers(message: string): readonly Trailer[] {
  const trailers: Trailer[] = [];
  const paragraphs = message.trimEnd().split(/\n[ \t]*\n/);
  for (const line of paragraphs.at(-1)?.split('\n') ?? []) {
    const [, key, stage, entry, tree] =
      /^(Fleetwright-[A-Za-z]+): (\S+) (\S+) ([0-9a-f]{40,64}|nothing)$/.exec(line.trimEnd()) ?? [];
    const movement = movementsByKey.get(key ?? '');
    if (movement && stage && entry && tree)
      trailers.push({ movement, stage, entry, tree: tree === nothing ? undefined : tree });
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

function bodyLine(movement: Movement): string {
  const { entry, stage, from, to } = movement;
  const trees = `${from === undefined ? nothing : short(from)} -> ${to === undefined ? nothing : short(to)}`;
  if (movement.movement === 'membership' || movement.movement === 'removal') return `- ${entry} in ${stage}: ${trees}`;
  const { time, sha } = movement.commit;
  return `- ${entry}: ${trees} (rendered ${isoTime(time).slice(0, 10)} in ${short(sha)})`;
}
