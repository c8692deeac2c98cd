import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['a letter too few', 'shp', 'shop'],
    ['a letter too many', 'shopp', 'shop'],
    ['another letter', 'shap', 'shop'],
    ['two neighbours swapped', 'shpo', 'shop'],
    ['other capitals', 'SHOP', 'shop'],
    ['a few letters of a long name', 'recomendatonservise', 'recommendationservice'],
  ])('finds what was meant: %s', (_what, name, meant) => {
    expect(nearest(name, ['platform', 'recommendationservice', 'shop', 'web'])).toBe(meant);
  });

  it('counts a swap as one change, not as two', () => {
    // Two changes of two letters would be another word.
    expect(nearest('ue', ['eu'])).toBe('eu');
  });

  it.each([
    ['payments', ['platform', 'shop']],
    // Every letter is another one: short names are within the limit of each other, and still no typos.
    ['eu', ['us', 'ap']],
    ['a', ['b']],
    ['', ['a']],
    ['shop', []],
  ])('does not guess for %j among %j', (name, candidates) => {
    expect(nearest(name, candidates)).toBeUndefined();
  });

  it('prefers what is nearer, and of two equally near the first in code-unit order', () => {
    expect(nearest('prod-ue', ['prod-us', 'prod-eu'])).toBe('prod-eu');
    expect(nearest('webx', ['weba', 'webB'])).toBe('webB');
    expect(nearest('webx', ['webB', 'weba'])).toBe('webB');
  });
});
