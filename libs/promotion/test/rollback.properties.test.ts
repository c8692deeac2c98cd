import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dueIn, held, images, rollback, webInEu } from './fleet.ts';

it('whatever a stage held: a rollback brings a tree that it held before, and holds; ended, the app moves as ever', () => {
  const steps = fc.array(fc.record({ config: fc.integer({ min: 1, max: 3 }), image: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 8,
  });
  let went = 0;
  fc.assert(
    fc.property(steps, fc.boolean(), fc.integer({ min: 1, max: 4 }), (all, onlyThis, times) => {
      const fleet = held(...all.map(({ config, image }) => images(config, image)));
      const seen = new Set([fleet.holding('prod-eu', 'web')]);
      for (let time = 0; time < times; time++) {
        const before = fleet.holding('prod-eu', 'web');
        const plan = rollback(fleet, { onlyThis });
        expect(plan.ok ? [] : plan.errors.map(({ code }) => code)).toEqual(plan.ok ? [] : ['FW4002']);
        if (!plan.ok) return;
        went++;
        fleet.apply(plan.value);
        const after = fleet.holding('prod-eu', 'web') ?? '';
        expect(seen.has(after)).toBe(false);
        seen.add(after);
        expect(all.map(({ config, image }) => `C${config}+I${image}`)).toContain(after);
        // Nothing that the hold names comes, and it names what was left.
        const hold = fleet.holds.get(webInEu);
        expect(hold).toBeDefined();
        const due = dueIn(fleet);
        expect(due === undefined || (onlyThis && due !== before)).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
  expect(went).toBeGreaterThan(100);
});
