import { expect, it } from 'vitest';
import { planHold, planUnhold } from '../src/index.ts';
import { held, images, said, valueOf } from './fleet.ts';
import { text } from './plans.ts';

it('a hold or a freeze says what it keeps out; a second one says what the first says', () => {
  const fleet = held(images(1, 1));
  fleet.from.commit(images(2, 2));
  const hold = (fields: object) => planHold(fleet.world(), { ...said, ...fields });
  expect(valueOf(hold({})).holds).toEqual([{ path: 'clusters/stages/freeze.yaml', from: undefined, to: said }]);
  expect(valueOf(hold({ stage: 'dev' })).path).toBe('clusters/stages/dev/freeze.yaml');
  const one = valueOf(hold({ app: 'web', stage: 'prod-eu', release: 'C2+I2' }));
  expect(one.holds[0]?.to).toEqual({ ...said, not: { config: 'C2', images: 'I2' } });
  fleet.apply(one);
  expect(text(hold({ app: 'web', stage: 'prod-eu' }))).toMatchInlineSnapshot(`
    "clusters/stages/prod-eu/web.hold.yaml error FW4008: web in prod-eu is held already by Ada: INC-7
      hint: fleetwright unhold web --stage prod-eu ends it
    "
  `);
  expect(text(hold({ app: 'wbe', stage: 'prod-ue' }))).toMatchInlineSnapshot(`
    "error FW4001: there is no app "wbe"
      hint: did you mean "web"? The apps are fleet and web; a new one is rendered first
    error FW4001: there is no stage "prod-ue"
      hint: did you mean "prod-eu"? The stages are dev, staging, prod-canary, prod-eu, prod-ap and prod-us
    "
  `);
  expect(text(hold({ app: 'web', stage: 'prod-canary', release: 'C1+I1' }))).toMatchInlineSnapshot(`
    "error FW4002: prod-canary runs release c3 of web already
      hint: fleetwright rollback web --stage prod-canary, which holds it too
    "
  `);
});

it('the end of a pin of no app is not the end of the freeze', () => {
  const fleet = held(images(1, 1));
  fleet.holds.set('clusters/stages/freeze.yaml', said);
  expect(text(planUnhold(fleet.world(), { cluster: 'eu-3' }))).toMatchInlineSnapshot(`
    "error FW4001: a pin on eu-3 needs an app
      hint: name an app: <app> --cluster eu-3
    "
  `);
});
