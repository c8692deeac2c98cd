import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { variantsIn } from '../src/app/render-app.ts';
import { fleet, rendered, resolved, valueOf, words } from './app-fleet.ts';
import { built, expected, type Facts, withoutHashes } from './build-app.ts';
import { cases } from './cases.ts';
import { awkward, randomApp, randomFacts, template } from './random-app.ts';

const { defineApp, fact, text } = words;

const sample: Facts = { domain: 'eu1.example.com', region: 'eu', shards: 3 };
const variants = Object.entries(cases).flatMap(([name, definition]) => {
  const model = valueOf(resolved(definition));
  return model.environments.flatMap((environment) =>
    valueOf(variantsIn(model, fleet, environment)).map((variant) => ({
      name,
      definition,
      environment,
      variant: variant.name,
    })),
  );
});

describe('a build', () => {
  test.each(variants)('makes of $name $environment $variant what rendering with its facts gives', (one) => {
    const objects = built(one.definition, one.environment, one.variant, sample);
    expect(JSON.stringify(objects)).not.toMatch(/FACT_|IMAGE_/);
    // A reference that still has the name without its hash would find nothing.
    expect(JSON.stringify(objects)).not.toMatch(/"[a-z0-9-]+-config"/);
    expect(withoutHashes(objects)).toEqual(
      withoutHashes(expected(one.definition, one.environment, one.variant, sample)),
    );
  });

  test('gives a cluster with another fact another ConfigMap, and its pods the reference', () => {
    const definition = defineApp({
      name: 'web',
      team: 'shop',
      only: ['dev'],
      config: { DOMAIN: fact.domain },
      processes: { web: { type: 'web', image: 'web', ports: { http: 8080 } } },
    });
    const names = ['a.example.com', 'b.example.com'].map((domain) => {
      const objects = built(definition, 'dev', 'default', { ...sample, domain });
      const [name] =
        /web-config-[a-z0-9]{10}/.exec(JSON.stringify(objects.find(({ kind }) => kind === 'ConfigMap'))) ?? [];
      expect(JSON.stringify(objects.find(({ kind }) => kind === 'Deployment'))).toContain(`{"name":"${name}"}`);
      return name;
    });
    expect(names[0]).toBeDefined();
    expect(names[0]).not.toBe(names[1]);
  });

  const piece = fc.oneof(
    fc.constantFrom('', '.', '/', '-', ': ', '\n', '😀', 'é', '$', '[a]', '"', "'", 'a.b', ' '),
    fc.string({ maxLength: 6 }),
  );
  const between = piece.filter((one) => one !== '');

  test('fills text with several facts in exactly, whatever the values hold', () => {
    const parts = fc.record({
      start: piece,
      middle: between,
      next: between,
      end: piece,
      domain: awkward,
      shards: fc.integer(),
    });
    fc.assert(
      fc.property(fc.array(parts, { minLength: 20, maxLength: 20 }), awkward, (all, domain) => {
        const texts = all.map(({ start, middle, next, end }) =>
          text(template(start, middle, next, end), fact.domain, fact.shards, fact.region),
        );
        const env = Object.fromEntries(texts.map((one, index) => [`T${index}`, one]));
        const definition = defineApp({
          name: 'web',
          team: 'shop',
          only: ['dev'],
          config: env,
          processes: { web: { type: 'worker', image: 'web', args: texts, annotations: { 'a.b/c': texts[0] ?? '' } } },
        });
        const facts = { ...sample, domain };
        const objects = built(definition, 'dev', 'default', facts);
        expect(withoutHashes(objects)).toEqual(withoutHashes(expected(definition, 'dev', 'default', facts)));
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  test('makes of random apps what rendering with their facts gives', () => {
    let apps = 0;
    fc.assert(
      fc.property(randomApp, randomFacts, (definition, facts) => {
        // Some texts cannot be an app's.
        if (!rendered(definition).ok) return;
        apps += 1;
        const objects = built(definition, 'dev', 'default', facts);
        expect(withoutHashes(objects)).toEqual(withoutHashes(expected(definition, 'dev', 'default', facts)));
      }),
      { numRuns: 100 },
    );
    expect(apps).toBeGreaterThan(20);
  });
});
