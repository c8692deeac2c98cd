import type { Hold } from '@fleetwright/model/engine';
import { type HoldChange, type Movement, type Moves, parseHoldPath, short } from '@fleetwright/promotion';
import { table } from './table.ts';

/** A plan for people: a line for each movement and each hold, notes indented below. */
export function planLines({ movements, holds }: Moves): string {
  const columns = table(movements.map((movement) => [movement.entry, movement.stage, what(movement)])).split('\n');
  const moved = movements.map((movement, index) => {
    const notes = notesOn(movement).map((note) => `  ${note}\n`);
    return `${columns[index] ?? ''}\n${notes.join('')}`;
  });
  return [...moved, ...holds.map((change) => `${holdLine(change)}\n`)].join('');
}

function what(movement: Movement): string {
  if (movement.movement === 'removal')
    return movement.movesTo === undefined ? 'gone' : `goes to ${movement.movesTo} with its cluster`;
  if (movement.movement === 'pin' && movement.marker) return 'pinned to its marker: pruned there';
  const release = `release of ${short(movement.commit.sha)}`;
  const pair = movement.movement === 'promotion' ? undefined : movement.halves;
  // As the table of status has it.
  const one = pair ? `config ${short(pair.config.sha)} + images ${short(pair.images.sha)}` : `the ${release}`;
  if (movement.movement === 'rollback') return `back to ${one}`;
  if (movement.movement === 'pin') return `pinned to ${one}`;
  if (pair) return `${movement.from === undefined ? 'new, ' : ''}${one}`;
  const half = movement.movement === 'promotion' && movement.only ? `${movement.only} of the ` : '';
  return `${movement.from === undefined ? 'new, ' : ''}${half}${release}`;
}

function notesOn(movement: Movement): readonly string[] {
  if (movement.movement !== 'promotion') return [];
  const notes: string[] = [];
  if (!movement.verified) notes.push('not the newest: not rendered again to verify it');
  if (movement.only) notes.push('config and images were not tested together');
  if (movement.skippedOrder !== undefined) notes.push(`skips the order of the stages: ${movement.skippedOrder}`);
  return notes;
}

function holdLine({ path, from, to }: HoldChange): string {
  const name = heldName(path);
  if (to) return `${name}${from ? ' changes' : ''}: ${holdWords(to)}`;
  return from ? `${name} ends; it was: ${holdWords(from)}` : `${name} ends`;
}

/** What a hold or freeze file holds: `hold on web in prod`, `freeze of prod`, `freeze of every stage`. */
export function heldName(path: string): string {
  const place = parseHoldPath(path);
  if (!place) return path;
  if (place.entry !== undefined) return `hold on ${place.entry} in ${place.stage ?? ''}`;
  return place.stage === undefined ? 'freeze of every stage' : `freeze of ${place.stage}`;
}

/** Why, by whom, until when. */
function holdWords({ reason, author, until }: Hold): string {
  return `${reason} (${author}${until === undefined ? '' : `, until ${until}`})`;
}
