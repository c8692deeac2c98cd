import type { Movement } from '@fleetwright/promotion';
import { expect, it } from 'vitest';
import { planLines } from './plan-lines.ts';

it('two halves of different releases are called what they are, by the words of status', () => {
  const commit = (digit: string) => ({ sha: digit.repeat(40), time: 0 });
  const entry = { app: 'web', stage: 'prod', entry: 'web', from: undefined, path: 'clusters/stages/prod/web' };
  const copy = { ...entry, to: 'f'.repeat(40), source: entry.path, commit: commit('1') };
  const halves = { config: commit('2'), images: commit('3') };
  const movements: Movement[] = [
    { ...copy, movement: 'rollback', reason: 'INC-7', halves },
    { ...copy, movement: 'pin', entry: 'web@eu-1', cluster: 'eu-1', reason: 'INC-7', halves },
    { ...copy, movement: 'membership', halves },
    { ...copy, movement: 'rollback', reason: 'INC-7' },
  ];
  expect(planLines({ movements, holds: [] })).toMatchInlineSnapshot(`
    "web       prod  back to config 2222222 + images 3333333
    web@eu-1  prod  pinned to config 2222222 + images 3333333
    web       prod  new, config 2222222 + images 3333333
    web       prod  back to the release of 1111111
    "
  `);
});
