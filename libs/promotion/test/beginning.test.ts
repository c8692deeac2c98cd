import { expect, it } from 'vitest';
import { sinceBeginning } from '../src/beginning.ts';
import type { History } from '../src/history.ts';

/** A history of as many commits as the longest path has letters: its trees from the oldest commit on, `.` for none. */
function history(paths: Readonly<Record<string, string>>): History {
  const length = Math.max(...Object.values(paths).map((trees) => trees.length));
  const commits = Array.from({ length }, (_, index) => ({ sha: `c${length - index}`, time: length - index }));
  const changes = Object.entries(paths).map(([path, trees]) => {
    const moves = trees
      .split('')
      .flatMap((tree, age) =>
        tree === (trees[age - 1] ?? '.') ? [] : [{ commit: length - 1 - age, tree: tree === '.' ? undefined : tree }],
      );
    return [path, moves.toReversed()] as const;
  });
  return { commits, changes: new Map(changes), shallow: false };
}

it('begins where the stages were emptied last, with what is there', () => {
  const found = sinceBeginning(
    history({
      'apps/web/rendered/dev': 'aabbbcc',
      'apps/old/rendered/dev': 'oo.....',
      'clusters/stages/dev/fleet': '.f..gg.',
      'clusters/stages/dev/web': '.aa..bb',
      'clusters/stages/prod/web': '.aa....',
    }),
  );
  expect(found.commits.map(({ sha }) => sha)).toEqual(['c7', 'c6', 'c5', 'c4']);
  expect(Object.fromEntries(found.changes)).toEqual({
    'apps/web/rendered/dev': [
      { commit: 1, tree: 'c' },
      { commit: 3, tree: 'b' },
    ],
    'clusters/stages/dev/fleet': [
      { commit: 0, tree: undefined },
      { commit: 2, tree: 'g' },
    ],
    'clusters/stages/dev/web': [{ commit: 1, tree: 'b' }],
  });
});

it('is the whole history where something was held all the time, or nothing yet', () => {
  const held = history({
    'apps/web/rendered/dev': 'abc',
    'clusters/stages/dev/web': '.ab',
    'clusters/stages/dev/x': '.x.',
  });
  expect(sinceBeginning(held)).toBe(held);
  const fresh = history({ 'apps/web/rendered/dev': 'abc' });
  expect(sinceBeginning(fresh)).toBe(fresh);
});

it('is no beginning where stages were emptied by mistake, and what they held came back', () => {
  const rendered = { 'apps/web/rendered/prod': 'abc.c', 'apps/web/rendered/dev': 'abccccd' };
  const reverted = history({ ...rendered, 'clusters/stages/dev/web': '.ab.b.', 'clusters/stages/prod/web': '..a.a..' });
  expect(sinceBeginning(reverted).commits.map(({ sha }) => sha)).toEqual(['c7', 'c6']);
  // Of the two times, only the second was for good.
  const restored = history({ ...rendered, 'clusters/stages/dev/web': '.ab..b', 'clusters/stages/prod/web': '..a...a' });
  expect(sinceBeginning(restored)).toBe(restored);
  const another = history({ ...rendered, 'clusters/stages/dev/web': '.ab..b', 'clusters/stages/dev/fleet': '.f...g' });
  expect(sinceBeginning(another).commits.at(-1)?.sha).toBe('c4');
});
