import type { HoldChange, Movement, Moves, Pin, Rollback } from './movement.ts';
import { FLEET, parseEntry, parseHoldPath } from './paths.ts';
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
 * The message for a commit of a plan that is not empty: subject, a line for each, trailers
 * `Fleetwright-Promotion: <stage> <app> <tree>`. Nothing that decides relies on them: a squash may drop them.
 */
export function commitMessage({ movements, holds }: Moves): string {
  const trailers = [
    ...movements.map(({ movement, stage, entry, to }) => formatTrailer({ movement, stage, entry, tree: to })),
    ...movements.flatMap(skippedOrder),
  ];
  const body = [...movements.map(bodyLine), ...holds.map(holdLine)];
  const end = trailers.length > 0 ? `\n${trailers.join('\n')}\n` : '';
  return `${subject(movements, holds)}\n\n${body.join('\n')}\n${end}`;
}

/** `Fleetwright-Skipped-Order: <stage> <app> <why>`, on one line. */
function skippedOrder(movement: Movement): readonly string[] {
  if (movement.movement !== 'promotion' || movement.skippedOrder === undefined) return [];
  return [`Fleetwright-Skipped-Order: ${movement.stage} ${movement.entry} ${oneLine(movement.skippedOrder)}`];
}

/** On one line, so that no reason can be taken for a trailer. */
function oneLine(reason: string): string {
  return reason.replaceAll(/\s+/g, ' ').trim();
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

function subject(movements: readonly Movement[], holds: readonly HoldChange[]): string {
  const own = movements.filter((movement) => movement.movement !== 'pin' || !movement.marker);
  const [first] = own.length > 0 ? own : movements;
  if (!first) return holdSubject(holds);
  const stages = list([...new Set(own.map((movement) => movement.stage))]);
  if (own.some((movement) => movement.movement === 'membership')) return membershipSubject(own);
  if (first.movement === 'pin') return pinSubject(own.length > 0 ? own : movements);
  if (first.movement === 'rollback') return `Roll back ${first.app} in ${first.stage} to ${releaseOf(first)}`;
  if (first.movement === 'removal') return removalSubject(first);
  const apps = own.map((movement) => movement.app);
  const others = apps.filter((app) => app !== FLEET).length;
  if (apps.length <= 3) return `Promote ${list(apps)} to ${stages}`;
  return `Promote ${others < apps.length ? `fleet and ${others}` : others} apps to ${stages}`;
}

/** The new stage is the one that held nothing of `fleet` before. */
function membershipSubject(movements: readonly Movement[]): string {
  const ofFleet = movements.filter((movement) => movement.app === FLEET);
  const cluster = movements.flatMap((movement) =>
    movement.movement === 'membership' ? (movement.cluster ?? []) : [],
  )[0];
  if (cluster !== undefined) return `Move ${cluster} from ${ofFleet[0]?.stage} to ${ofFleet.at(-1)?.stage}`;
  const created = ofFleet.filter((movement) => movement.from === undefined).map((movement) => movement.stage);
  const from = ofFleet.filter((movement) => movement.from !== undefined).map((movement) => movement.stage);
  return `Split ${list(created)} off ${list(from)}`;
}

/** Pins of one plan are all of one app, and go to one release but for clusters that ran different ones. */
function pinSubject(movements: readonly Movement[]): string {
  const pins = movements.filter((movement) => movement.movement === 'pin');
  const [first] = pins;
  const clusters = pins.map(({ cluster }) => cluster);
  const on = clusters.length <= 3 ? list(clusters) : `${clusters.length} clusters`;
  if (first?.marker) return `Take ${first.app} off ${on}`;
  const shas = [...new Set(pins.map(releaseOf))];
  return `Pin ${first?.app} on ${on}${shas.length === 1 ? ` to ${shas[0]}` : ''}`;
}

/** `74ac599`; of two halves, as `fleetwright status` calls them: `config 74ac599 + images 15c9399`. */
function releaseOf({ halves, commit }: Rollback | Pin): string {
  if (!halves) return short(commit.sha);
  return `config ${short(halves.config.sha)} + images ${short(halves.images.sha)}`;
}

function removalSubject({ app, entry, stage }: Movement): string {
  const { cluster } = parseEntry(entry);
  return cluster === undefined ? `Retire ${app} from ${stage}` : `End the pin of ${app} on ${cluster}`;
}

function holdSubject(holds: readonly HoldChange[]): string {
  const subjects = holds.map(({ path, to }) => {
    const { stage, entry } = parseHoldPath(path) ?? {};
    if (entry !== undefined) return `${to ? 'Hold' : 'Unhold'} ${entry} in ${stage}`;
    return `${to ? 'Freeze' : 'Unfreeze'} ${stage ?? 'every stage'}`;
  });
  return list(subjects);
}

function bodyLine(movement: Movement): string {
  const { entry, stage, from, to } = movement;
  const trees = `${from === undefined ? nothing : short(from)} -> ${to === undefined ? nothing : short(to)}`;
  if (movement.movement === 'membership' || movement.movement === 'removal') return `- ${entry} in ${stage}: ${trees}`;
  if (movement.movement === 'pin' && movement.marker) return `- ${entry} in ${stage}: ${trees} (marker)`;
  if (movement.movement !== 'promotion' && movement.halves) return `- ${entry}: ${trees} (${releaseOf(movement)})`;
  const { time, sha } = movement.commit;
  const half = movement.movement === 'promotion' && movement.only ? `${movement.only} ` : '';
  return `- ${entry}: ${trees} (${half}rendered ${isoTime(time).slice(0, 10)} in ${short(sha)})`;
}

function holdLine({ path, to }: HoldChange): string {
  if (!to) return `- ${path}: gone`;
  const until = to.until === undefined ? '' : `, until ${to.until}`;
  return `- ${path}: ${oneLine(to.reason)} (${oneLine(to.author)}${until})`;
}
