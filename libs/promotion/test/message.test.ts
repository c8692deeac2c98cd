import { expect, it } from 'vitest';
import { commitMessage, type Moves, type Promotion, parseTrailers } from '../src/index.ts';

function movement(app: string, digit: string): Promotion {
  return {
    movement: 'promotion',
    app,
    stage: 'prod-eu',
    entry: app,
    from: undefined,
    to: digit.repeat(40),
    path: `clusters/stages/prod-eu/${app}`,
    source: `apps/${app}/rendered/prod`,
    commit: { sha: 'c'.repeat(40), time: 1_763_856_000 },
    verified: true,
  };
}

it('says what moves for people, and in trailers for programs', () => {
  const movements = [movement('fleet', '1'), { ...movement('web', '2'), from: '0'.repeat(40) }];
  const message = commitMessage({ movements, holds: [] });
  expect(message).toBe(`Promote fleet and web to prod-eu

- fleet: nothing -> 1111111 (rendered 2025-11-23 in ccccccc)
- web: 0000000 -> 2222222 (rendered 2025-11-23 in ccccccc)

Fleetwright-Promotion: prod-eu fleet ${'1'.repeat(40)}
Fleetwright-Promotion: prod-eu web ${'2'.repeat(40)}
`);
  expect(parseTrailers(message)).toEqual(
    movements.map(({ movement, stage, entry, to }) => ({ movement, stage, entry, tree: to })),
  );
});

it('reads trailers from the last paragraph only', () => {
  const message = commitMessage({ movements: [movement('web', '2')], holds: [] });
  expect(parseTrailers(`${message}Signed-off-by: A <a@example.org>\r\n`)).toHaveLength(1);
  expect(parseTrailers(`${message}\nmore words\n`)).toEqual([]);
  expect(parseTrailers('Fleetwright-Promotion: prod-eu web HEAD')).toEqual([]);
});

it('names three apps, and counts more', () => {
  const many = ['fleet', 'a', 'b', 'c'].map((app) => movement(app, '3'));
  expect(commitMessage({ movements: many, holds: [] }).split('\n')[0]).toBe('Promote fleet and 3 apps to prod-eu');
});

it('says of every movement what it is; what it says can be read back', () => {
  const { movement: _, verified: __, ...copy } = movement('web', '2');
  const said = { reason: 'INC-7:\n\nFleetwright-Promotion: prod-eu web nothing', author: 'Ada\n\n<ada@example.com>' };
  const pinned = { ...copy, entry: 'web@eu-3', path: 'clusters/stages/prod-eu/web@eu-3' };
  const pin = { ...pinned, movement: 'pin', cluster: 'eu-3', reason: said.reason } as const;
  const removal = { movement: 'removal', app: 'web', stage: 'prod-eu', from: '2'.repeat(40), to: undefined } as const;
  const fleet = { ...copy, movement: 'membership', app: 'fleet', entry: 'fleet', from: '1'.repeat(40) } as const;
  const hold = { path: 'clusters/stages/prod-eu/web.hold.yaml', from: undefined, to: said };
  const plans: Record<string, Moves> = {
    'Roll back web in prod-eu to ccccccc': {
      movements: [{ ...copy, movement: 'rollback', reason: said.reason }],
      holds: [hold],
    },
    'Pin web on eu-3 to ccccccc': { movements: [pin], holds: [] },
    'Promote web to prod-eu': { movements: [movement('web', '2'), { ...pin, marker: true }], holds: [] },
    'Take web off eu-3': { movements: [{ ...pin, marker: true }], holds: [] },
    'End the pin of web on eu-3': { movements: [{ ...removal, entry: 'web@eu-3', path: pinned.path }], holds: [] },
    'Retire web from prod-eu': { movements: [{ ...removal, entry: 'web', path: copy.path }], holds: [] },
    'Move eu-3 from prod-eu to prod-us': {
      movements: [
        { ...fleet, cluster: 'eu-3' },
        { ...fleet, stage: 'prod-us', cluster: 'eu-3' },
      ],
      holds: [],
    },
    'Split prod-us off prod-eu': { movements: [fleet, { ...fleet, stage: 'prod-us', from: undefined }], holds: [] },
    'Hold web in prod-eu': { movements: [], holds: [hold] },
    'Unhold web in prod-eu': { movements: [], holds: [{ ...hold, to: undefined }] },
    'Freeze every stage': { movements: [], holds: [{ ...hold, path: 'clusters/stages/freeze.yaml' }] },
  };
  for (const [subject, plan] of Object.entries(plans)) {
    const message = commitMessage(plan);
    expect(message.split('\n')[0]).toBe(subject);
    expect(parseTrailers(message)).toEqual(
      plan.movements.map(({ movement: made, stage, entry, to }) => ({ movement: made, stage, entry, tree: to })),
    );
  }
  expect(commitMessage({ movements: [], holds: [hold] })).toBe(`Hold web in prod-eu

- clusters/stages/prod-eu/web.hold.yaml: INC-7: Fleetwright-Promotion: prod-eu web nothing (Ada <ada@example.com>)
`);
});
