import { expect, it } from 'vitest';
import { commitMessage, type Promotion, parseTrailers } from '../src/index.ts';

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
  const message = commitMessage(movements);
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
  const message = commitMessage([movement('web', '2')]);
  expect(parseTrailers(`${message}Signed-off-by: A <a@example.org>\r\n`)).toHaveLength(1);
  expect(parseTrailers(`${message}\nmore words\n`)).toEqual([]);
  expect(parseTrailers('Fleetwright-Promotion: prod-eu web HEAD')).toEqual([]);
});

it('names three apps, and counts more', () => {
  const many = ['fleet', 'a', 'b', 'c'].map((app) => movement(app, '3'));
  expect(commitMessage(many).split('\n')[0]).toBe('Promote fleet and 3 apps to prod-eu');
});
